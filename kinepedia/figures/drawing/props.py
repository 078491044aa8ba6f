"""Things around the body, as the camera sees them: boxes, cylinders and walls of plain faces."""

from __future__ import annotations

from math import cos, pi, sin
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kinepedia.figures.body.vector import Vector
    from kinepedia.figures.drawing.camera import Camera
    from kinepedia.figures.drawing.outline import Point
    from kinepedia.figures.figure import Thing


class Face(NamedTuple):
    """A polygon of one shade, with sharp corners."""

    kind: str
    points: tuple[Point, ...]
    far: float


_BOXES = {"block": (23.0, 15.0, 15.0), "high block": (15.0, 9.0, 23.0), "low block": (23.0, 15.0, 8.0)}


def faces(thing: Thing, camera: Camera, extent: tuple[float, float, float, float], top: float) -> list[Face]:
    """Return the faces of a thing, the furthest first.

    `extent` is what the body covers of the ground (least and greatest x, least and greatest y), `top` is how
    high it reaches.
    """
    found = list(_faces(thing, camera, extent, top))
    return sorted(found, key=lambda face: -face.far)


def _faces(  # noqa: PLR0912 - one case for each thing
    thing: Thing, camera: Camera, extent: tuple[float, float, float, float], top: float
) -> Iterator[Face]:
    x, y, z = thing.at
    x0, x1, y0, y1 = extent
    match thing.kind:
        case "mat":
            middle = (y0 + y1) / 2
            wide = max(30.0, (y1 - y0) / 2 + 6.0)
            yield from _box(camera, (x0 - 10, middle - wide, -1.2), (x1 + 10, middle + wide, -0.05), "mat")
        case "wall":
            middle = (y0 + y1) / 2
            thick = -4.0 * (thing.facing or 1.0)
            low, high = sorted((x, x + thick))
            height = max(top + 14.0, 110.0)
            yield from _box(camera, (low, middle - 42, 0.0), (high, middle + 42, height), "wall")
        case "block" | "high block" | "low block":
            length, width, height = _BOXES[thing.kind]
            yield from _box(
                camera, (x - length / 2, y - width / 2, z - height), (x + length / 2, y + width / 2, z)
            )
        case "cushion" | "blanket" | "towel":
            yield from _box(camera, (x - 20, y - 17, 0.0), (x + 20, y + 17, z))
        case "step":
            yield from _box(camera, (x - 6, y - 40, 0), (x + 34, y + 40, z))
        case "bench" | "sofa":
            yield from _box(camera, (x - 20, y - 55, z - 7), (x + 20, y + 55, z))
            for a in (-16.0, 16.0):
                for b in (-48.0, 48.0):
                    yield from _box(camera, (x + a - 2, y + b - 2, 0), (x + a + 2, y + b + 2, z - 7), "leg")
        case "chair":
            back = -(thing.facing or 1.0)
            seat = sorted((x + back * 20, x - back * 22))
            yield from _box(camera, (seat[0], y - 21, z - 4), (seat[1], y + 21, z))
            rest = sorted((x + back * 24, x + back * 20))
            yield from _box(camera, (rest[0], y - 21, z + 8), (rest[1], y + 21, z + 42))
            for a in (21.0 * back, -19.0 * back):
                for b in (-18.0, 18.0):
                    high = z + 8 if a * back > 0 else z - 4
                    yield from _box(
                        camera, (x + a - 1.7, y + b - 1.7, 0), (x + a + 1.7, y + b + 1.7, high), "leg"
                    )
        case "foam roller":
            yield from _cylinder(camera, (x, y, z - 7.5), 7.5, 42.0)
        case "ball":
            centre = camera.see((x, y, z - 6.0))
            yield Face("prop", _round(centre.x, centre.y, 6.0), centre.far)
        case "rail":
            yield from _box(camera, (x - 60, y - 2, z - 5), (x + 35, y + 2, z - 1))
            for post in (-56.0, 30.0):
                yield from _box(camera, (x + post - 1.5, y - 1.5, 0), (x + post + 1.5, y + 1.5, z - 5), "leg")
        case "bar":
            yield from _cylinder(camera, (x, y, z), 1.6, 60.0)
        case _:
            return


def _box(camera: Camera, low: Vector, high: Vector, kind: str = "prop") -> Iterator[Face]:
    """Yield the sides of a box that are seen."""
    turn = camera.turn
    shades = {"mat": ("mat", "mat-dark", "mat-dark"), "wall": ("wall-light", "wall", "wall-dark")}.get(
        kind, ("prop-light", "prop", "prop-dark")
    )
    if kind == "leg":
        shades = ("prop", "prop-dark", "prop-dark")
    for axis in range(3):
        for end in (low, high):
            outward = 1.0 if end is high else -1.0
            if turn[6 + axis] * outward >= -1e-6:
                continue
            a, b = (1, 2) if axis == 0 else (0, 2) if axis == 1 else (0, 1)
            corners = []
            for p, q in ((low[a], low[b]), (high[a], low[b]), (high[a], high[b]), (low[a], high[b])):
                point = [0.0, 0.0, 0.0]
                point[axis], point[a], point[b] = end[axis], p, q
                corners.append(camera.see((point[0], point[1], point[2])))
            far = sum(corner.far for corner in corners) / 4
            shade = shades[0] if axis == 2 else shades[1] if axis == 1 else shades[2]
            yield Face(shade, tuple((corner.x, corner.y) for corner in corners), far)


def _cylinder(camera: Camera, middle: Vector, radius: float, half: float) -> Iterator[Face]:
    """Yield a cylinder that lies along y: its mantle, and the end that is seen."""
    x, y, z = middle
    circle = [(x + radius * cos(2 * pi * k / 16), z + radius * sin(2 * pi * k / 16)) for k in range(16)]
    ends = [[camera.see((a, y + side, b)) for a, b in circle] for side in (-half, half)]
    near = ends[0] if ends[0][0].far < ends[1][0].far else ends[1]
    points = [(p.x, p.y) for end in ends for p in end]
    yield Face("prop-dark", convex(points), sum(p.far for p in ends[0] + ends[1]) / 32 + 1.0)
    yield Face("prop", tuple((p.x, p.y) for p in near), near[0].far)


def _round(x: float, y: float, radius: float) -> tuple[Point, ...]:
    return tuple((x + radius * cos(2 * pi * k / 20), y + radius * sin(2 * pi * k / 20)) for k in range(20))


def convex(points: Sequence[Point]) -> tuple[Point, ...]:
    """Return the convex hull of points (A. M. Andrew, 1979, doi:10.1016/0020-0190(79)90072-3)."""
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return tuple(ordered)

    def chain(line: Sequence[Point]) -> list[Point]:
        hull: list[Point] = []
        for x, y in line:
            while len(hull) > 1 and (hull[-1][0] - hull[-2][0]) * (y - hull[-2][1]) <= (
                hull[-1][1] - hull[-2][1]
            ) * (x - hull[-2][0]):
                hull.pop()
            hull.append((x, y))
        return hull[:-1]

    return tuple(chain(ordered) + chain(ordered[::-1]))
