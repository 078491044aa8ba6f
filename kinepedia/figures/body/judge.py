"""Judges a pose: whether a body can do this, and whether it would fall."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinepedia.figures.body.kinematics import Skeleton, centre_of_mass
from kinepedia.figures.body.points import SPOTS, group, spot
from kinepedia.figures.body.rest import height_of
from kinepedia.figures.faults import Fault, plain
from kinepedia.figures.joints import mildest_shoulder, range_of
from kinepedia.figures.vocabulary import SURFACES
from kinepedia.problems.pose_rules import POSE_BEYOND_RANGE, POSE_UNBALANCED

if TYPE_CHECKING:
    from kinepedia.figures.pose import Pose


def beyond_range(pose: Pose, before: Pose | None) -> list[Fault]:
    """Return what is beyond the range of a very mobile body among the angles that the author gave."""
    found = []
    known = before.angles if before and pose.follows else {}
    for key, span in pose.stated.items():
        if key in known and known[key] == pose.angles.get(key):  # it was said of the pose before
            continue
        limits, value = range_of(key), _mildest(key, pose)
        if limits and not limits.hypermobile[0] - 0.01 <= value <= limits.hypermobile[1] + 0.01:
            upper = value > 0
            facts = (
                ("joint", key),
                ("value", plain(round(value))),
                ("normal", plain(round(limits.normal[upper]))),
                ("limit", plain(round(limits.hypermobile[upper]))),
            )
            found.append(Fault(POSE_BEYOND_RANGE, span, facts))
    return found


def _mildest(key: str, pose: Pose) -> float:
    """Return an angle; that of a shoulder, in whichever of its equal forms is the mildest.

    See `mildest_shoulder`.
    """
    value = pose.angles.get(key, 0.0)
    if not key.endswith(("shoulder flexion", "shoulder abduction")):
        return value
    joint = key.rsplit(" ", 1)[0]
    get = pose.angles.get
    flexion, abduction = mildest_shoulder(get(f"{joint} flexion", 0.0), get(f"{joint} abduction", 0.0))
    return flexion if key.endswith("flexion") else abduction


def unbalanced(pose: Pose, frames: Skeleton) -> list[Fault]:
    """Return that the body would fall, if its centre of mass lies outside of what it stands on."""
    if any(contact.target in ("wall", "bar", "rail") for contact in pose.contacts) or pose.helpers:
        return []
    bearing = {name for name in SPOTS if height_of(frames, name) < 0.8}
    for contact in pose.contacts:
        if contact.target in SURFACES:
            bearing |= {name for name in group(contact.part) or (contact.part,) if name in SPOTS}
    if not bearing:
        return []
    centre = centre_of_mass(frames)
    upright = pose.facing == "upright"
    for axis, slack, (less, more) in (
        (0, 3.0, ("backwards", "forwards") if upright else ("to the left", "to the right")),
        (1, 4.0, ("to its right", "to its left") if upright else ("towards you", "away from you")),
    ):
        reached = [(spot(frames, name)[0][axis], SPOTS[name].radius * 0.6) for name in bearing]
        low, high = min(at - radius for at, radius in reached), max(at + radius for at, radius in reached)
        if centre[axis] < low - slack:
            return [_fall(pose, less, low - centre[axis])]
        if centre[axis] > high + slack:
            return [_fall(pose, more, centre[axis] - high)]
    return []


def _fall(pose: Pose, direction: str, distance: float) -> Fault:
    return Fault(POSE_UNBALANCED, pose.span, (("direction", direction), ("distance", round(distance))))
