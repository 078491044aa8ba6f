"""Reads the movements of joints, and refuses what no body can do."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kinepedia.figures import vocabulary as words
from kinepedia.figures.faults import plain
from kinepedia.figures.joints import JOINTS, PLURALS, SHARES, range_of
from kinepedia.figures.sides import limb_of, sides_of
from kinepedia.figures.words.mistakes import PoseError, expected, unknown
from kinepedia.problems.pose_rules import POSE_IMPOSSIBLE

if TYPE_CHECKING:
    from kinepedia.figures.pose import Pose
    from kinepedia.figures.words.notation import Reader
    from kinepedia.problems.diagnostics import Span


def bend(pose: Pose, reader: Reader, word: str, start: int) -> Pose:
    """Read the movements of a joint: "hip flexion 85 abduction 20", "knee 35", "elbows straight".

    The clause begins at word `start`. Raises `PoseError`.
    """
    name = PLURALS.get(word, word)
    joint = JOINTS[name]
    angles, stated = dict(pose.angles), dict(pose.stated)
    first = True
    while first or not reader.at_end:
        begin = start if first else reader.index
        first = False
        angle, value = _movement(reader, name, start)
        span = reader.span(begin)
        for one in sides_of(reader.side) if joint.sided else ("",):
            full = f"{one} {name} {angle}".strip()
            for key, share in SHARES.get(full, ((full, 1.0),)):
                _check(key, value * share, span, full, value)
                angles[key], stated[key] = value * share, span
    return replace(pose, angles=angles, stated=stated)


def _movement(reader: Reader, name: str, start: int) -> tuple[str, float]:
    """Read one movement; returns the name of its angle, and the angle."""
    joint = JOINTS[name]
    if reader.one_of(("straight",)):
        return "flexion", 0.0
    word = reader.one_of(joint.motions)
    motion = joint.motions[word] if word else joint.usual
    number = reader.number()
    if number is not None and number.value is not None:
        return motion.angle, motion.sign * number.value
    if not word and not reader.at_end:
        raise unknown(reader, f"the movement of the {name}", joint.motions)
    after = " ".join(word.text for word in reader.words[start : reader.index])
    raise expected(reader, after, "a number of degrees", f"{after} 30", start)


def freed(pose: Pose, joint: str, side: str | None) -> Pose:
    """Return a pose whose leg no longer has to touch what only its base pose wants it to touch."""
    if PLURALS.get(joint, joint) not in ("hip", "knee"):
        return pose
    resting = {limb_of(f"{one} {words.singular(rest)}") for rest in pose.rests for one in sides_of(None)} | {
        limb_of(rest) for rest in pose.rests
    }
    legs = {f"{one} leg" for one in sides_of(side)} - resting
    return replace(
        pose,
        contacts=tuple(
            contact for contact in pose.contacts if contact.span.length or limb_of(contact.part) not in legs
        ),
    )


def _check(key: str, value: float, span: Span, full: str, whole: float) -> None:
    limits = range_of(key)
    if limits is None or limits.possible[0] <= value <= limits.possible[1]:
        return
    limit = limits.possible[0] if value < 0 else limits.possible[1]
    share = value / whole if whole else 1.0
    raise PoseError(POSE_IMPOSSIBLE, span, joint=full, value=plain(whole), limit=plain(limit / share))
