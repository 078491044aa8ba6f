"""Figures as SVG: what stands behind, the body from back to front, and what is shown on it."""

from __future__ import annotations

from html import escape
from math import cos, pi, sin
from typing import TYPE_CHECKING, NamedTuple

from kinepedia.figures.body import proportions as body
from kinepedia.figures.body.points import SPOTS, spot
from kinepedia.figures.body.skin import body_point
from kinepedia.figures.drawing import props
from kinepedia.figures.drawing.arrows import arrow_line, arrow_path
from kinepedia.figures.drawing.camera import Camera
from kinepedia.figures.drawing.highlight import Mark, after, highlights
from kinepedia.figures.drawing.order import back_to_front
from kinepedia.figures.drawing.outline import Point, number, path, polygon, polyline
from kinepedia.figures.drawing.parts import NO_HALO, Part, Shape, helping_hands, parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kinepedia.figures.drawing.props import Face
    from kinepedia.figures.figure import Figure, Thing
    from kinepedia.figures.pose import Strap

SCALE = 2.0
"""Pixels for one centimetre, where nothing else decides the size."""

_MARGIN = 5.0
_HEAD = 3.0  # how far the head of an arrow stands out
_BEYOND = 10.0  # how far a mat is longer than the body
_SHADOW = 14  # points round it


class Box(NamedTuple):
    """The part of the plane that a drawing shows."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def of(cls, points: Iterable[Point]) -> Box:
        """Return the smallest box that holds some points."""
        xs, ys = zip(*points, strict=True)
        return cls(min(xs), min(ys), max(xs), max(ys))

    def around(self, other: Box) -> Box:
        """Return the smallest box that holds both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )


class Drawing(NamedTuple):
    """The inside of an SVG, and the box that it needs."""

    inside: str
    box: Box


def draw_still(figure: Figure, ghost: Figure | None = None, came_from: Figure | None = None) -> Drawing:
    """Return a still: the figure, the ghost of another one behind it, and arrows from where it came."""
    camera = Camera(*figure.pose.view)
    found = parts(figure.frames, camera, fists=figure.pose.fists)
    ghosts = parts(ghost.frames, camera, fists=ghost.pose.fists) if ghost else []
    box = box_of([*found, *ghosts])
    scenery, box = surroundings([figure, *([ghost] if ghost else [])], camera, box)
    pieces = [scenery]
    if ghosts:
        pieces.append(
            f'<g class="figure-ghost">{"".join(_plain(ghosts[k]) for k in back_to_front(ghosts))}</g>'
        )
    behind, before = _straps(figure, camera)
    pieces += [*behind, painted(figure, found, camera), *before]
    front, box = foreground(figure, camera, box, came_from)
    pieces.append(front)
    return Drawing("".join(pieces), box)


def painted(figure: Figure, found: list[Part], camera: Camera) -> str:
    """Return a body, back to front, with what is highlighted on it."""
    order = [found[index] for index in back_to_front(found)]
    marks = after(highlights(figure, camera), [part.name for part in order])
    things = before_the_body(figure, camera)
    hands = hands_begin([part.name for part in order])
    pieces = []
    for place, part in enumerate(order):
        if place == hands:  # they lie on what stands before the legs
            pieces += things
        pieces += [shape_path(shape) for shape in part.shapes]
        pieces += map(mark_path, marks.get(part.name, ()))
    return "".join([*pieces, *(things if hands == len(order) else ())])


def hands_begin(painted: Sequence[str]) -> int:
    """Return the place of the first arm that is painted after all legs; the end, if there is none."""
    legs = max(place for place, name in enumerate(painted) if name.endswith(("shank", "foot")))
    later = (place for place, name in enumerate(painted) if place > legs and name.endswith("upper arm"))
    return next(later, len(painted))


def before_the_body(figure: Figure, camera: Camera) -> list[str]:
    """Return the blocks that stand nearer to the eye than the legs."""
    legs = min(camera.see(figure.frames[f"{side} foot"].origin).far for side in body.SIDES)
    return [
        _face_path(face)
        for thing in figure.things
        if _is_near(thing, camera, legs)
        for face in props.faces(thing, camera, (0.0, 0.0, 0.0, 0.0), 0.0)
    ]


def _is_near(thing: Thing, camera: Camera, legs: float) -> bool:
    x, y, z = thing.at
    return "block" in thing.kind and camera.see((x, y, z / 2)).far < legs - 4.0


def mark_path(mark: Mark) -> str:
    """Return what is highlighted as a path element."""
    return f'<path class="figure-{mark.kind}" d="{mark.path}"/>'


def shape_path(shape: Shape) -> str:
    """Return an outline as a path element."""
    dashes = ""
    if shape.gaps == NO_HALO:
        dashes = ' stroke="none"'
    elif shape.gaps:
        dashes = f' stroke-dasharray="{" ".join(number(gap) for gap in shape.gaps)}"'
    return f'<path class="figure-{shape.kind}"{dashes} d="{path(shape.ring)}"/>'


def _plain(part: Part) -> str:
    return "".join(
        f'<path d="{path(shape.ring)}"/>' for shape in part.shapes if shape.kind not in ("shade", "hair")
    )


def box_of(found: Sequence[Part]) -> Box:
    """Return the box that some parts need."""
    return Box.of(point for part in found for shape in part.shapes for point in shape.ring)


