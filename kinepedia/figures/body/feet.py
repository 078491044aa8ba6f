"""Brings feet and knees to what they touch."""

from __future__ import annotations

from math import asin, cos, degrees, radians, sin
from typing import TYPE_CHECKING

from kinepedia.figures.body.kinematics import leg, nearer, reach_leg, turn_foot
from kinepedia.figures.body.points import spot
from kinepedia.figures.body.proportions import ANKLE, SHANK, SIGN, THIGH
from kinepedia.figures.body.skin import body_point
from kinepedia.figures.body.vector import (
    Vector,
    across,
    add,
    along,
    axes,
    axis,
    cross,
    length,
    scale,
    sub,
    unit,
)

if TYPE_CHECKING:
    from kinepedia.figures.body.kinematics import Skeleton

_UP: Vector = (0.0, 0.0, 1.0)


def foot_to_floor(
    angles: dict[str, float],
    frames: Skeleton,
    side: str,
    kind: str,
    height: float,
    kept: Vector | None = None,
) -> float:
    """Put a foot on a level surface, below or above where it is, or where it was `kept`.

    `kind` is what touches: the whole foot lies flat; heel, toes, instep and "rest" keep the foot's angle.
    Returns what is missing, in cm.
    """
    foot = frames[f"{side} foot"]
    shank = frames[f"{side} shank"].turn
    if kind == "foot":
        ahead = unit(across(axis(shank, 0), _UP), (1.0, 0.0, 0.0))
        if length(across(axis(shank, 0), _UP)) < 0.25:
            ahead = unit(across(axis(foot.turn, 0), _UP), ahead)
        turn = axes(ahead, cross(_UP, ahead), _UP)
        at = kept or foot.origin
        hip = frames[f"{side} thigh"].origin
        ankle = nearer(hip, (at[0], at[1], height + ANKLE), THIGH + SHANK)
        missing = reach_leg(angles, frames, side, ankle)
        turn_foot(angles, frames, side, turn)
        return missing
    missing = 0.0
    names = {
        "rest": ("heel", "ball", "tip"),
        "toes": ("ball",),
        "heel": ("heel",),
        "instep": ("instep",),
        "ankle": ("heel",),
    }[kind]
    held = foot.turn
    if kind == "toes":
        # The heel is up, and the toes lie flat.
        x = unit(across(axis(held, 0), _UP), (1.0, 0.0, 0.0))
        # Within asin's reach: rounding can make an axis a little longer than 1. As everywhere below.
        pitch = radians(max(25.0, min(75.0, degrees(asin(max(-1.0, min(1.0, -axis(held, 0)[2])))))))
        forward = add(scale(x, cos(pitch)), scale(_UP, -sin(pitch)))
        y = cross(_UP, x)
        held = axes(forward, y, cross(forward, y))
        angles[f"{side} toes extension"] = degrees(pitch)
    for _ in range(3):
        turn_foot(angles, frames, side, held)
        low = (
            min(spot(frames, f"{side} {name}")[0][2] - spot(frames, f"{side} {name}")[1] for name in names)
            - height
        )
        if abs(low) < 0.02:
            break
        at = along(frames[f"{side} foot"].origin, _UP, -low)
        if kept:
            at = (kept[0], kept[1], at[2])
        missing = reach_leg(angles, frames, side, nearer(frames[f"{side} thigh"].origin, at, THIGH + SHANK))
    turn_foot(angles, frames, side, held)
    return missing


