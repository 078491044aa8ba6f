"""What the joints can do: clinicians' words for movements, and how far they go.

Normal ranges are those of the American Academy of Orthopaedic Surgeons (W. B. Greene and J. D. Heckman, *The
Clinical Measurement of Joint Motion*, 1994), for the spine those of J. A. Norkin and D. J. White,
*Measurement of Joint Motion* (5th edition, 2016). The hypermobile ranges are those of the Beighton score
(P. Beighton et al., 1973, doi:10.1136/ard.32.5.413: knee and elbow 10 degrees beyond straight) and, where it
measures nothing, what dancers and contortionists show: these are our estimates. What is called impossible is
further than bone and flesh allow.
"""

from __future__ import annotations

from typing import NamedTuple


class Range(NamedTuple):
    """How far a movement goes, in degrees, from its lowest to its highest angle: three times wider."""

    normal: tuple[float, float]
    hypermobile: tuple[float, float]
    possible: tuple[float, float]


RANGES = {
    "hip flexion": Range((-20, 120), (-50, 165), (-90, 185)),
    "hip abduction": Range((-30, 45), (-50, 95), (-70, 120)),
    "hip rotation": Range((-45, 45), (-70, 95), (-95, 120)),
    "knee flexion": Range((0, 140), (-15, 165), (-25, 172)),
    "ankle dorsiflexion": Range((-50, 20), (-80, 45), (-95, 65)),
    "ankle inversion": Range((-20, 35), (-35, 60), (-60, 80)),
    "toes extension": Range((-40, 70), (-60, 95), (-90, 110)),
    "shoulder flexion": Range((-60, 180), (-110, 200), (-360, 360)),
    "shoulder abduction": Range((-45, 180), (-75, 195), (-100, 230)),
    "shoulder rotation": Range((-70, 90), (-100, 120), (-150, 170)),
    "shoulder elevation": Range((-2, 4), (-4, 7), (-6, 9)),
    "elbow flexion": Range((0, 150), (-15, 160), (-30, 165)),
    "forearm supination": Range((-80, 80), (-100, 110), (-150, 150)),
    "wrist extension": Range((-80, 70), (-100, 95), (-120, 115)),
    "wrist deviation": Range((-30, 20), (-45, 40), (-70, 60)),
    "pelvis tilt": Range((-20, 20), (-30, 35), (-50, 50)),
    "lower back flexion": Range((-25, 60), (-70, 75), (-100, 95)),
    "lower back side bend": Range((-25, 25), (-40, 40), (-60, 60)),
    "lower back rotation": Range((-10, 10), (-20, 20), (-40, 40)),
    "upper back flexion": Range((-20, 40), (-60, 60), (-90, 80)),
    "upper back side bend": Range((-25, 25), (-40, 40), (-60, 60)),
    "upper back rotation": Range((-40, 40), (-60, 60), (-85, 85)),
    "neck flexion": Range((-60, 50), (-90, 75), (-110, 100)),
    "neck side bend": Range((-45, 45), (-60, 60), (-80, 80)),
    "neck rotation": Range((-80, 80), (-95, 95), (-120, 120)),
}
"""By the name of a movement without its side. Side bend and rotation count to the right and to the left."""

SHARES = {
    "back flexion": (("lower back flexion", 0.58), ("upper back flexion", 0.42)),
    "back side bend": (("lower back side bend", 0.5), ("upper back side bend", 0.5)),
    "back rotation": (("lower back rotation", 0.2), ("upper back rotation", 0.8)),
}
"""How a movement of the whole back is divided. Rotation happens nearly only in the upper part, because the
joints of the lower one stand upright (A. A. White and M. M. Panjabi, *Clinical Biomechanics of the Spine*,
1990)."""


class Motion(NamedTuple):
    """A word for a movement: which angle it changes, and in which direction."""

    angle: str
    sign: float


