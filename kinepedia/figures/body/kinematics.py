"""Forward kinematics: where every segment is, from the angles of the joints.

Angles are in degrees, in the terms of clinicians: 0 everywhere is standing upright with hanging arms, thumbs
in front. At hip and shoulder, flexion comes first, abduction is about the axis that this has turned, and
rotation is about the limb: the order of E. S. Grood and W. J. Suntay (1983, doi:10.1115/1.3138397).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import acos, asin, atan2, cos, degrees, hypot, sin
from typing import NamedTuple

from kinepedia.figures.body.proportions import (
    ANKLE,
    BALL,
    FOREARM,
    HEAD,
    HIP,
    LUMBAR,
    MASSES,
    NECK,
    SHANK,
    SHOULDER,
    SIDES,
    SIGN,
    THIGH,
    THORACIC,
    UPPER_ARM,
)
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
    inverse,
    length,
    mix,
    place,
    scale,
    sub,
    times,
    turn_x,
    turn_y,
    turn_z,
    turned,
    unit,
)

Angles = Mapping[str, float]
"""Degrees by the names of movements, such as "left hip flexion" or "lower back rotation"; 0 if absent."""


class Frame(NamedTuple):
    """Where a segment's upper joint is, and how the segment is turned."""

    origin: Vector
    turn: Matrix

    def at(self, point: Vector) -> Vector:
        """Return where a point of this segment is in the world."""
        return place(self.origin, self.turn, point)


Get = Callable[[str, float], float]
"""Looks up an angle by its name; the second value is what it is if it is absent."""

Skeleton = dict[str, Frame]
"""The frames of all segments by their names, such as "pelvis" or "left thigh"."""

# Flexion of the spine bends the lower part more; rotation happens nearly only in the upper part
# (A. A. White and M. M. Panjabi, Clinical Biomechanics of the Spine, 2nd edition, 1990).
_SHOULDER_RISE = 5.0  # centimetres that the joint has risen when the arm points up
_SHOULDER_IN = 3.0


def skeleton(angles: Angles, root: Frame) -> Skeleton:
    """Return the frames of all segments; `root` is the pelvis, whose origin is between the hips."""
    get = angles.get
    frames: Skeleton = {"pelvis": root}
    tilt = get("pelvis tilt", 0.0)  # to the front; the lower back and the hips make up for it
    lumbar = times(root.turn, _spine(get, "lower back", -tilt))
    frames["lumbar"] = Frame(place(root.origin, root.turn, LUMBAR), lumbar)
    thorax = times(lumbar, _spine(get, "upper back", 0.0))
    frames["thorax"] = Frame(place(frames["lumbar"].origin, lumbar, THORACIC), thorax)
    half = _spine(get, "neck", 0.0, 0.5)
    neck = times(thorax, half)
    frames["neck"] = Frame(place(frames["thorax"].origin, thorax, NECK), neck)
    frames["head"] = Frame(place(frames["neck"].origin, neck, HEAD), times(neck, half))
    for side in SIDES:
        leg(angles, frames, side)
        arm(angles, frames, side)
    return frames


def leg(angles: Angles, frames: Skeleton, side: str) -> None:
    """Put the frames of one leg into `frames`, which has its pelvis."""
    get, sign, pelvis = angles.get, SIGN[side], frames["pelvis"]
    thigh = times(pelvis.turn, _ball_joint(get, f"{side} hip", sign, get("pelvis tilt", 0.0)))
    hip = place(pelvis.origin, pelvis.turn, (HIP[0], sign * HIP[1], HIP[2]))
    knee = along(hip, axis(thigh, 2), -THIGH)
    # About y, which points to the left on both sides, so that flexion needs no sign. A knee bends back where
    # hip, elbow and ankle bend forward: hence the minus of the others.
    shank = times(thigh, turn_y(get(f"{side} knee flexion", 0.0)))
    ankle = along(knee, axis(shank, 2), -SHANK)
    foot = times(shank, turn_y(-get(f"{side} ankle dorsiflexion", 0.0)))
    inversion, turn = get(f"{side} ankle inversion", 0.0), get(f"{side} ankle turn", 0.0)
    if inversion or turn:
        # What turns about x or z is mirrored on the right side, and has its sign.
        foot = times(foot, times(turn_x(sign * inversion), turn_z(sign * turn)))
    toes = get(f"{side} toes extension", 0.0)
    frames[f"{side} thigh"] = Frame(hip, thigh)
    frames[f"{side} shank"] = Frame(knee, shank)
    frames[f"{side} foot"] = Frame(ankle, foot)
    frames[f"{side} toes"] = Frame(place(ankle, foot, BALL), times(foot, turn_y(-toes)) if toes else foot)


