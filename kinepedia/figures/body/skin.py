"""Places on the skin of the body, which a hand or a foot can touch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinepedia.figures.body.proportions import SIGN
from kinepedia.figures.body.vector import Vector, axis, turned, unit

if TYPE_CHECKING:
    from kinepedia.figures.body.kinematics import Skeleton

_PLACES = {
    "thigh": ("thigh", -23.0, 7.4, 7.9),
    "knee": ("shank", 1.0, 5.2, 5.6),
    "shin": ("shank", -15.0, 5.2, 5.4),
    "calf": ("shank", -13.0, 5.5, 6.4),
    "ankle": ("shank", -39.5, 3.3, 3.7),
    "upper arm": ("upper arm", -17.0, 4.0, 4.6),
    "elbow": ("forearm", 0.0, 3.6, 3.6),
    "forearm": ("forearm", -12.0, 3.2, 3.5),
    "wrist": ("hand", 0.0, 2.2, 2.2),
}
_FIXED = {
    "foot": ("foot", (6.0, 0.0, -3.2), 3.2),
    "heel": ("foot", (-3.6, 0.0, -3.6), 3.0),
    "toes": ("toes", (2.0, 0.0, -0.4), 1.4),
    "hand": ("hand", (0.2, 0.0, -7.6), 1.5),
    "hip": ("pelvis", (-1.0, 7.5, 6.0), 8.5),
    "buttock": ("pelvis", (-4.0, 7.0, -2.0), 8.6),
    "shoulder": ("thorax", (-0.8, 15.5, 25.0), 5.4),
    "chest": ("thorax", (2.6, 0.0, 15.0), 8.2),
    "belly": ("lumbar", (1.6, 0.0, 4.0), 8.4),
    "lower back": ("lumbar", (0.0, 0.0, 3.0), 7.4),
    "head": ("head", (0.4, 0.0, 10.2), 9.0),
}


def body_point(frames: Skeleton, target: str, relation: str, side: str) -> tuple[Vector, Vector, Vector]:
    """Return a point on the skin of a part of the body, the direction outwards, and that of its axis."""
    own, _, kind = target.partition(" ")
    if own not in SIGN:
        own, kind = "", target
    lateral = SIGN.get(own, 0.0)
    if kind in _PLACES:
        frame, at, wide, deep = _PLACES[kind]
        segment = frames[f"{own} {frame}"]
        out: Vector = {
            "behind": (-1.0, 0.0, 0.0),
            "under": (-1.0, 0.0, 0.0),
            "inside": (0.0, -lateral, 0.0),
            "outside": (0.0, lateral, 0.0),
        }.get(relation, (1.0, 0.0, 0.0))
        # Two hands on one limb lie side by side.
        beside = (
            SIGN[side] * 2.6
            if relation in ("behind", "under", "around", "round", "on", "holding", "at") and own != side
            else 0.0
        )
        radius = deep if out[0] else wide
        if kind == "thigh" and relation in ("behind", "under"):
            at -= 5.0  # close to the knee, where legs are held
        point = segment.at(
            (out[0] * radius, out[1] * radius, at + (beside if relation in ("behind", "under") else 0.0))
        )
        return point, turned(segment.turn, out), axis(segment.turn, 2)
    frame, middle, radius = _FIXED[kind]
    sided = frame in ("foot", "toes", "hand")
    segment = frames[f"{own} {frame}" if sided else frame]
    x, y, z = middle
    if not sided and kind in ("hip", "buttock", "shoulder"):
        y *= lateral
    if kind in ("head", "chest", "belly", "lower back"):
        y = SIGN[side] * (4.0 if kind != "head" else 6.0)
    forward = {"behind": -1.0, "under": -1.0}.get(relation, 1.0)
    if kind in ("foot", "toes"):
        out = (0.35, 0.0, 0.94) if forward > 0 else (0.0, 0.0, -1.0)
    elif kind == "heel":
        out = (-1.0, 0.0, 0.0)
    elif kind == "hip":
        out = unit((0.35, lateral, 0.1))
    elif kind == "shoulder":
        out = unit((0.6 * forward, 0.3 * lateral, 0.75))
    elif kind in ("buttock", "lower back"):
        out = (-1.0, 0.0, 0.0)
    elif kind == "head":
        out = unit((-0.9 if relation in ("behind", "under") else 0.1, SIGN[side] * 0.45, 0.1))
    else:
        out = (forward, 0.0, 0.0)
    point = segment.at((x + out[0] * radius, y + out[1] * radius, z + out[2] * radius))
    return point, turned(segment.turn, out), axis(segment.turn, 2)
