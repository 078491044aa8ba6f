"""Judges a pose: whether a body can do this, and whether it would fall."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinepedia.figures import faults
from kinepedia.figures.faults import Fault
from kinepedia.figures.joints import mildest_shoulder, range_of
from kinepedia.figures.kinematics import Skeleton, centre_of_mass
from kinepedia.figures.points import SPOTS, group, spot
from kinepedia.figures.words import SURFACES

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
                ("value", f"{value:.0f}".replace("-", "\N{MINUS SIGN}")),
                ("normal", f"{limits.normal[upper]:.0f}".replace("-", "\N{MINUS SIGN}")),
                ("limit", f"{limits.hypermobile[upper]:.0f}".replace("-", "\N{MINUS SIGN}")),
            )
            found.append(Fault(faults.POSE_BEYOND_RANGE, span, facts))
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
    points = []
    for name in SPOTS:
        at, radius = spot(frames, name)
        if at[2] - radius < 0.8:
            points.append((at[0], radius * 0.6))
    for contact in pose.contacts:
        if contact.target in SURFACES and contact.part in SPOTS:
            points.append((spot(frames, contact.part)[0][0], 3.0))
        elif contact.target in SURFACES:
            points += [(spot(frames, name)[0][0], 3.0) for name in group(contact.part) if name in SPOTS]
    if not points:
        return []
    centre = centre_of_mass(frames)[0]
    low, high = min(x - r for x, r in points), max(x + r for x, r in points)
    slack = 2.0
    if centre < low - slack:
        return [_fall(pose, "to the left" if pose.facing != "upright" else "backwards", low - centre)]
    if centre > high + slack:
        return [_fall(pose, "to the right" if pose.facing != "upright" else "forwards", centre - high)]
    return []


def _fall(pose: Pose, direction: str, distance: float) -> Fault:
    return Fault(faults.POSE_UNBALANCED, pose.span, (("direction", direction), ("distance", round(distance))))
