"""The words that a pose may use, besides joints and base poses."""

from __future__ import annotations

# Parts of the body that can touch something, and the word under which the engine knows each.
PARTS = {
    "hand": "hand", "hands": "hand", "palm": "hand", "palms": "hand",
    "fingertips": "fingertips", "fingers": "fingertips",
    "forearm": "forearm", "forearms": "forearm", "elbow": "forearm", "elbows": "forearm",
    "foot": "foot", "feet": "foot", "sole": "foot", "soles": "foot",
    "heel": "heel", "heels": "heel", "toes": "toes", "ball": "toes", "balls": "toes",
    "instep": "instep", "insteps": "instep", "ankle": "ankle", "ankles": "ankle",
    "knee": "knee", "knees": "knee",
    "seat": "seat", "buttock": "seat", "buttocks": "seat",
    "back": "upper back", "upper back": "upper back", "shoulder": "shoulder", "head": "head",
}  # fmt: skip
SIDED_PARTS = frozenset(
    {"hand", "fingertips", "forearm", "foot", "heel", "toes", "instep", "ankle", "knee", "shoulder"}
)

RELATIONS = (
    "on",
    "against",
    "behind",
    "under",
    "around",
    "round",
    "at",
    "over",
    "inside",
    "outside",
    "holding",
    "holds",
    "to",
)

# Things, and how high the surface is on which something can stand: centimetres.
SURFACES = {
    "floor": 0.0, "mat": 0.0, "block": 15.0, "high block": 23.0, "low block": 8.0, "chair": 45.0,
    "bench": 43.0,
    "step": 16.0, "cushion": 10.0, "blanket": 6.0, "towel": 3.0, "sofa": 42.0,
    "foam roller": 15.0, "ball": 12.0,
}  # fmt: skip
"""A yoga block is 8 by 15 by 23 cm; seats of chairs are 43 to 46 cm high (EN 1729-1, size 6: 46 cm)."""

THINGS = {
    **{name: name for name in SURFACES},
    "blocks": "block", "high blocks": "high block", "low blocks": "low block", "roller": "foam roller",
    "wall": "wall", "bar": "bar", "rail": "rail", "ground": "floor",
    "pillow": "cushion",
}  # fmt: skip

BODY_TARGETS = {
    "thigh": "thigh", "thighs": "thigh", "knee": "knee", "knees": "knee", "shin": "shin", "shins": "shin",
    "calf": "calf", "ankle": "ankle", "ankles": "ankle", "foot": "foot", "feet": "foot", "heel": "heel",
    "heels": "heel", "toes": "toes", "hip": "hip", "hips": "hip", "waist": "hip", "chest": "chest",
    "shoulder": "shoulder", "shoulders": "shoulder", "head": "head",
    "elbow": "elbow", "elbows": "elbow", "hand": "hand", "hands": "hand", "wrists": "wrist", "belly": "belly",
    "hamstring": "thigh", "buttock": "buttock", "lower back": "lower back", "upper arm": "upper arm",
    "forearm": "forearm", "wrist": "wrist",
}  # fmt: skip

DIRECTIONS = ("up", "down", "forward", "back", "left", "right", "in", "out", "round")

FACINGS = ("upright", "up", "down", "left side", "right side", "upside down")

ARM_PLACES = {
    "overhead": {"shoulder flexion": 172.0},
    "forward": {"shoulder flexion": 90.0},
    "out": {"shoulder flexion": 0.0, "shoulder abduction": 90.0},
    "down": {"shoulder flexion": 0.0, "shoulder abduction": 4.0, "elbow flexion": 0.0},
    "back": {"shoulder flexion": -40.0},
    "crossed": {
        "shoulder flexion": 55.0,
        "shoulder abduction": -12.0,
        "shoulder rotation": -75.0,
        "elbow flexion": 110.0,
    },
}

LOOKS = {
    "up": ("neck flexion", -35.0),
    "down": ("neck flexion", 30.0),
    "ahead": ("neck flexion", 0.0),
    "left": ("neck rotation", 55.0),
    "right": ("neck rotation", -55.0),
}

TRUNK = {"upright": 0.0, "horizontal": 90.0}


def singular(part: str) -> str:
    """Return the engine's word for a part of the body, such as "hand" for "hands"."""
    return PARTS.get(part, part)
