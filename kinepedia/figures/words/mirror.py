"""Exchanges left and right."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kinepedia.figures.pose import Strap

if TYPE_CHECKING:
    from kinepedia.figures.pose import Pose


def mirrored(pose: Pose) -> Pose:
    """Return a pose with its sides exchanged."""
    # Angles of limbs count towards or away from the middle on either side, and so keep their signs; those of
    # the trunk count to the left or the right.
    angles = {_other(key): -value if _is_signed(key) else value for key, value in pose.angles.items()}
    facing = {"left side": "right side", "right side": "left side"}.get(pose.facing, pose.facing)
    return replace(
        pose,
        facing=facing,
        follows=False,
        rests=tuple(map(_other, pose.rests)),
        angles=angles,
        stated={_other(key): span for key, span in pose.stated.items()},
        contacts=tuple(
            contact._replace(part=_other(contact.part), target=_other(contact.target))
            for contact in pose.contacts
        ),
        lifted=frozenset(map(_other, pose.lifted)),
        fists=frozenset(map(_other, pose.fists)),
        straps=tuple(
            Strap(strap.kind, tuple(map(_other, strap.ends)), _other(strap.middle)) for strap in pose.straps
        ),
        helpers=tuple(map(_other, pose.helpers)),
        highlights=tuple(map(_other, pose.highlights)),
        arrows=tuple(arrow._replace(part=_other(arrow.part)) for arrow in pose.arrows),
        says=_other_words(pose.says),
    )


def _other(name: str) -> str:
    if name == "left" or name.startswith("left "):
        return "right" + name[4:]
    if name == "right" or name.startswith("right "):
        return "left" + name[5:]
    return name


def _other_words(text: str) -> str:
    return " ".join(
        {"left": "right", "right": "left", "left,": "right,", "right,": "left,"}.get(w, w)
        for w in text.split()
    )


def _is_signed(key: str) -> bool:
    return not key.startswith(("left ", "right ")) and key.endswith(("side bend", "rotation"))