def arm(angles: Angles, frames: Skeleton, side: str) -> None:
    """Put the frames of one arm into `frames`, which has its thorax."""
    get, sign, thorax = angles.get, SIGN[side], frames["thorax"]
    upper = times(thorax.turn, _ball_joint(get, f"{side} shoulder", sign, 0.0))
    shoulder = shoulder_of(
        thorax,
        scale(axis(upper, 2), -1.0),
        sign,
        get(f"{side} shoulder elevation", 0.0),
        get(f"{side} shoulder protraction", 0.0),
    )
    elbow = along(shoulder, axis(upper, 2), -UPPER_ARM)
    fore = times(upper, turn_y(-get(f"{side} elbow flexion", 0.0)))
    turn = get(f"{side} forearm supination", 0.0)
    if turn:
        fore = times(fore, turn_z(sign * turn))
    wrist = along(elbow, axis(fore, 2), -FOREARM)
    hand = times(fore, turn_x(sign * get(f"{side} wrist extension", 0.0)))
    deviation = get(f"{side} wrist deviation", 0.0)
    if deviation:
        hand = times(hand, turn_y(-deviation))
    frames[f"{side} upper arm"] = Frame(shoulder, upper)
    frames[f"{side} forearm"] = Frame(elbow, fore)
    frames[f"{side} hand"] = Frame(wrist, hand)


def shoulder_of(
    thorax: Frame, direction: Vector, sign: float, elevation: float = 0.0, protraction: float = 0.0
) -> Vector:
    """Return where a shoulder is while its upper arm points in a direction (of length 1).

    The shoulder blade follows the arm: the joint rises and comes in as the arm does. `elevation` and
    `protraction` are how far it is moved up and to the front besides, in centimetres.
    """
    raised = 0.5 + 0.5 * dot(direction, axis(thorax.turn, 2))
    raised *= raised
    forward = dot(direction, axis(thorax.turn, 0))
    return place(
        thorax.origin,
        thorax.turn,
        (
            SHOULDER[0] + 2.0 * forward + protraction,
            sign * (SHOULDER[1] - _SHOULDER_IN * raised),
            SHOULDER[2] + _SHOULDER_RISE * raised + elevation,
        ),
    )


def reach_leg(
    angles: dict[str, float], frames: Skeleton, side: str, ankle: Vector, pole: Vector | None = None
) -> float:
    """Turn a leg so that its ankle comes to a point; `pole` is where the knee shall point to.

    Without it, the knee points where it points now. Changes `angles` and `frames`, and returns how many
    centimetres are missing.
    """
    sign, pelvis = SIGN[side], frames["pelvis"]
    hip, old = frames[f"{side} thigh"]
    direction, pole, first, bend, missing = _two_bones(hip, ankle, pole or axis(old, 0), THIGH, SHANK)
    z = scale(add(scale(direction, cos(first)), scale(pole, sin(first))), -1.0)
    # A straight leg has no plane in which it bends: it stays turned as it was.
    x = unit(across(pole if abs(first) > 1e-6 else axis(old, 0), z), pole)
    turn = axes(x, cross(z, x), z)
    tilt = angles.get("pelvis tilt", 0.0)
    flexion, abduction, rotation = _taken_apart(times(inverse(pelvis.turn), turn), sign)
    angles[f"{side} hip flexion"] = flexion - tilt
    angles[f"{side} hip abduction"] = abduction
    angles[f"{side} hip rotation"] = rotation
    angles[f"{side} knee flexion"] = bend
    leg(angles, frames, side)
    return missing