def surroundings(figures: Sequence[Figure], camera: Camera, box: Box) -> tuple[str, Box]:
    """Return the shadow and the things behind some figures, and a box that holds them, too."""
    points = [spot(figure.frames, name) for figure in figures for name in SPOTS]
    xs = [at[0] for at, _ in points]
    ys = [at[1] for at, _ in points]
    extent = (min(xs), max(xs), min(ys), max(ys))
    top = max(at[2] for at, _ in points)
    things = list(dict.fromkeys(thing for figure in figures for thing in figure.things))
    for wall in (thing for thing in things if thing.kind == "wall"):  # where a mat ends
        low, high, near, far = extent
        low = max(low, wall.at[0] + _BEYOND) if wall.facing > 0 else low
        high = min(high, wall.at[0] - _BEYOND) if wall.facing < 0 else high
        extent = (low, high, near, far)
    order = sorted(things, key=lambda thing: thing.kind not in ("mat", "wall"))
    legs = min(
        camera.see(figure.frames[f"{side} foot"].origin).far for figure in figures for side in body.SIDES
    )
    faces = [
        face
        for thing in order
        if thing.kind != "bar" and not _is_near(thing, camera, legs)
        for face in props.faces(thing, camera, extent, top)
    ]
    mats = [face for face in faces if face.kind.startswith("mat")]
    rest = [face for face in faces if not face.kind.startswith("mat")]
    pieces = [*map(_face_path, mats), _shadow(points, camera), *map(_face_path, rest)]
    for face in faces:
        box = box.around(Box.of(face.points))
    return "".join(pieces), box


def _face_path(face: Face) -> str:
    return f'<path class="figure-{face.kind}" d="{polygon(face.points)}"/>'


def _shadow(points: Sequence[tuple[tuple[float, float, float], float]], camera: Camera) -> str:
    """Return the shadow on the ground of what is near it."""
    low = [(x, y, radius + 2.0) for (x, y, z), radius in points if z < 45.0]
    if not low:
        return ""
    ring = []
    for index in range(_SHADOW):
        nx, ny = cos(2 * pi * index / _SHADOW), sin(2 * pi * index / _SHADOW)
        x, y, radius = max(low, key=lambda ball: ball[0] * nx + ball[1] * ny + ball[2])
        seen = camera.see((x + nx * radius, y + ny * radius, 0.0))
        ring.append((seen.x, seen.y))
    return f'<path class="figure-ground" d="{path(ring)}"/>'


def foreground(figure: Figure, camera: Camera, box: Box, came_from: Figure | None) -> tuple[str, Box]:
    """Return bars, helping hands and arrows, which lie over the body."""
    pieces = []
    for thing in figure.things:
        if thing.kind == "bar":
            for face in props.faces(thing, camera, (0, 0, 0, 0), 0.0):
                pieces.append(_face_path(face))
                box = box.around(Box.of(face.points))
    for part in helping_hands(figure, camera):
        pieces += [shape_path(shape) for shape in part.shapes]
        box = box.around(box_of([part]))
    for arrow in figure.pose.arrows:
        line = arrow_line(figure, camera, arrow.part, arrow.direction, came_from)
        if line:
            pieces.append(arrow_path(line))
            left, top, right, bottom = Box.of(line)
            box = box.around(Box(left - _HEAD, top - _HEAD, right + _HEAD, bottom + _HEAD))
    return "".join(pieces), box


def _straps(figure: Figure, camera: Camera) -> tuple[list[str], list[str]]:
    """Return the straps behind the body, and those before it."""
    behind: list[str] = []
    before: list[str] = []
    for strap in figure.pose.straps:
        line = polyline(strap_line(figure, camera, strap.ends, strap.middle))
        place = behind if is_strap_behind(figure, camera, strap) else before
        place.append(f'<path class="figure-{strap.kind}" d="{line}"/>')
    return behind, before


def is_strap_behind(figure: Figure, camera: Camera, strap: Strap) -> bool:
    """Tell whether a strap between two hands lies behind the trunk, as it is seen."""
    if strap.middle or not all(end.endswith("hand") for end in strap.ends):
        return False
    hands = [camera.see(figure.frames[end].origin).far for end in strap.ends]
    return sum(hands) / len(hands) > camera.see(figure.frames["thorax"].origin).far


def strap_line(figure: Figure, camera: Camera, ends: Sequence[str], middle: str) -> list[Point]:
    """Return the line of a strap: from the first end round the middle to the last."""

    def at(name: str) -> Point:
        side, _, kind = name.partition(" ")
        if kind == "hand":
            seen = camera.see(figure.frames[name].at((0.0, 0.0, -7.0)))
        elif kind == "foot":
            seen = camera.see(figure.frames[name].at((6.5, 0.0, -6.6)))
        else:
            seen = camera.see(body_point(figure.frames, name, "behind", side or "right")[0])
        return (seen.x, seen.y)

    line = [at(ends[0])]
    if middle:
        line.append(at(middle))
    if len(ends) > 1:
        line.append(at(ends[1]))
    return line


def svg(drawing: Drawing, label: str, *, style: str = "") -> str:
    """Return a whole SVG element. With a style, it has its namespace, to be a file of its own."""
    left, top, right, bottom = drawing.box
    left, top, right, bottom = left - _MARGIN, top - _MARGIN, right + _MARGIN, bottom + _MARGIN
    return element((left, top, right - left, bottom - top), label, drawing.inside, style=style)


def element(view: tuple[float, float, float, float], label: str, inside: str, *, style: str = "") -> str:
    """Return an SVG element that shows a part of the plane: left, top, width and height."""
    space = ' xmlns="http://www.w3.org/2000/svg"' if style else ""
    sheet = f"<style>{style}</style>" if style else ""
    size = f'width="{round(view[2] * SCALE)}" height="{round(view[3] * SCALE)}"'
    shown = " ".join(map(number, view))
    return (
        f'<svg class="figure"{space} viewBox="{shown}" {size} role="img" aria-label="{escape(label)}">'
        f"{sheet}{inside}</svg>"
    )
