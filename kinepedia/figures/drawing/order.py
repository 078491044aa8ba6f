"""Which part of the body hides which: back to front, decided where two parts are seen to cross."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kinepedia.figures.drawing.parts import Part


# The second hides the first, whatever their depth: a shank ends in its foot, a sleeve in the shirt.
_JOINED = {("foot", "shank"), ("hand", "forearm"), ("pelvis", "chest"), ("neck", "head"), ("neck", "chest")}


def back_to_front(found: Sequence[Part]) -> list[int]:
    """Return the numbers of the parts in the order in which a painter paints them."""
    count = len(found)
    kinds = [_kind(part.name) for part in found]
    hidden_by: list[list[int]] = [[] for _ in range(count)]
    waiting = [0] * count
    for a in range(count):
        for b in range(a + 1, count):
            first = _first(found[a], found[b], kinds[a], kinds[b])
            if first:
                back, front = (a, b) if first < 0 else (b, a)
                hidden_by[back].append(front)
                waiting[front] += 1
    depth = [part.start.far + part.end.far for part in found]
    left = set(range(count))
    order = []
    while left:
        # It ends, because one is chosen in each round, ring or not.
        free = [number for number in left if waiting[number] <= 0]
        # In a ring of parts that hide each other, the furthest has to begin.
        # With the number, so that two of the same depth have the same order in each
        # run, though `left` is a set.
        chosen = max(free or left, key=lambda number: (depth[number], -number))
        left.remove(chosen)
        order.append(chosen)
        for number in hidden_by[chosen]:
            waiting[number] -= 1
    return order


def _first(a: Part, b: Part, named_a: tuple[str, str], named_b: tuple[str, str]) -> int:
    """Return -1 if a has to be painted before b, 1 if after, 0 if it does not matter."""
    side_a, kind_a = named_a
    side_b, kind_b = named_b
    if side_a == side_b or not side_a or not side_b:
        if (kind_a, kind_b) in _JOINED:
            return -1
        if (kind_b, kind_a) in _JOINED:
            return 1
    reach = a.radius + b.radius
    ax0, ay0, az0 = a.start
    ax1, ay1, az1 = a.end
    bx0, by0, bz0 = b.start
    bx1, by1, bz1 = b.end
    if (
        min(ax0, ax1) > max(bx0, bx1) + reach
        or min(bx0, bx1) > max(ax0, ax1) + reach
        or min(ay0, ay1) > max(by0, by1) + reach
        or min(by0, by1) > max(ay0, ay1) + reach
    ):
        return 0
    s, t, distance = _closest(ax0, ay0, ax1, ay1, bx0, by0, bx1, by1)
    if distance > reach * reach:
        return 0
    if are_neighbours(side_a, kind_a, side_b, kind_b):
        s = t = 0.5
    difference = (az0 + (az1 - az0) * s) - (bz0 + (bz1 - bz0) * t)
    # An arm that hangs beside the trunk is seen whole.
    difference += 4.0 * ((kind_a == "chest") and "arm" in kind_b) - 4.0 * (
        (kind_b == "chest") and "arm" in kind_a
    )
    if abs(difference) < 1e-6:
        return 0
    return -1 if difference > 0 else 1


def are_neighbours(side_a: str, kind_a: str, side_b: str, kind_b: str) -> bool:
    """Tell whether two parts share a joint, where neither lies before the other."""
    pair = {kind_a, kind_b}
    if side_a and side_b and side_a != side_b:
        return False
    return pair in ({"thigh", "shank"}, {"upper arm", "forearm"}, {"pelvis", "thigh"}, {"chest", "upper arm"})


def _kind(name: str) -> tuple[str, str]:
    side, _, kind = name.partition(" ")
    return (side, kind) if side in ("left", "right") else ("", name)


def _closest(
    ax0: float, ay0: float, ax1: float, ay1: float, bx0: float, by0: float, bx1: float, by1: float
) -> tuple[float, float, float]:
    """Return how far along two lines they are closest, as parts of 1, and the square of their distance."""
    ux, uy, vx, vy = ax1 - ax0, ay1 - ay0, bx1 - bx0, by1 - by0
    wx, wy = ax0 - bx0, ay0 - by0
    a, b, c = ux * ux + uy * uy, ux * vx + uy * vy, vx * vx + vy * vy
    d, e = ux * wx + uy * wy, vx * wx + vy * wy
    denominator = a * c - b * b
    s = max(0.0, min(1.0, (b * e - c * d) / denominator)) if denominator > 1e-6 else 0.5
    t = max(0.0, min(1.0, (b * s + e) / c)) if c > 1e-6 else 0.5
    s = max(0.0, min(1.0, (b * t - d) / a)) if a > 1e-6 else s
    dx, dy = wx + ux * s - vx * t, wy + uy * s - vy * t
    return s, t, dx * dx + dy * dy
