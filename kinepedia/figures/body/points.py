"""Points of the body that can touch something, each a little ball in the frame of a segment."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kinepedia.figures.body.proportions import BALL, FOREARM, SIDES, SIGN, THIGH

if TYPE_CHECKING:
    from kinepedia.figures.body.kinematics import Skeleton
    from kinepedia.figures.body.vector import Vector


class Spot(NamedTuple):
    """A ball in the frame of a segment: its middle and its radius in centimetres."""

    frame: str
    middle: Vector
    radius: float


def _sided(frame: str, middle: Vector, radius: float, side: str) -> Spot:
    x, y, z = middle
    return Spot(
        f"{side} {frame}" if frame not in ("pelvis", "thorax") else frame, (x, SIGN[side] * y, z), radius
    )


_LIMBS = {
    "heel": ("foot", (-3.6, 0.0, -3.6), 3.0),
    "ball": ("foot", (BALL[0] - 0.5, 0.0, BALL[2]), 1.7),
    "tip": ("toes", (4.6, 0.0, -0.5), 1.2),
    "instep": ("foot", (8.5, 0.0, -3.6), 2.9),
    "outer foot": ("foot", (4.0, 2.6, -4.4), 2.2),
    "knee": ("shank", (0.4, 0.0, 0.0), 5.4),
    "shin": ("shank", (-0.5, 0.0, -12.0), 5.5),
    "thigh": ("thigh", (0.5, 0.0, -THIGH * 0.7), 7.0),
    "seat": ("pelvis", (-4.4, 7.0, -2.6), 8.4),
    "hip": ("pelvis", (-1.9, 8.6, -1.0), 8.0),
    "hand": ("hand", (0.2, 0.0, -7.6), 1.5),
    "fingertips": ("hand", (-0.3, 0.0, -16.6), 1.6),
    "wrist": ("hand", (0.0, 0.0, 0.0), 1.5),
    "elbow": ("forearm", (-0.2, 0.0, 0.5), 3.6),
    "forearm": ("forearm", (0.0, 0.0, -FOREARM * 0.8), 2.6),
    "shoulder": ("upper arm", (0.0, 0.0, -1.0), 5.0),
}
SPOTS = {
    **{f"{side} {name}": _sided(*given, side) for side in SIDES for name, given in _LIMBS.items()},
    "upper back": Spot("thorax", (-3.6, 0.0, 17.0), 8.0),
    "chest": Spot("thorax", (2.6, 0.0, 15.0), 8.2),
    "belly": Spot("pelvis", (0.4, 0.0, 4.0), 8.6),
    "head": Spot("head", (0.4, 0.0, 10.2), 9.6),
}
"""All of them by name."""

# What a word after "rests on" means.
GROUPS = {
    "foot": ("heel", "ball"),
    "heel": ("heel",),
    "toes": ("ball",),
    "knee": ("knee",),
    "instep": ("instep", "tip"),
    "seat": ("seat",),
    "thigh": ("knee",),
    "hand": ("wrist",),
    "elbow": ("elbow",),
    "hip": ("hip",),
    "shoulder": ("shoulder",),
}
_SINGULAR = {
    "feet": "foot", "heels": "heel", "balls": "toes", "ball": "toes", "knees": "knee", "insteps": "instep",
    "thighs": "thigh", "hands": "hand", "elbows": "elbow",
}  # fmt: skip


def group(name: str) -> tuple[str, ...]:
    """Return the names of the spots that a word after "rests on" means; none for a word that means none."""
    side, _, kind = name.partition(" ")
    if side not in SIDES:
        side, kind = "", name
    kind = _SINGULAR.get(kind, kind)
    if kind in GROUPS:
        return tuple(f"{one} {spot}" for one in ((side,) if side else SIDES) for spot in GROUPS[kind])
    return (name,) if name in SPOTS else ()


def spot(frames: Skeleton, name: str) -> tuple[Vector, float]:
    """Return where a spot is in the world, and its radius."""
    frame, middle, radius = SPOTS[name]
    return frames[frame].at(middle), radius
