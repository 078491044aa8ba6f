"""Every kind of problem that a block of poses can have, as data; see `rules.py`."""

from __future__ import annotations

from kinepedia.problems.diagnostics import Rule, Severity

_ERROR = Severity.ERROR
_WARNING = Severity.WARNING

POSE_UNKNOWN_WORD = Rule(
    "pose-unknown-word",
    _ERROR,
    'a pose does not know {what} "{word}"',
    "docs/poses.md lists all words of the notation",
)
POSE_EXPECTED = Rule(
    "pose-expected",
    _ERROR,
    'after "{after}" has to come {expected}',
    "write it as in: {example}",
)
POSE_NO_BASE = Rule(
    "pose-no-base",
    _ERROR,
    "a pose begins with the name of a base pose, such as standing, supine or all fours",
    "or with same, to go on from the pose of the step before",
)
POSE_NO_PREVIOUS = Rule(
    "pose-no-previous",
    _ERROR,
    'there is no pose before this one that "{word}" could refer to',
    "begin with a base pose, such as standing, supine or all fours",
)
POSE_IMPOSSIBLE = Rule(
    "pose-impossible",
    _ERROR,
    "no body can do this: {joint} {value} degrees",
    "the greatest that a body can do is {limit} degrees",
)
POSE_BEYOND_RANGE = Rule(
    "pose-beyond-range",
    _WARNING,
    "this is beyond what even a very mobile body can do: {joint} {value} degrees",
    "the published range is {normal} degrees, and {limit} degrees for hypermobile people",
)
POSE_OUT_OF_REACH = Rule(
    "pose-out-of-reach",
    _ERROR,
    "{part} cannot reach {target}: {distance} cm are missing",
    "change the angles of the trunk or of this limb, or move what it has to reach",
)
POSE_SINKS = Rule(
    "pose-sinks",
    _ERROR,
    "the {part} would be {distance} cm below the floor",
    "change the angles of this limb, or let it rest: {part} on floor",
)
POSE_UNBALANCED = Rule(
    "pose-unbalanced",
    _WARNING,
    "this body would fall {direction}: its centre of mass is {distance} cm outside of what it stands on",
    "change the angles, or say what holds it, as in: hands on wall",
)
POSE_TOO_LONG = Rule(
    "pose-too-long",
    _ERROR,
    "this block has {count} {what}; a figure may have {most}",
    "divide it among several steps",
)