_FLEXION = {
    "flexion": 1.0,
    "flexed": 1.0,
    "bend": 1.0,
    "bent": 1.0,
    "forward": 1.0,
    "extension": -1.0,
    "back": -1.0,
}
_BALL = {
    **{word: Motion("flexion", sign) for word, sign in _FLEXION.items()},
    "abduction": Motion("abduction", 1.0),
    "out": Motion("abduction", 1.0),
    "adduction": Motion("abduction", -1.0),
    "in": Motion("abduction", -1.0),
    "external rotation": Motion("rotation", 1.0),
    "rotation out": Motion("rotation", 1.0),
    "turned out": Motion("rotation", 1.0),
    "internal rotation": Motion("rotation", -1.0),
    "rotation in": Motion("rotation", -1.0),
    "turned in": Motion("rotation", -1.0),
}
_HINGE = {word: Motion("flexion", sign) for word, sign in _FLEXION.items()}
_SPINE = {
    **_HINGE,
    "side bend right": Motion("side bend", 1.0),
    "side bend left": Motion("side bend", -1.0),
    "turn left": Motion("rotation", 1.0),
    "rotation left": Motion("rotation", 1.0),
    "turn right": Motion("rotation", -1.0),
    "rotation right": Motion("rotation", -1.0),
}


class Joint(NamedTuple):
    """A joint: which words follow it, and which movement a number alone means."""

    motions: dict[str, Motion]
    usual: Motion
    sided: bool = True


JOINTS = {
    "hip": Joint(_BALL, Motion("flexion", 1.0)),
    "knee": Joint(_HINGE, Motion("flexion", 1.0)),
    "ankle": Joint(
        {
            "dorsiflexion": Motion("dorsiflexion", 1.0),
            "flexed": Motion("dorsiflexion", 1.0),
            "plantarflexion": Motion("dorsiflexion", -1.0),
            "pointed": Motion("dorsiflexion", -1.0),
            "inversion": Motion("inversion", 1.0),
            "eversion": Motion("inversion", -1.0),
        },
        Motion("dorsiflexion", 1.0),
    ),
    "toes": Joint(
        {"extension": Motion("extension", 1.0), "flexion": Motion("extension", -1.0)},
        Motion("extension", 1.0),
    ),
    "shoulder": Joint(
        {**_BALL, "raised": Motion("elevation", 1.0), "lowered": Motion("elevation", -1.0)},
        Motion("flexion", 1.0),
    ),
    "elbow": Joint(_HINGE, Motion("flexion", 1.0)),
    "forearm": Joint(
        {"supination": Motion("supination", 1.0), "pronation": Motion("supination", -1.0)},
        Motion("supination", 1.0),
    ),
    "wrist": Joint(
        {
            "extension": Motion("extension", 1.0),
            "flexion": Motion("extension", -1.0),
            "radial deviation": Motion("deviation", 1.0),
            "ulnar deviation": Motion("deviation", -1.0),
        },
        Motion("extension", 1.0),
    ),
    "pelvis": Joint(
        {"tilt forward": Motion("tilt", 1.0), "tilt back": Motion("tilt", -1.0)},
        Motion("tilt", 1.0),
        sided=False,
    ),
    "back": Joint(_SPINE, Motion("flexion", 1.0), sided=False),
    "lower back": Joint(_SPINE, Motion("flexion", 1.0), sided=False),
    "upper back": Joint(_SPINE, Motion("flexion", 1.0), sided=False),
    "neck": Joint(_SPINE, Motion("flexion", 1.0), sided=False),
}
"""By name. `straight` is understood after each of them, and means 0."""

PLURALS = {
    "hips": "hip",
    "knees": "knee",
    "ankles": "ankle",
    "shoulders": "shoulder",
    "elbows": "elbow",
    "forearms": "forearm",
    "wrists": "wrist",
    "spine": "back",
    "head": "neck",
}
"""Other words for joints."""


def range_of(angle: str) -> Range | None:
    """Return how far a movement goes, such as "left hip flexion"; None if it is not measured."""
    return RANGES.get(angle.removeprefix("left ").removeprefix("right "))


def mildest_shoulder(flexion: float, abduction: float) -> tuple[float, float]:
    """Return the form of a shoulder's position that is furthest within its range.

    An arm that is raised by f and taken out by a points where one does that is raised by f - 180 and taken
    out by 180 - a, and where one does that is raised by f - 360.
    """
    limits, out = RANGES["shoulder flexion"].hypermobile, RANGES["shoulder abduction"].hypermobile
    forms = [(flexion, abduction)]
    forms += [(flexion - 180.0, 180.0 - abduction), (flexion - 360.0, abduction)] if flexion > 180.0 else []

    def beyond(form: tuple[float, float]) -> float:
        return sum(
            max(low - value, value - high, 0.0)
            for value, (low, high) in zip(form, (limits, out), strict=True)
        )

    return min(forms, key=lambda form: (beyond(form), abs(form[0])))
