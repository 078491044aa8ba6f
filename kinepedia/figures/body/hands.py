"""Brings hands to what they touch, by the inverse kinematics of limbs with two bones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinepedia.figures.body.kinematics import arm, nearer, reach_arm, turn_hand
from kinepedia.figures.body.points import spot
from kinepedia.figures.body.proportions import FOREARM, SIGN, UPPER_ARM
from kinepedia.figures.body.skin import body_point
from kinepedia.figures.body.vector import (
    Matrix,
    Vector,
    across,
    add,
    along,
    axes,
    axis,
    cross,
    dot,
    length,
    mix,
    scale,
    sub,
    turned,
    unit,
)

if TYPE_CHECKING:
    from kinepedia.figures.body.kinematics import Skeleton

_UP: Vector = (0.0, 0.0, 1.0)
PALM: Vector = (0.2, 0.0, -7.6)
"""The middle of the palm, in the frame of a hand."""

_TIPS: Vector = (0.0, 0.0, -16.6)
_KNUCKLES: Vector = (0.0, 0.0, -8.5)
_THICK = 1.5
_BLADE = 9.0  # centimetres that a shoulder blade may add to the reach of an arm


def touching_point(*, tips: bool, fist: bool) -> Vector:
    """Return the point of a hand that touches a surface: its palm, its fingertips or its knuckles."""
    return _TIPS if tips else _KNUCKLES if fist else PALM


def hand_to_floor(
    angles: dict[str, float],
    frames: Skeleton,
    side: str,
    height: float,
    *,
    point: Vector = PALM,
    kept: Vector | None = None,
) -> float:
    """Put a point of a hand on a level surface, below where its wrist is, or where it was `kept`.

    Returns what is missing, in cm.
    """
    hand = frames[f"{side} hand"]
    ahead = _ahead(frames, side)
    if point == PALM:
        turn, radius = hand_turn(ahead, _UP, SIGN[side]), _THICK
    else:  # the fingers come nearly from above
        down = unit((ahead[0] * 0.45, ahead[1] * 0.45, -0.9))
        turn, radius = hand_turn(down, unit(across(_UP, down), ahead), SIGN[side]), 1.6
    offset = turned(turn, point)
    at = kept or add(hand.origin, offset)
    wrist = sub((at[0], at[1], height + radius), offset)
    if kept is None:
        wrist = nearer(frames[f"{side} upper arm"].origin, wrist, UPPER_ARM + FOREARM)
    return _bring_hand(angles, frames, side, turn, point, add(wrist, offset))


def _ahead(frames: Skeleton, side: str) -> Vector:
    """Return where fingers on the ground point: to the head or, if that is up, where the chest faces.

    Below a chest that faces up, as in a back-bend, they point to the feet.
    """
    thorax = frames["thorax"].turn
    to_head = across(axis(thorax, 2), _UP)
    upwards = axis(thorax, 0)[2]
    raised = dot(sub(frames[f"{side} hand"].origin, frames[f"{side} upper arm"].origin), to_head) > 0.0
    if upwards > 0.3 and raised:
        return unit(to_head) if length(to_head) < 0.1 else scale(unit(to_head), -1.0)
    if length(to_head) > 0.7 and upwards < 0.3:
        return unit(to_head)
    return unit(across(axis(thorax, 0), _UP), unit(to_head))


def hand_rest(angles: dict[str, float], frames: Skeleton, side: str, low: float) -> None:
    """Move a hand that is near the ground on to it."""
    hand = frames[f"{side} hand"]
    reach_arm(angles, frames, side, along(hand.origin, _UP, -low))
    turn_hand(angles, frames, side, hand.turn)
    names = (f"{side} hand", f"{side} fingertips", f"{side} wrist")
    left = min(spot(frames, name)[0][2] - spot(frames, name)[1] for name in names)
    if abs(left) > 0.05:
        reach_arm(angles, frames, side, along(frames[f"{side} hand"].origin, _UP, -left))
        turn_hand(angles, frames, side, hand.turn)


def forearm_to_floor(angles: dict[str, float], frames: Skeleton, side: str, height: float) -> float:
    """Put elbow and forearm on a level surface; the forearm keeps its direction from above."""
    sign = SIGN[side]
    shoulder = frames[f"{side} upper arm"].origin
    drop = shoulder[2] - height - 3.4
    missing = max(0.0, abs(drop) - UPPER_ARM)
    # So that there is a root below: what cannot be reached is told by `missing`, and comes as near as it can.
    drop = max(-UPPER_ARM + 1e-6, min(drop, UPPER_ARM - 1e-6))
    ahead = unit(across(scale(axis(frames[f"{side} forearm"].turn, 2), -1.0), _UP), (1.0, 0.0, 0.0))
    # The elbow goes where the arm already points to, at the height of the surface.
    out = across(scale(axis(frames[f"{side} upper arm"].turn, 2), -1.0), _UP)
    level = (UPPER_ARM**2 - drop**2) ** 0.5
    elbow = add(shoulder, add(scale(_UP, -drop), scale(unit(out, ahead), level)))
    wrist = along(elbow, ahead, FOREARM)
    wrist = (wrist[0], wrist[1], height + 2.2)
    reach_arm(angles, frames, side, wrist, pole=sub(elbow, mix(shoulder, wrist, 0.5)))
    turn_hand(angles, frames, side, hand_turn(ahead, _UP, sign))
    return missing


def hand_to_wall(
    angles: dict[str, float], frames: Skeleton, side: str, x: float, facing: float, kept: Vector | None = None
) -> float:
    """Put a palm flat on a wall, fingers up. Returns what is missing, in cm."""
    away: Vector = (facing, 0.0, 0.0)
    turn = hand_turn(_UP, away, SIGN[side])
    at = kept or along(frames[f"{side} hand"].origin, _UP, -PALM[2])
    return _bring_hand(angles, frames, side, turn, PALM, (x + facing * _THICK, at[1], at[2]))


def hand_to_bar(angles: dict[str, float], frames: Skeleton, side: str, bar: Vector) -> float:
    """Close a hand round a bar."""
    at = frames[f"{side} hand"].at((0.0, 0.0, -6.0))
    turn = frames[f"{side} hand"].turn
    return _bring_hand(angles, frames, side, turn, (0.0, 0.0, -6.0), (bar[0], at[1], bar[2]))


def hand_towards(angles: dict[str, float], frames: Skeleton, side: str, target: str) -> None:
    """Hold out a hand to a part of the body that it holds by a strap, with a soft elbow."""
    point, _, _ = body_point(frames, target, "under", side)
    shoulder = frames[f"{side} upper arm"].origin
    way = sub(point, shoulder)
    far = min(0.86 * (UPPER_ARM + FOREARM), 0.62 * length(way))
    thorax = frames["thorax"].turn
    down = scale(axis(thorax, 0), -1.0)
    beside = scale(axis(thorax, 1), SIGN[side])
    _reach_above_ground(angles, frames, side, along(shoulder, unit(way), far), add(down, scale(beside, 0.5)))
    fingers = scale(axis(frames[f"{side} forearm"].turn, 2), -1.0)
    back = across(scale(beside, 1.0), unit(fingers))
    turn_hand(angles, frames, side, hand_turn(fingers, unit(back, (0.0, 0.0, 1.0)), SIGN[side]))


def hand_to_body(angles: dict[str, float], frames: Skeleton, side: str, relation: str, target: str) -> float:
    """Put a palm on a part of the body. Returns what is missing, in cm."""
    point, out, core = body_point(frames, target, relation, side)
    sign = SIGN[side]
    goal = along(point, out, _THICK)
    shoulder = frames[f"{side} upper arm"].origin
    way = unit(across(sub(goal, shoulder), out), across(core, out))
    if relation in ("behind", "under") and length(across(core, out)) > 0.3:
        # Hands that hold a limb from behind lie across it.
        beside = unit(cross(core, out))
        inward = beside if dot(beside, sub(goal, shoulder)) > 0 else scale(beside, -1.0)
        way = unit(add(scale(inward, 0.95), scale(way, 0.25)))
    # Hands that hold a limb do so with their fingers.
    hold = (0.2, 0.0, -11.0) if relation in ("behind", "under", "around", "round") else PALM
    turn = hand_turn(way, out, sign)
    pole = _elbow_way(frames, target, side)
    missing = _bring_hand(angles, frames, side, turn, hold, goal, pole)
    if missing > 0.2 and target.endswith("thigh") and hold != PALM:
        near = goal
        for further in (3.0, 6.0, 9.0, 12.0):  # it may hold the thigh nearer to the hip
            goal = along(along(near, core, further), out, further * 0.08)
            missing = _bring_hand(angles, frames, side, turn, hold, goal, pole)
            if missing <= 0.2:
                return missing
    if missing > 0.2 and hold != PALM:
        for at in (-13.5, -16.0):  # it holds by its fingertips
            hold = (0.2, 0.0, at)
            missing = _bring_hand(angles, frames, side, turn, hold, goal, pole)
            if missing <= 0.2:
                return missing
    if missing > 0.2:  # a hand that can only just reach it lies in line with its arm
        shoulder = frames[f"{side} upper arm"].origin
        straight = unit(across(sub(goal, shoulder), out), way)
        turn = hand_turn(straight, out, sign)
        missing = _bring_hand(angles, frames, side, turn, hold, goal, pole)
    return missing


def _reach_above_ground(
    angles: dict[str, float], frames: Skeleton, side: str, wrist: Vector, pole: Vector | None
) -> float:
    """Bring a wrist to a point; an elbow that would be below the ground points to the side, or up."""
    beside = scale(axis(frames["thorax"].turn, 1), SIGN[side])
    missing = reach_arm(angles, frames, side, wrist, pole)
    for raised in (0.0, 0.5, 2.0):
        elbow, radius = spot(frames, f"{side} elbow")
        if elbow[2] - radius > -1.0:
            break
        missing = reach_arm(angles, frames, side, wrist, add(beside, scale(_UP, raised)))
    return missing


def _elbow_way(frames: Skeleton, target: str, side: str) -> Vector | None:
    """Return where the elbow of a hand on the trunk or the head points: out to the side. None elsewhere."""
    kind = target.rsplit(maxsplit=1)[-1]
    thorax = frames["thorax"].turn
    if kind in ("thigh", "knee", "shin", "calf"):
        return add(scale(axis(thorax, 1), SIGN[side]), scale(axis(thorax, 0), -0.9))
    if kind in ("shoulder", "arm"):
        return add(scale(axis(thorax, 2), -1.0), scale(axis(thorax, 0), 0.7))
    if kind not in ("hip", "chest", "belly", "head", "back", "buttock"):
        return None
    return add(scale(axis(thorax, 1), SIGN[side]), scale(axis(thorax, 0), -0.35))


def hand_to_rail(angles: dict[str, float], frames: Skeleton, side: str, at: Vector) -> float:
    """Close a hand round a level rail."""
    turn = hand_turn((0.8, 0.0, -0.6), (0.6, 0.0, 0.8), SIGN[side])
    return _bring_hand(angles, frames, side, turn, (0.0, 0.0, -6.0), at)


def _bring_hand(
    angles: dict[str, float],
    frames: Skeleton,
    side: str,
    turn: Matrix,
    point: Vector,
    wanted: Vector,
    pole: Vector | None = None,
) -> float:
    """Turn a hand as given, and bring one of its points to a place. Returns what is missing, in cm."""
    wrist = sub(wanted, turned(turn, point))
    missing = _reach_above_ground(angles, frames, side, wrist, pole)
    if missing > 0.2:  # then the shoulder blade helps
        thorax = frames["thorax"].turn
        way = unit(sub(wrist, frames[f"{side} upper arm"].origin))
        angles[f"{side} shoulder protraction"] = max(0.0, dot(way, axis(thorax, 0))) * _BLADE
        angles[f"{side} shoulder elevation"] = max(-0.8, min(1.0, dot(way, axis(thorax, 2)))) * _BLADE * 0.7
        arm(angles, frames, side)
        missing = _reach_above_ground(angles, frames, side, wrist, pole)
    turn_hand(angles, frames, side, turn)
    return missing


def hand_turn(fingers: Vector, back: Vector, sign: float) -> Matrix:
    """Return how a hand is turned whose fingers and whose back of the hand point in these directions."""
    z = scale(unit(fingers), -1.0)
    # The back of a hand is its y axis on the left and the opposite on the right: frames of both sides are
    # turned alike, and only what hangs in them is mirrored.
    y = scale(unit(across(back, z), (0.0, 1.0, 0.0)), sign)
    return axes(cross(y, z), y, z)
