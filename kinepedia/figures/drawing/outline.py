"""Outlines: what an orthographic camera sees of a body that is given by its cross-sections.

The edge of an ellipse with the projected half axes A and B, in the direction n, is
(A (A.n) + B (B.n)) / |(A.n, B.n)|: the support point of a linear image of the unit circle. An outline is a
closed ring of control points of a uniform quadratic B-spline, so that a path needs two numbers a point.
"""

from __future__ import annotations

from functools import cache
from math import cos, hypot, pi, sin, sqrt
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

Point = tuple[float, float]
Ring = tuple[Point, ...]
"""The control points of a closed curve."""


class Disc(NamedTuple):
    """A cross-section, as the camera sees it: its middle, two half axes, and the radius of its rounding."""

    x: float
    y: float
    ax: float
    ay: float
    bx: float
    by: float
    round: float


class Oval(NamedTuple):
    """An ellipsoid, as the camera sees it: its middle and its three half axes."""

    x: float
    y: float
    axes: tuple[Point, Point, Point]


def edge(disc: Disc, nx: float, ny: float) -> Point:
    """Return how far the edge of a cross-section lies from its middle, in the direction n."""
    p = disc.ax * nx + disc.ay * ny
    q = disc.bx * nx + disc.by * ny
    size = hypot(p, q)
    if size < 1e-9:
        return (0.0, 0.0)
    return ((disc.ax * p + disc.bx * q) / size, (disc.ay * p + disc.by * q) / size)


def tube(discs: Sequence[Disc], start: float, end: float, grow: float = 0.0) -> Ring:
    """Return the outline of a limb through its cross-sections.

    `start` and `end` tell how round its ends are: 1 is a half circle, 0 is flat. A limb that points at the
    camera is seen as the hull of its cross-sections, with as many points.
    """
    first, last = discs[0], discs[-1]
    dx, dy = last.x - first.x, last.y - first.y
    far = hypot(dx, dy)
    size = max(disc.round for disc in discs)
    # As many points as below, two for each disc and three for each end, so that a movement can
    # go from one form to the other.
    if far < 1.2 * size:
        return hull_of_discs(discs, 2 * len(discs) + 6)
    left: list[Point] = []
    right: list[Point] = []
    count = len(discs)
    tangents = []
    for number, disc in enumerate(discs):
        before, after = discs[max(number - 1, 0)], discs[min(number + 1, count - 1)]
        tx, ty = after.x - before.x, after.y - before.y
        size = hypot(tx, ty) or 1.0
        tx, ty = tx / size, ty / size
        tangents.append((tx, ty))
        ex, ey = edge(disc, -ty, tx)
        if grow:
            ex, ey = ex - ty * grow, ey + tx * grow
        left.append((disc.x + ex, disc.y + ey))
        right.append((disc.x - ex, disc.y - ey))
    return (
        *_cap(first, -tangents[0][0], -tangents[0][1], start),
        *right,
        *_cap(last, *tangents[-1], end),
        *reversed(left),
    )


def _cap(disc: Disc, tx: float, ty: float, roundness: float) -> Ring:
    """Return three points round the end of a limb, which points along t; counter-clockwise."""
    radius = disc.round * roundness
    ex, ey = edge(disc, -ty, tx)
    sx, sy = ex * 0.78, ey * 0.78
    reach = radius * 0.9
    return (
        (disc.x - sx + tx * reach * 0.75, disc.y - sy + ty * reach * 0.75),
        (disc.x + tx * reach * 1.15, disc.y + ty * reach * 1.15),
        (disc.x + sx + tx * reach * 0.75, disc.y + sy + ty * reach * 0.75),
    )


def hull_of_discs(discs: Sequence[Disc], count: int) -> Ring:
    """Return the hull of cross-sections, each as thick as it is round, with `count` points."""
    points = []
    for nx, ny in _directions(count):
        best, reach = (0.0, 0.0), -1e9
        for disc in discs:
            ex, ey = edge(disc, nx, ny)
            outward = disc.x * nx + disc.y * ny + max(ex * nx + ey * ny, disc.round * 0.9)
            if outward > reach:
                if ex * nx + ey * ny < disc.round * 0.9:
                    ex, ey = nx * disc.round * 0.9, ny * disc.round * 0.9
                best, reach = (disc.x + ex, disc.y + ey), outward
        points.append(best)
    return tuple(points)


