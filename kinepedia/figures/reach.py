"""Brings hands, feet and knees to what they touch, by the inverse kinematics of limbs with two bones."""

from __future__ import annotations

from math import asin, cos, degrees, radians, sin
from typing import TYPE_CHECKING

from kinepedia.figures.body import ANKLE, FOREARM, SHANK, SIGN, THIGH, UPPER_ARM
from kinepedia.figures.kinematics import arm, leg, reach_arm, reach_leg, turn_foot, turn_hand
from kinepedia.figures.points import spot
from kinepedia.figures.vector import (
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
    from kinepedia.figures.kinematics import Skeleton

_UP: Vector = (0.0, 0.0, 1.0)
PALM: Vector = (0.2, 0.0, -7.6)
"""The middle of the palm, in the frame of a hand."""

_TIPS: Vector = (0.0, 0.0, -16.6)
_KNUCKLES: Vector = (0.0, 0.0, -8.5)
_THICK = 1.5
_BLADE = 9.0  # centimetres that a shoulder blade may add to the reach of an arm

_FEET = {"foot": None, "heel": "heel", "toes": "ball", "instep": "instep"}


def again(angles: dict[str, float], frames: Skeleton, side: str) -> None:
    """Take new angles of a leg into account."""
    leg(angles, frames, side)


# --- hands -------------------------------------------------------------------------------------------------


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
    ahead = _ahead(frames)
    if point == PALM:
        turn, radius = hand_turn(ahead, _UP, SIGN[side]), _THICK
    else:  # the fingers come nearly from above
        down = unit((ahead[0] * 0.45, ahead[1] * 0.45, -0.9))
        turn, radius = hand_turn(down, unit(across(_UP, down), ahead), SIGN[side]), 1.6
    offset = turned(turn, point)
    at = kept or add(hand.origin, offset)
    wrist = sub((at[0], at[1], height + radius), offset)
    if kept is None:
        wrist = _nearer(frames[f"{side} upper arm"].origin, wrist, UPPER_ARM + FOREARM)
    return _bring_hand(angles, frames, side, turn, point, add(wrist, offset))


def _ahead(frames: Skeleton) -> Vector:
    """Return where fingers on the ground point: to the head or, if that is up, where the chest faces."""
    thorax = frames["thorax"].turn
    to_head = across(axis(thorax, 2), _UP)
    if length(to_head) > 0.7 and axis(thorax, 0)[2] < 0.3:
        return unit(to_head)
    return unit(across(axis(thorax, 0), _UP), unit(to_head))


def _nearer(start: Vector, end: Vector, limb: float) -> Vector:
    """Return a point at the same height as `end` that a limb can reach, if there is one."""
    drop = end[2] - start[2]
    level = across(sub(end, start), _UP)
    far, longest = length(level), limb * 0.9995
    if far * far + drop * drop <= longest * longest:
        return end
    if abs(drop) >= longest:
        return (start[0], start[1], end[2])
    return add((start[0], start[1], end[2]), scale(level, (longest * longest - drop * drop) ** 0.5 / far))


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
    missing = max(0.0, drop - UPPER_ARM)
    drop = min(drop, UPPER_ARM - 1e-6)
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
    if missing > 0.2 and hold != PALM:
        for at in (-13.5, -16.0):  # it holds by its fingertips
            hold = (0.2, 0.0, at)
            missing = _bring_hand(angles, frames, side, turn, hold, goal, pole)
            if missing <= 0.2:
                return missing
    if missing > 0.2:
        thorax = frames["thorax"].turn
        ahead = dot(unit(sub(goal, shoulder)), axis(thorax, 0))
        upwards = dot(unit(sub(goal, shoulder)), axis(thorax, 2))
        angles[f"{side} shoulder protraction"] = max(0.0, ahead) * _BLADE
        angles[f"{side} shoulder elevation"] = max(-0.8, min(1.0, upwards)) * _BLADE * 0.7
        arm(angles, frames, side)
        missing = _bring_hand(angles, frames, side, turn, hold, goal, pole)
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
    wrist = sub(wanted, turned(turn, point))
    missing = _reach_above_ground(angles, frames, side, wrist, pole)
    turn_hand(angles, frames, side, turn)
    return missing


def hand_turn(fingers: Vector, back: Vector, sign: float) -> Matrix:
    """Return how a hand is turned whose fingers and whose back of the hand point in these directions."""
    z = scale(unit(fingers), -1.0)
    y = scale(unit(across(back, z), (0.0, 1.0, 0.0)), sign)
    return axes(cross(y, z), y, z)


# --- feet --------------------------------------------------------------------------------------------------


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
        ankle = _nearer(hip, (at[0], at[1], height + ANKLE), THIGH + SHANK)
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
        missing = reach_leg(angles, frames, side, _nearer(frames[f"{side} thigh"].origin, at, THIGH + SHANK))
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
    name = {"toes": "tip", "heel": "heel"}.get(kind, "instep")
    missing = 0.0
    for _ in range(3):
        at, radius = spot(frames, f"{side} {name}")
        gap = x + facing * radius - at[0]
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


# --- places on the body ------------------------------------------------------------------------------------

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