def foot_to_wall(
    angles: dict[str, float], frames: Skeleton, side: str, kind: str, x: float, facing: float
) -> float:
    """Put a sole (or an instep, or a heel) on a wall, toes up. Returns what is missing, in cm."""
    away: Vector = (facing, 0.0, 0.0)
    foot = frames[f"{side} foot"]
    if kind == "foot":
        turn = axes(_UP, cross(away, _UP), away)
        at = foot.origin
        missing = reach_leg(angles, frames, side, (x + facing * 6.6, at[1], at[2]))
        turn_foot(angles, frames, side, turn)
        return missing
    missing = 0.0
    for _ in range(3):
        # Whatever end of the foot is nearest to the wall touches it.
        # As long as the foot keeps its turn, moving it by what is left is exact:
        # a second round finds nothing.
        ends = [spot(frames, f"{side} {name}") for name in ("heel", "ball", "tip", "instep")]
        gap = max((x - at[0]) * facing + radius for at, radius in ends) * facing
        if abs(gap) < 0.02:
            break
        missing = reach_leg(angles, frames, side, along(frames[f"{side} foot"].origin, (1.0, 0.0, 0.0), gap))
        turn_foot(angles, frames, side, foot.turn)
    return missing


def foot_to_body(
    angles: dict[str, float], frames: Skeleton, side: str, kind: str, relation: str, target: str
) -> float:
    """Put an ankle, a foot or a heel on a part of the body. Returns what is missing, in cm."""
    point, out, _ = body_point(frames, target, relation, side)
    thick = 3.6 if kind == "ankle" else 3.0
    goal = along(point, out, thick)
    foot = frames[f"{side} foot"]
    at = foot.origin if kind == "ankle" else spot(frames, f"{side} {'heel' if kind != 'toes' else 'ball'}")[0]
    pole = None
    if target.rsplit(maxsplit=1)[-1] in ("thigh", "knee"):  # the crossed knee falls out to its side
        pelvis = frames["pelvis"].turn
        pole = add(scale(axis(pelvis, 1), SIGN[side]), scale(axis(pelvis, 0), 0.35))
    return reach_leg(angles, frames, side, add(foot.origin, sub(goal, at)), pole)


def knee_to_floor(
    angles: dict[str, float], frames: Skeleton, side: str, height: float, *, tucked: bool
) -> float:
    """Swing a thigh until its knee touches a level surface, and the shank until the foot does."""
    key = f"{side} hip flexion"
    missing = 0.0
    thigh = frames[f"{side} thigh"]
    drop = thigh.origin[2] - height - 5.4
    missing = max(0.0, drop - THIGH)
    for _ in range(12):
        at, radius = spot(frames, f"{side} knee")
        low = at[2] - radius - height
        if abs(low) < 0.02:
            break
        lever = at[0] - frames[f"{side} thigh"].origin[0]
        # Flexion turns the thigh about the hip: it lifts what lies in front of it.
        step = degrees(-low / lever) if abs(lever) > 3.0 else (6.0 if low < 0 else -6.0)
        # Never by more than this: with a short lever, a step would swing far past the ground. It ends after
        # these rounds in any case.
        angles[key] = angles.get(key, 0.0) + max(-12.0, min(12.0, step))
        leg(angles, frames, side)
    shank_to_floor(angles, frames, side, height, tucked=tucked)
    return missing


def shank_to_floor(
    angles: dict[str, float], frames: Skeleton, side: str, height: float, *, tucked: bool
) -> float:
    """Bend a knee until the foot touches a level surface; its toes, if they are `tucked`.

    Returns what is missing, in cm.
    """
    key = f"{side} knee flexion"
    if tucked and f"{side} toes extension" not in angles:
        angles[f"{side} toes extension"], angles[f"{side} ankle dorsiflexion"] = 60.0, 12.0
        leg(angles, frames, side)
    low = 0.0
    names = (f"{side} ball", f"{side} tip") if tucked else (f"{side} instep", f"{side} tip")
    for _ in range(16):
        low = min(spot(frames, name)[0][2] - spot(frames, name)[1] for name in names) - height
        if abs(low) < 0.02:
            break
        lever = spot(frames, names[0])[0][0] - frames[f"{side} shank"].origin[0]
        step = degrees(low / lever) if abs(lever) > 3.0 else (12.0 if low < 0 else 0.0)
        angles[key] = angles.get(key, 0.0) + max(-12.0, min(12.0, step))
        leg(angles, frames, side)
    return abs(low) if abs(low) > 0.1 else 0.0