def hull(ovals: Sequence[Oval], count: int) -> Ring:
    """Return the hull of ellipsoids, with `count` points."""
    flat = [(oval.x, oval.y, *oval.axes[0], *oval.axes[1], *oval.axes[2]) for oval in ovals]
    points = []
    for nx, ny in _directions(count):
        reach = -1e9
        for x, y, ax, ay, bx, by, cx, cy in flat:
            p, q, r = ax * nx + ay * ny, bx * nx + by * ny, cx * nx + cy * ny
            size = sqrt(p * p + q * q + r * r)
            # An ellipsoid reaches as far beyond its middle as its axes do together in that direction.
            if (outward := x * nx + y * ny + size) > reach:
                reach = outward
                if size < 1e-9:
                    best = (x, y)
                else:
                    best = (x + (ax * p + bx * q + cx * r) / size, y + (ay * p + by * q + cy * r) / size)
        points.append(best)
    return tuple(points)


@cache
def _directions(count: int) -> tuple[Point, ...]:
    return tuple((cos(2 * pi * number / count), sin(2 * pi * number / count)) for number in range(count))


def oval_edge(oval: Oval, nx: float, ny: float) -> Point:
    """Return how far the edge of an ellipsoid lies from its middle, in the direction n."""
    (ax, ay), (bx, by), (cx, cy) = oval.axes
    p, q, r = ax * nx + ay * ny, bx * nx + by * ny, cx * nx + cy * ny
    size = hypot(p, q, r)
    if size < 1e-9:
        return (0.0, 0.0)
    return ((ax * p + bx * q + cx * r) / size, (ay * p + by * q + cy * r) / size)


def path(ring: Sequence[Point]) -> str:
    """Return a closed B-spline as the data of an SVG path, in tenths of a unit.

    Each knot lies half-way between two control points; `t` makes each next control point by reflection, so
    that only the knots are written. What rounding adds is fed back, so that it does not add up.
    """
    written = _written
    scaled = [(x * 10, y * 10) for x, y in ring]
    (lx, ly), (fx, fy) = scaled[-1], scaled[0]
    x = x0 = round((lx + fx) / 2)
    y = y0 = round((ly + fy) / 2)
    cx, cy = round(fx), round(fy)
    pieces = [f"M{written(x)} {written(y)}q{written(cx - x)} {written(cy - y)} "]
    for px, py in scaled[1:]:
        kx, ky = round((cx + px) / 2), round((cy + py) / 2)
        pieces.append(f"{written(kx - x)} {written(ky - y)}t")
        # What `t` makes of the rounded numbers, not what was meant: else each rounding would be
        # handed on to all that follow.
        cx, cy = 2 * kx - cx, 2 * ky - cy
        x, y = kx, ky
    pieces.append(f"{written(x0 - x)} {written(y0 - y)}z")
    return "".join(pieces).replace(" -", "-")


def number(value: float) -> str:
    """Return a number as an SVG wants it, with at most one decimal."""
    return _written(round(value * 10))


def polygon(points: Sequence[Point]) -> str:
    """Return a polygon with sharp corners as the data of an SVG path."""
    pieces = [f"M{number(points[0][0])} {number(points[0][1])}L"]
    pieces.append(" ".join(f"{number(x)} {number(y)}" for x, y in points[1:]))
    return f"{''.join(pieces)}z".replace(" -", "-")


def polyline(points: Sequence[Point]) -> str:
    """Return straight lines from point to point as the data of an SVG path."""
    return polygon(points)[:-1]


def open_path(points: Sequence[Point]) -> str:
    """Return an open B-spline, from the first point to the last, as the data of an SVG path."""
    first, last = points[0], points[-1]
    pieces = [f"M{number(first[0])} {number(first[1])}"]
    inner = points[1:-1]
    if not inner:
        return f"{pieces[0]}L{number(last[0])} {number(last[1])}"
    for index, (x, y) in enumerate(inner):
        if index + 1 < len(inner):
            nx, ny = inner[index + 1]
            ex, ey = (x + nx) / 2, (y + ny) / 2
        else:
            ex, ey = last
        pieces.append(f"Q{number(x)} {number(y)} {number(ex)} {number(ey)}")
    return "".join(pieces).replace(" -", "-")


@cache
def _written(tenths: int) -> str:
    """Return tenths as a short decimal number."""
    sign = "-" if tenths < 0 else ""
    whole, part = divmod(abs(tenths), 10)
    if not part:
        return f"{sign}{whole}"
    return f"{sign}{whole or ''}.{part}"
