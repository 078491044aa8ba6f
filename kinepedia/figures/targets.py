"""Muscles and nerves to highlight: where they run along the mannequin's segments."""

from __future__ import annotations

from typing import NamedTuple


class Belly(NamedTuple):
    """A stretch of a muscle along one segment, as parts of the segment's own cross-sections.

    From `start` to `end` in centimetres along the segment; its middle lies `forward` and `out` of the axis,
    as parts of half the depth and width, and is `deep` and `wide` as such parts.
    """

    frame: str
    start: float
    end: float
    forward: float
    out: float
    deep: float
    wide: float


class Course(NamedTuple):
    """The course of a nerve or a band: points in the frames of segments."""

    points: tuple[tuple[str, float, float, float], ...]


_T = 41.65

TARGETS: dict[str, tuple[Belly, ...] | Course] = {
    "hamstrings": (Belly("thigh", 2, 40, -0.5, 0.0, 0.5, 0.75),),
    "quadriceps": (Belly("thigh", 3, 38, 0.45, 0.1, 0.55, 0.85),),
    "rectus-femoris": (Belly("thigh", -2, 37, 0.7, 0.1, 0.3, 0.4),),
    "adductors": (Belly("thigh", 1, 33, -0.05, -0.65, 0.6, 0.35),),
    "gluteus-maximus": (Belly("thigh", -7, 8, -0.62, 0.1, 0.5, 0.85),),
    "gluteus-medius": (Belly("thigh", -9, 3, -0.1, 0.75, 0.5, 0.35),),
    "piriformis": (Belly("thigh", -3, 3, -0.55, 0.2, 0.22, 0.75),),
    "tensor-fasciae-latae": (Belly("thigh", -6, 10, 0.35, 0.8, 0.3, 0.25),),
    "iliotibial-band": (Belly("thigh", 4, 41, 0.0, 0.9, 0.22, 0.15),),
    "iliopsoas": (Belly("thigh", -12, 7, 0.45, -0.1, 0.32, 0.35),),
    "gastrocnemius": (Belly("shank", 0, 20, -0.6, 0.0, 0.5, 0.85),),
    "soleus": (Belly("shank", 12, 33, -0.5, 0.0, 0.5, 0.8),),
    "calves": (Belly("shank", 0, 30, -0.55, 0.0, 0.5, 0.85),),
    "tibialis-anterior": (Belly("shank", 5, 32, 0.6, 0.3, 0.35, 0.4),),
    "plantar-fascia": Course((("foot", -4.5, 0, -6.2), ("foot", 4, 0, -5.2), ("foot", 12, 0, -6.4))),
    "achilles-tendon": Course((("shank", -3.6, 0, -28), ("shank", -3.5, 0, -36), ("foot", -5.4, 0, -2.5))),
    "biceps": (Belly("upper arm", 6, 28, 0.5, 0.0, 0.5, 0.75),),
    "triceps": (Belly("upper arm", 6, 29, -0.5, 0.0, 0.5, 0.75),),
    "deltoid": (Belly("upper arm", -2, 13, 0.0, 0.15, 0.9, 0.9),),
    "forearm-flexors": (Belly("forearm", 1, 20, 0.0, -0.4, 0.8, 0.55),),
    "forearm-extensors": (Belly("forearm", 1, 20, 0.0, 0.45, 0.8, 0.55),),
    "pectoralis-major": (Belly("thorax", 10, 26, 0.6, 0.5, 0.36, 0.62),),
    "latissimus-dorsi": (Belly("thorax", 0, 20, -0.45, 0.62, 0.5, 0.36),),
    "trapezius": (Belly("thorax", 10, 30, -0.7, 0.25, 0.3, 0.4),),
    "rhomboids": (Belly("thorax", 12, 24, -0.75, 0.25, 0.2, 0.3),),
    "erector-spinae": (
        Belly("lumbar", -5, 13, -0.75, 0.2, 0.22, 0.2),
        Belly("thorax", 0, 24, -0.78, 0.2, 0.2, 0.18),
    ),
    "rectus-abdominis": (
        Belly("lumbar", -9, 17, 0.75, 0.18, 0.2, 0.2),
        Belly("thorax", -3, 16, 0.75, 0.18, 0.18, 0.2),
    ),
    "obliques": (Belly("lumbar", -3, 14, 0.1, 0.75, 0.7, 0.25),),
    "quadratus-lumborum": (Belly("lumbar", -1, 12, -0.55, 0.45, 0.3, 0.25),),
    "sciatic-nerve": Course(
        (
            ("pelvis", -7.5, 3, 7),
            ("pelvis", -8.0, 7, -1),
            ("thigh", -5.5, 0, -6),
            ("thigh", -4.6, 0, -20),
            ("thigh", -4.4, 0, -34),
            ("shank", -4.6, 0, 0),
            ("shank", -4.8, 0, -14),
            ("shank", -2.6, -0.6, -30),
            ("shank", -2.4, -1.4, -39),
            ("foot", 0.0, -2.0, -4.6),
            ("foot", 9.0, 0.0, -5.8),
        )
    ),
    "femoral-nerve": Course(
        (
            ("lumbar", 4.0, 4, 2),
            ("pelvis", 6.5, 7, 1),
            ("thigh", 6.0, -1, -6),
            ("thigh", 4.8, -2.5, -22),
            ("shank", 3.0, -3.5, -2),
            ("shank", 2.0, -2.5, -36),
        )
    ),
    "median-nerve": Course(
        (
            ("neck", 0, 3, 3),
            ("thorax", 3, 11, 26),
            ("upper arm", 1.5, -3.5, -6),
            ("upper arm", 1.5, -3.0, -22),
            ("forearm", 2.6, -1, -3),
            ("forearm", 0.4, -2, -20),
            ("hand", 0.0, -1.2, -8),
        )
    ),
    "ulnar-nerve": Course(
        (
            ("neck", 0, 3, 1),
            ("thorax", 2, 11, 25),
            ("upper arm", -1, -3.6, -8),
            ("upper arm", -2.4, -2.8, -28),
            ("forearm", -2.4, -2.6, -3),
            ("forearm", -2.0, -1.6, -20),
            ("hand", -2.6, -1.0, -8),
        )
    ),
    "radial-nerve": Course(
        (
            ("neck", 0, 3, 1),
            ("thorax", 0, 12, 24),
            ("upper arm", -4.0, -1.5, -8),
            ("upper arm", -3.0, 2.8, -20),
            ("forearm", 1.0, 3.4, -3),
            ("forearm", 1.4, 2.2, -18),
            ("hand", 2.0, 1.2, -6),
        )
    ),
}
"""Targets by slug. The courses are drawn after H. Gray, *Anatomy of the Human Body* (20th edition, 1918), as
lines of an overview: they show along which side of each joint a nerve runs, not its exact place."""