def reach_arm(
    angles: dict[str, float], frames: Skeleton, side: str, wrist: Vector, pole: Vector | None = None
) -> float:
    """Turn an arm so that its wrist comes to a point; `pole` is where the elbow shall point to.

    Without it, the elbow points where it points now. Changes `angles` and `frames`, and returns how many
    centimetres are missing.
    """
    sign, thorax = SIGN[side], frames["thorax"]
    elevation = angles.get(f"{side} shoulder elevation", 0.0)
    protraction = angles.get(f"{side} shoulder protraction", 0.0)
    shoulder, old = frames[f"{side} upper arm"]
    pole = pole or scale(axis(old, 0), -1.0)
    step, before = 1.0, 1e9
    # Counted, because nothing proves that it always settles.
    for attempt in range(120):  # the shoulder follows the arm, which changes where the arm has to point
        direction, out, first, bend, missing = _two_bones(shoulder, wrist, pole, UPPER_ARM, FOREARM)
        upper = add(scale(direction, cos(first)), scale(out, sin(first)))
        moved = shoulder_of(thorax, upper, sign, elevation, protraction)
        change = length(sub(moved, shoulder))
        if change < 1e-3:
            break
        # A shorter step each time, so that what swings between two places ends between them.
        if change > 0.7 * before:  # it swings to and fro
            step *= 0.6
        before = change
        shoulder = mix(shoulder, moved, step)
        if attempt == 60:  # the pole lies along the arm and decides nothing: the elbow stays on its side
            pole, step, before = out, 1.0, 1e9
    z = scale(upper, -1.0)
    x = unit(across(scale(out, -1.0), z), scale(out, -1.0))
    turn = axes(x, cross(z, x), z)
    flexion, abduction, rotation = _taken_apart(times(inverse(thorax.turn), turn), sign)
    angles[f"{side} shoulder flexion"] = flexion
    angles[f"{side} shoulder abduction"] = abduction
    angles[f"{side} shoulder rotation"] = rotation
    angles[f"{side} elbow flexion"] = bend
    arm(angles, frames, side)
    return missing


def turn_foot(angles: dict[str, float], frames: Skeleton, side: str, turn: Matrix) -> None:
    """Turn a foot as given in the world, by changing the angles of its ankle."""
    sign = SIGN[side]
    rest = times(inverse(frames[f"{side} shank"].turn), turn)
    dorsiflexion, inversion, out = _taken_apart(rest, sign)
    angles[f"{side} ankle dorsiflexion"] = dorsiflexion
    angles[f"{side} ankle inversion"] = inversion
    angles[f"{side} ankle turn"] = out
    leg(angles, frames, side)


def turn_hand(angles: dict[str, float], frames: Skeleton, side: str, turn: Matrix) -> None:
    """Turn a hand as given in the world, by changing the angles of forearm and wrist."""
    sign = SIGN[side]
    elbow = times(frames[f"{side} upper arm"].turn, turn_y(-angles.get(f"{side} elbow flexion", 0.0)))
    # A turn about z, then x, then y, as `arm` puts it together; taken apart in the same order.
    r = times(inverse(elbow), turn)
    if abs(r[7]) < 1.0 - 1e-9:
        supination, deviation = atan2(-r[1], r[4]), atan2(-r[6], r[8])
    else:  # bent by a right angle, the wrist turns about the same axis as the forearm
        supination, deviation = atan2(r[3], r[0]), 0.0
    angles[f"{side} forearm supination"] = sign * degrees(supination)
    angles[f"{side} wrist extension"] = sign * degrees(asin(max(-1.0, min(1.0, r[7]))))
    angles[f"{side} wrist deviation"] = -degrees(deviation)
    arm(angles, frames, side)


def centre_of_mass(frames: Skeleton) -> Vector:
    """Return the centre of mass of the whole body."""
    total: Vector = (0.0, 0.0, 0.0)
    for name, start, end in (
        ("pelvis", frames["pelvis"].origin, frames["lumbar"].origin),
        ("lumbar", frames["lumbar"].origin, frames["thorax"].origin),
        ("thorax", frames["thorax"].origin, frames["neck"].origin),
        ("head", frames["neck"].origin, frames["head"].at((0.5, 0.0, 14.0))),
    ):
        total = _with_mass(total, name, start, end)
    for side in SIDES:
        for name, start, end in (
            ("thigh", frames[f"{side} thigh"].origin, frames[f"{side} shank"].origin),
            ("shank", frames[f"{side} shank"].origin, frames[f"{side} foot"].origin),
            ("foot", frames[f"{side} foot"].at((-4.0, 0.0, -ANKLE / 2)), frames[f"{side} toes"].origin),
            ("upper arm", frames[f"{side} upper arm"].origin, frames[f"{side} forearm"].origin),
            ("forearm", frames[f"{side} forearm"].origin, frames[f"{side} hand"].origin),
            ("hand", frames[f"{side} hand"].origin, frames[f"{side} hand"].at((0.0, 0.0, -16.0))),
        ):
            total = _with_mass(total, name, start, end)
    return total


