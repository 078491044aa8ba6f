"""Figures as SVG: what stands behind, the body from back to front, and what is shown on it."""

from __future__ import annotations

from html import escape
from math import cos, hypot, pi, sin
from typing import TYPE_CHECKING, NamedTuple

from kinepedia.figures import body, props
from kinepedia.figures.camera import Camera
from kinepedia.figures.highlight import Mark, after, highlights
from kinepedia.figures.order import back_to_front
from kinepedia.figures.outline import Point, number, path, polygon, polyline
from kinepedia.figures.parts import NO_HALO, Part, Shape, helping_hands, parts
from kinepedia.figures.places import body_point
from kinepedia.figures.points import SPOTS, spot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kinepedia.figures.figure import Figure, Thing
    from kinepedia.figures.pose import Strap
    from kinepedia.figures.props import Face

SCALE = 2.0
"""Pixels for one centimetre, where nothing else decides the size."""

_MARGIN = 5.0
_BEYOND = 10.0  # how far a mat is longer than the body
_SHADOW = 14  # points round it


class Box(NamedTuple):
    """The part of the plane that a drawing shows."""

    left: float
    top: float
    right: float
    bottom: float

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
    bodies = [parts(figure.frames, camera, fists=figure.pose.fists)]
    ghosts = parts(ghost.frames, camera, fists=ghost.pose.fists) if ghost else []
    box = box_of([*bodies[0], *ghosts])
    scenery, box = surroundings([figure, *([ghost] if ghost else [])], camera, box)
    pieces = [scenery]
    if ghosts:
        pieces.append(
            f'<g class="figure-ghost">{"".join(_plain(ghosts[k]) for k in back_to_front(ghosts))}</g>'
        )
    behind, before = _straps(figure, camera)
    pieces += [*behind, painted(figure, bodies[0], camera), *before]
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
    xs = [x for part in found for shape in part.shapes for x, _ in shape.ring]
    ys = [y for part in found for shape in part.shapes for _, y in shape.ring]
    return Box(min(xs), min(ys), max(xs), max(ys))


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
        fx, fy = [p[0] for p in face.points], [p[1] for p in face.points]
        box = box.around(Box(min(fx), min(fy), max(fx), max(fy)))
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
                xs, ys = [p[0] for p in face.points], [p[1] for p in face.points]
                box = box.around(Box(min(xs), min(ys), max(xs), max(ys)))
    for part in helping_hands(figure, camera):
        pieces += [shape_path(shape) for shape in part.shapes]
        box = box.around(box_of([part]))
    for arrow in figure.pose.arrows:
        line = _arrow_line(figure, camera, arrow.part, arrow.direction, came_from)
        if line:
            pieces.append(_arrow(line))
            xs, ys = [p[0] for p in line], [p[1] for p in line]
            box = box.around(Box(min(xs) - 3, min(ys) - 3, max(xs) + 3, max(ys) + 3))
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


_ARROW_STARTS = {
    "hand": ("hand", (0.0, 0.0, -15.0)),
    "fingertips": ("hand", (0.0, 0.0, -17.0)),
    "forearm": ("forearm", (0.0, 0.0, -12.0)),
    "foot": ("foot", (6.0, 0.0, -3.0)),
    "heel": ("foot", (-4.0, 0.0, -4.0)),
    "toes": ("toes", (4.0, 0.0, 0.0)),
    "instep": ("foot", (6.0, 0.0, -3.0)),
    "ankle": ("foot", (0.0, 0.0, 0.0)),
    "knee": ("shank", (3.0, 0.0, 0.0)),
    "thigh": ("thigh", (0.0, 0.0, -24.0)),
    "shin": ("shank", (0.0, 0.0, -18.0)),
    "shoulder": ("upper arm", (0.0, 0.0, 0.0)),
    "pelvis": ("pelvis", (0.0, 0.0, 0.0)),
    "seat": ("pelvis", (-6.0, 0.0, -4.0)),
    "chest": ("thorax", (6.0, 0.0, 18.0)),
    "upper back": ("thorax", (-6.0, 0.0, 18.0)),
    "head": ("head", (0.0, 0.0, 10.0)),
}
_OFF = 10.0  # centimetres between a part and the arrow that begins at it
_LONG = 22.0


