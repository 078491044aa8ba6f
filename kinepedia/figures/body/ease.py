"""Lets limbs that end near the ground rest on it."""

from __future__ import annotations

from math import asin, atan2, degrees, hypot
from typing import TYPE_CHECKING

from kinepedia.figures.body import feet, hands
from kinepedia.figures.body.kinematics import Skeleton, arm, leg, skeleton
from kinepedia.figures.body.points import group, spot
from kinepedia.figures.body.rest import TOUCH, height_of, rests_of
from kinepedia.figures.body.vector import axis
from kinepedia.figures.faults import Fault
from kinepedia.figures.vocabulary import SURFACES
from kinepedia.problems import pose_rules

if TYPE_CHECKING:
    from kinepedia.figures.pose import Pose

NEAR = 8.0
"""So near to the ground, in centimetres, a limb rests on it."""

_LYING = 14.0  # so near to the ground, the hand of somebody who lies on the back does
_ARM_ENDS = ("hand", "fingertips", "forearm")
_DEEP = 40.0  # a limb of which the author said nothing is brought up from so far below the ground


def hang_arms(pose: Pose, angles: dict[str, float], frames: Skeleton) -> None:
    """Let arms of which nothing is said hang down from a trunk that leans forward."""
    up = axis(frames["thorax"].turn, 2)
    lean = degrees(atan2(up[0], up[2]))
    if pose.facing != "upright" or not 5.0 < lean < 130.0:
        return
    touching = {contact.part.split(" ")[0] for contact in pose.contacts if contact.part.endswith(_ARM_ENDS)}
    touching |= {end.split()[0] for strap in pose.straps for end in strap.ends}
    for side in ("left", "right"):
        key = f"{side} shoulder flexion"
        hangs = abs(angles.get(key, 0.0)) < 10.0 and key not in pose.stated
        if hangs and f"{side} shoulder abduction" not in pose.stated and side not in touching:
            # By as much as the trunk leans forward, flexion brings the arm back to hanging straight down.
            angles[key] = angles.get(key, 0.0) + lean
            arm(angles, frames, side)


def ease_leg(
    pose: Pose, angles: dict[str, float], frames: Skeleton, side: str, held: set[str], near: float
) -> list[Fault]:
    """Let a foot that is `near` the ground, in centimetres, rest on it."""
    kinds = ("foot", "heel", "toes", "instep", "ankle", "knee")
    if any(f"{side} {kind}" in held for kind in kinds):
        _flatten_toes(pose, angles, frames, side)
        return []
    low = _lowest(frames, (f"{side} heel", f"{side} ball", f"{side} tip"))
    free = bool({f"{side} {kind}" for kind in kinds} & pose.lifted)
    said = any(key in pose.stated for key in (f"{side} hip flexion", f"{side} knee flexion"))
    stands = any(name.endswith(("heel", "ball")) for rest in rests_of(pose) for name in group(rest))
    if stands and said and low > TOUCH:  # the author lifted it, and the other leg bears the body
        return []
    kneels = abs(height_of(frames, f"{side} knee")) < 1.0
    hinges = abs(axis(frames[f"{side} shank"].turn, 1)[2]) < 0.5  # its knee bends up and down
    if hinges and kneels and abs(low) > TOUCH and not free and low < 16.0:
        feet.shank_to_floor(angles, frames, side, 0.0, tucked=f"{side} toes extension" in angles)
    elif abs(low) > TOUCH and not free and (-1.6 * NEAR if said else -_DEEP) < low < (NEAR if said else near):
        up = axis(frames[f"{side} foot"].turn, 2)[2]
        flat = up > 0.82 and f"{side} ankle dorsiflexion" not in pose.stated
        feet.foot_to_floor(angles, frames, side, "foot" if flat else "rest", 0.0)
    elif low < -NEAR:
        return [_sunk(pose, side, "foot", low)]
    _flatten_toes(pose, angles, frames, side)
    return []


def _flatten_toes(pose: Pose, angles: dict[str, float], frames: Skeleton, side: str) -> None:
    """Bend toes that would be below the ground."""
    key = f"{side} toes extension"
    is_below = height_of(frames, f"{side} tip") < -TOUCH and abs(height_of(frames, f"{side} ball")) < 2.0
    if is_below and key not in pose.stated:
        x = axis(frames[f"{side} foot"].turn, 0)
        angles[key] = max(0.0, degrees(asin(max(-1.0, min(1.0, -x[2])))))
        leg(angles, frames, side)


def ease_arm(
    pose: Pose, angles: dict[str, float], frames: Skeleton, side: str, held: set[str]
) -> list[Fault]:
    """Let a hand that is near the ground rest on it."""
    kinds = ("hand", "fingertips", "forearm")
    if any(f"{side} {kind}" in held for kind in kinds) or {f"{side} hand"} & pose.lifted:
        return []
    names = (f"{side} hand", f"{side} fingertips", f"{side} wrist")
    low = _lowest(frames, names)
    near = _LYING if pose.facing == "up" else NEAR
    said = any(key in pose.stated for key in (f"{side} shoulder flexion", f"{side} elbow flexion"))
    if abs(low) > TOUCH and abs(low) < near:
        hands.hand_rest(angles, frames, side, low)
    elif -_DEEP < low < -NEAR and not said:
        hands.hand_to_floor(angles, frames, side, 0.0)
    elif low < -NEAR:
        return [_sunk(pose, side, "hand", low)]
    return []


def ease_head(pose: Pose, angles: dict[str, float], frames: Skeleton) -> None:
    """Let a head that is near the ground, or near what it lies on, rest on it."""
    if "neck flexion" in pose.stated or "neck side bend" in pose.stated:
        return
    ground = max((SURFACES.get(c.target, 0.0) for c in pose.contacts if c.part == "head"), default=0.0)
    # It ends after four steps, whatever is left: nothing was said of the head, so that nothing is missing.
    for _ in range(4):
        at, radius = spot(frames, "head")
        gap = at[2] - radius - ground
        if abs(gap) < TOUCH or gap > NEAR or gap < -NEAR * 2.0:
            return
        neck = frames["neck"].origin
        lever = hypot(at[0] - neck[0], at[1] - neck[1], at[2] - neck[2])
        thorax = frames["thorax"].turn
        front, left = axis(thorax, 0)[2], axis(thorax, 1)[2]
        if lever < 1.0 or max(abs(front), abs(left)) < 0.5:
            return
        # On the back, flexion lifts the head; on the left side, a bend to the right does.
        name, sign = ("neck flexion", front) if abs(front) > abs(left) else ("neck side bend", -left)
        step = degrees(-gap / lever) * 1.15
        angles[name] = angles.get(name, 0.0) + (step if sign > 0 else -step)
        frames.update(skeleton(angles, frames["pelvis"]))


def _lowest(frames: Skeleton, names: tuple[str, ...]) -> float:
    return min(height_of(frames, name) for name in names)


def _sunk(pose: Pose, side: str, limb: str, low: float) -> Fault:
    """Return that a limb is below the ground, at the first thing that was said of its side."""
    span = next((pose.stated[key] for key in pose.stated if key.startswith(f"{side} ")), pose.span)
    return Fault(pose_rules.POSE_SINKS, span, (("part", f"{side} {limb}"), ("distance", round(-low))))
