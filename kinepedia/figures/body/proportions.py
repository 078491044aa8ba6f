"""The mannequin: how long its segments are, how heavy, and how thick at each height.

Lengths and heights are those of R. Drillis and R. Contini, *Body Segment Parameters* (1966), as parts of
the body's height in D. A. Winter, *Biomechanics and Motor Control of Human Movement* (4th edition, 2009),
figure 4.1: thigh 0.245, shank 0.246, ankle 0.039 above the ground, foot 0.152 long, upper arm 0.186, forearm
0.146, hand 0.108, shoulders at 0.818, hips at 0.530. Masses and centres of mass are those of Winter's table
4.1 (after W. T. Dempster, 1955). The thicknesses are ours: a neutral body of no age and no sex.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kinepedia.figures.body.vector import Vector

HEIGHT = 170.0
"""Centimetres from the sole to the top of the head."""

THIGH = 0.245 * HEIGHT
SHANK = 0.246 * HEIGHT
ANKLE = 0.039 * HEIGHT
UPPER_ARM = 0.186 * HEIGHT
FOREARM = 0.146 * HEIGHT
HAND = 0.108 * HEIGHT

# Where a joint is, in the frame of the segment it hangs from. Sides are given for the left.
HIP: Vector = (0.0, 8.6, 0.0)
LUMBAR: Vector = (-1.5, 0.0, 9.0)
THORACIC: Vector = (0.5, 0.0, 14.0)
NECK: Vector = (-1.5, 0.0, 28.5)
SHOULDER: Vector = (-0.8, 16.4, 24.3)
HEAD: Vector = (1.5, 0.0, 8.5)
BALL: Vector = (12.0, 0.0, -4.9)

SIDES = ("left", "right")
SIGN = {"left": 1.0, "right": -1.0}


class Section(NamedTuple):
    """A cross-section of a segment: an ellipse.

    `at` is its distance from the segment's joint along its axis, `wide` and `deep` are half its width (left
    to right) and half its depth (front to back), `forward` is how far its middle lies before the axis, and
    `out` how far it lies away from the middle of the body.
    """

    at: float
    wide: float
    deep: float
    forward: float = 0.0
    out: float = 0.0


# Along the axis of each segment; the trunk's are upwards, those of limbs downwards.
PELVIS_SECTIONS = (
    Section(-8.5, 7.5, 6.0, -1.2),
    Section(-6.0, 14.6, 9.6, -2.0),
    Section(-1.0, 16.6, 11.0, -1.9),
    Section(4.0, 15.7, 10.2, -1.2),
)
LUMBAR_SECTIONS = (
    Section(0.5, 14.2, 9.0, 1.3),
    Section(6.0, 13.0, 8.6, 1.8),
    Section(11.0, 13.2, 8.9, 1.6),
)
THORAX_SECTIONS = (
    Section(3.0, 14.2, 9.8, 0.4),
    Section(10.0, 15.5, 10.9, 0.2),
    Section(17.0, 16.4, 11.2, -0.4),
    Section(22.5, 16.8, 9.8, -1.2),
    Section(26.6, 15.2, 7.2, -1.8),
    Section(29.4, 9.2, 5.8, -1.8),
    Section(31.6, 5.6, 5.2, -1.2),
)
NECK_SECTIONS = (
    Section(-1.5, 5.9, 6.1, 0.2),
    Section(3.5, 5.2, 5.6, 0.4),
    Section(10.0, 5.0, 5.6, 0.4),
)
THIGH_SECTIONS = (
    Section(0.0, 8.2, 9.4, -0.3),
    Section(8.0, 8.7, 9.5, -0.1, 0.4),
    Section(18.0, 7.9, 8.7, 0.4, 0.5),
    Section(29.0, 6.5, 7.2, 0.5, 0.2),
    Section(37.0, 5.5, 6.0, 0.3),
    Section(THIGH, 5.2, 5.7, 0.2),
)
SHANK_SECTIONS = (
    Section(0.0, 5.1, 5.6, 0.2),
    Section(5.0, 5.0, 5.4, -0.5),
    Section(12.5, 5.5, 6.1, -1.5, 0.2),
    Section(19.0, 4.9, 5.4, -1.3, 0.2),
    Section(28.0, 3.6, 4.1, -0.5),
    Section(36.0, 3.0, 3.5, -0.2),
    Section(SHANK, 3.3, 3.7, -0.1),
)
UPPER_ARM_SECTIONS = (
    Section(0.0, 4.4, 5.2),
    Section(7.0, 4.7, 5.3, 0.1, 0.2),
    Section(15.0, 4.2, 4.8, 0.3),
    Section(24.0, 3.6, 4.0),
    Section(UPPER_ARM, 3.5, 3.7),
)
FOREARM_SECTIONS = (
    Section(0.0, 3.5, 3.6),
    Section(6.0, 3.7, 4.0, 0.2),
    Section(13.0, 3.1, 3.5, 0.2),
    Section(FOREARM, 2.1, 2.7),
)

SHORTS = 21.0
"""How far down the thigh the shorts reach."""
SLEEVE = 13.5
"""How far down the upper arm the sleeves reach."""


class Ball(NamedTuple):
    """An ellipsoid in the frame of a segment: its middle, and its half axes along x, y and z."""

    middle: Vector
    half: Vector


HEEL = Ball((-3.6, 0.0, -3.6), (3.0, 2.9, 3.0))
FOOT_BALLS = (
    HEEL,
    Ball((-1.0, 0.0, -0.5), (3.6, 3.2, 3.2)),
    Ball((5.0, 0.0, -3.2), (3.4, 3.4, 3.2)),
    Ball((11.0, 1.6, -4.9), (2.4, 2.6, 1.7)),
    Ball((12.0, -1.6, -4.9), (2.4, 2.6, 1.7)),
)
TOES_BALLS = (
    Ball((0.0, 0.0, 0.0), (1.7, 4.2, 1.7)),
    Ball((4.6, -1.8, -0.5), (1.9, 2.0, 1.2)),
    Ball((3.4, 1.9, -0.6), (1.7, 1.9, 1.1)),
)
# The hand hangs down with the thumb in front: x towards the thumb, y across the palm, z towards the arm.
HAND_BALLS = (
    Ball((0.0, 0.0, 0.5), (2.5, 1.6, 2.0)),
    Ball((0.2, 0.0, -7.6), (4.1, 1.5, 2.6)),
    Ball((-0.3, 0.0, -16.6), (2.5, 1.0, 1.8)),
)
FIST_BALLS = (
    Ball((0.0, 0.0, 0.5), (2.6, 1.9, 2.2)),
    Ball((0.2, 0.0, -6.4), (4.2, 2.7, 3.6)),
)
THUMB_BALLS = (
    Ball((2.2, 0.0, -3.2), (1.7, 1.3, 1.6)),
    Ball((5.0, 0.0, -8.6), (1.1, 1.0, 1.3)),
)
SKULL = Ball((0.4, 0.0, 10.2), (9.6, 7.6, 9.9))
JAW = Ball((3.6, 0.0, 2.6), (4.9, 4.9, 4.6))
CHIN = Ball((6.4, 0.0, 0.6), (2.2, 2.4, 2.2))
NOSE_BALLS = (
    Ball((9.4, 0.0, 9.4), (0.9, 0.9, 1.0)),
    Ball((11.3, 0.0, 5.7), (1.0, 1.2, 1.0)),
    Ball((9.2, 0.0, 4.9), (0.8, 1.5, 0.9)),
)
EYE = Ball((8.6, 3.2, 9.0), (0.6, 1.5, 0.7))
EAR = Ball((-0.4, 7.3, 7.4), (1.8, 0.9, 2.9))


class Mass(NamedTuple):
    """The part of the body's mass in a segment, and how far along it from its upper joint the middle lies."""

    part: float
    along: float


MASSES = {
    "thigh": Mass(0.100, 0.433),
    "shank": Mass(0.0465, 0.433),
    "foot": Mass(0.0145, 0.5),
    "upper arm": Mass(0.028, 0.436),
    "forearm": Mass(0.016, 0.430),
    "hand": Mass(0.006, 0.506),
    "pelvis": Mass(0.142, 0.5),
    "lumbar": Mass(0.139, 0.5),
    "thorax": Mass(0.216, 0.5),
    "head": Mass(0.081, 0.5),
}
"""For one limb each; together they are 1. The trunk is divided as in the table: thorax 0.216, abdomen 0.139,
pelvis 0.142; head and neck are 0.081."""


def section_at(sections: Sequence[Section], at: float) -> Section:
    """Return the cross-section of a segment at some place along it; beyond its ends, that of the end."""
    if at <= sections[0].at:
        return sections[0]
    for upper, lower in itertools.pairwise(sections):
        if at <= lower.at:
            part = (at - upper.at) / (lower.at - upper.at)
            return Section(*(a + (b - a) * part for a, b in zip(upper, lower, strict=True)))
    return sections[-1]