def _arrow_line(
    figure: Figure, camera: Camera, part: str, direction: str, came_from: Figure | None
) -> list[Point]:
    """Return three points of an arrow: along the way that a part came, or in a direction."""
    side, _, kind = part.partition(" ")
    if side not in body.SIGN:
        side, kind = "", part
    frame, point = _ARROW_STARTS[kind]
    name = f"{side} {frame}".strip()
    end = figure.frames[name].at(point)
    if not direction:
        if came_from is None:
            return []
        start = came_from.frames[name].at(point)
        a, b = camera.see(start), camera.see(end)
        dx, dy = b.x - a.x, b.y - a.y
        far = hypot(dx, dy)
        if far < 4.0:
            return []
        # A bow to the outer side of the body, so that the arrow does not lie on the limb.
        is_arm = frame in ("hand", "forearm", "upper arm", "head")
        centre = camera.see(figure.frames["thorax" if is_arm else "pelvis"].origin)
        mx, my = (a.x + b.x) / 2, (a.y + b.y) / 2
        out = 1.0 if (mx - centre.x) * -dy + (my - centre.y) * dx > 0 else -1.0
        bow = 0.18 * far * out
        nx, ny = -dy / far, dx / far
        push = 7.0 * out
        return [
            (a.x + nx * push + dx * 0.06, a.y + ny * push + dy * 0.06),
            (mx + nx * (bow + push), my + ny * (bow + push)),
            (b.x + nx * push - dx * 0.06, b.y + ny * push - dy * 0.06),
        ]
    pelvis = figure.frames["pelvis"].turn
    sign = body.SIGN.get(side, 1.0)
    # Lying on the back or the front, forward is the way that the page is read.
    ahead = (pelvis[0], pelvis[3], 0.0) if hypot(pelvis[0], pelvis[3]) > 0.5 else (1.0, 0.0, 0.0)
    left = (pelvis[1], pelvis[4], pelvis[7])
    reach = _LONG * (0.6 if direction == "in" else 1.0)
    ways = {
        "up": (0.0, 0.0, 1.0),
        "down": (0.0, 0.0, -1.0),
        "forward": ahead,
        "back": (-ahead[0], -ahead[1], 0.0),
        "left": left,
        "right": (-left[0], -left[1], -left[2]),
        "out": tuple(sign * value for value in left),
        "in": tuple(-sign * value for value in left),
        "round": (0.0, 0.0, 1.0),
    }
    wx, wy, wz = ways[direction]
    size = hypot(wx, wy, wz) or 1.0
    way = camera.see((wx / size, wy / size, wz / size))
    at = camera.see(end)
    far = hypot(way.x, way.y)
    if far < 0.2:
        return []
    ux, uy = way.x / far, way.y / far
    if direction == "round":
        return [(at.x - 9, at.y - 9), (at.x, at.y - 18), (at.x + 9, at.y - 9)]
    sx, sy = at.x + ux * _OFF, at.y + uy * _OFF
    if direction == "down" and end[2] < _OFF + reach:  # there is no room below, so it comes from above
        sx, sy = at.x - ux * (_OFF + reach), at.y - uy * (_OFF + reach)
    return [(sx, sy), (sx + ux * reach / 2, sy + uy * reach / 2), (sx + ux * reach, sy + uy * reach)]


def _arrow(line: list[Point]) -> str:
    (ax, ay), (mx, my), (bx, by) = line
    # The tangent at the end of the curve.
    tx, ty = bx - mx, by - my
    size = hypot(tx, ty) or 1.0
    tx, ty = tx / size, ty / size
    hx, hy = bx - tx * 6.0, by - ty * 6.0
    head = polygon([(bx, by), (hx - ty * 4.2, hy + tx * 4.2), (hx + ty * 4.2, hy - tx * 4.2)])
    # The middle point is on the curve, so the control point lies twice as far out.
    cx, cy = 2 * mx - (ax + bx) / 2, 2 * my - (ay + by) / 2
    shaft = f"M{number(ax)} {number(ay)}Q{number(cx)} {number(cy)} {number(hx)} {number(hy)}"
    return f'<path class="figure-arrow" d="{shaft}"/><path class="figure-arrow-head" d="{head}"/>'


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