def _with_mass(total: Vector, name: str, start: Vector, end: Vector) -> Vector:
    """Return `total` with the share of one segment that reaches from start to end."""
    mass = MASSES[name]
    return add(total, scale(add(start, scale(sub(end, start), mass.along)), mass.part))


def _spine(get: Get, part: str, more: float, share: float = 1.0) -> Matrix:
    """Return the rotation of one part of the spine; flexion first, then side bend, then rotation."""
    flexion = (get(f"{part} flexion", 0.0) + more) * share
    bend = get(f"{part} side bend", 0.0) * share
    rotation = get(f"{part} rotation", 0.0) * share
    turn = turn_y(flexion)
    if bend:
        turn = times(turn, turn_x(bend))
    return times(turn, turn_z(rotation)) if rotation else turn


def _ball_joint(get: Get, joint: str, sign: float, more: float) -> Matrix:
    turn = turn_y(-(get(f"{joint} flexion", 0.0) + more))
    abduction, rotation = get(f"{joint} abduction", 0.0), get(f"{joint} rotation", 0.0)
    if abduction:
        turn = times(turn, turn_x(sign * abduction))
    return times(turn, turn_z(sign * rotation)) if rotation else turn


def _taken_apart(r: Matrix, sign: float) -> tuple[float, float, float]:
    """Return flexion, abduction and outward rotation of which a rotation is made."""
    # A turn about y, then x, then z, as in `_ball_joint`. Rounding can bring its sine a little beyond 1.
    b = asin(max(-1.0, min(1.0, -r[5])))
    # At a right angle, first and last turn about the same axis (gimbal lock): all
    # of it is given to the first.
    if abs(r[5]) < 1.0 - 1e-9:
        a, c = atan2(r[2], r[8]), atan2(r[3], r[4])
    else:
        a, c = atan2(-r[6], r[0]), 0.0
    return -degrees(a), sign * degrees(b), sign * degrees(c)


def _two_bones(
    start: Vector, end: Vector, pole: Vector, first: float, second: float
) -> tuple[Vector, Vector, float, float, float]:
    """Solve a limb of two bones by the law of cosines.

    Returns the direction from start to end, the direction at right angles in which the middle joint goes,
    the angle (radians) between the first bone and the direction to the end, the bend of the middle joint
    in degrees, and by how many centimetres the limb is too short (or, folded, too long).
    """
    way = sub(end, start)
    distance = hypot(*way)
    direction = unit(way, (0.0, 0.0, -1.0))
    out = across(pole, direction)
    # Where the pole lies along the limb, any direction across will do; a fixed one
    # gives the same picture each time.
    out = unit(out, unit(cross(direction, (0.0, 1.0, 0.0)), (1.0, 0.0, 0.0)))
    longest, shortest = first + second, abs(first - second) + 1e-6
    # Then the three sides make a triangle, and both angles below exist.
    reached = max(shortest, min(longest, distance))
    missing = abs(distance - reached)
    angle = acos(max(-1.0, min(1.0, (first**2 + reached**2 - second**2) / (2 * first * reached))))
    inner = acos(max(-1.0, min(1.0, (first**2 + second**2 - reached**2) / (2 * first * second))))
    return direction, out, angle, 180.0 - degrees(inner), missing


def rolled(frame: Frame, pivot: Vector, degrees_: float) -> Frame:
    """Return a frame, turned about the world's y axis through a pivot."""
    turn = turn_y(degrees_)
    return Frame(add(pivot, turned(turn, sub(frame.origin, pivot))), times(turn, frame.turn))


def nearer(start: Vector, end: Vector, limb: float) -> Vector:
    """Return a point at the same height as `end` that a limb can reach, if there is one."""
    drop = end[2] - start[2]
    level = across(sub(end, start), (0.0, 0.0, 1.0))
    far, longest = length(level), limb * 0.9995
    if far * far + drop * drop <= longest * longest:
        return end
    if abs(drop) >= longest:
        return (start[0], start[1], end[2])
    return add((start[0], start[1], end[2]), scale(level, (longest * longest - drop * drop) ** 0.5 / far))
