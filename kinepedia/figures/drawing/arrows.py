"""Arrows: where each begins at a part of the body, and which way it goes."""

from __future__ import annotations

from math import hypot
from typing import TYPE_CHECKING

from kinepedia.figures.body import proportions as body
from kinepedia.figures.drawing.outline import Point, number, polygon

if TYPE_CHECKING:
    from kinepedia.figures.drawing.camera import Camera
    from kinepedia.figures.figure import Figure

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


def arrow_line(
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


def arrow_path(line: list[Point]) -> str:
    """Return an arrow through three points as path elements: its shaft and its head."""
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
