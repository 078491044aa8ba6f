"""The names that the made-up encyclopedia is put together from."""

from __future__ import annotations

from typing import NamedTuple


class Area(NamedTuple):
    """A category: its address and title, the word for it in titles, and what its exercises are for."""

    slug: str
    title: str
    region: str
    muscle: str
    joint: str
    neighbour: str


AREAS = (
    Area("hamstrings", "Hamstrings", "Hamstring", "biceps-femoris", "sciatic-nerve", "glutes"),
    Area("calves", "Calves", "Calf", "gastrocnemius", "ankle-joint", "ankles"),
    Area("hip-flexors", "Hip flexors", "Hip Flexor", "iliopsoas", "femoral-nerve", "quads"),
    Area("glutes", "Glutes", "Glute", "gluteus-maximus", "hip-joint", "hamstrings"),
    Area("groin", "Groin", "Groin", "adductor-magnus", "hip-joint", "glutes"),
    Area("quads", "Quads", "Quad", "rectus-femoris", "femoral-nerve", "hip-flexors"),
    Area("upper-back", "Upper back", "Upper Back", "trapezius", "thoracic-spine", "neck-area"),
    Area("lower-back", "Lower back", "Lower Back", "erector-spinae", "lumbar-spine", "core"),
    Area("shoulders", "Shoulders", "Shoulder", "deltoid", "shoulder-joint", "chest"),
    Area("chest", "Chest", "Chest", "pectoralis-major", "shoulder-joint", "shoulders"),
    Area("neck-area", "Neck", "Neck", "levator-scapulae", "cervical-spine", "upper-back"),
    Area("wrists", "Wrists", "Wrist", "wrist-flexors", "median-nerve", "shoulders"),
    Area("ankles", "Ankles", "Ankle", "tibialis-anterior", "ankle-joint", "calves"),
    Area("core", "Core", "Core", "rectus-abdominis", "lumbar-spine", "lower-back"),
)

TARGETS = {
    "biceps-femoris": ("Biceps femoris", "muscle"),
    "gastrocnemius": ("Gastrocnemius", "muscle"),
    "iliopsoas": ("Iliopsoas", "muscle"),
    "gluteus-maximus": ("Gluteus maximus", "muscle"),
    "adductor-magnus": ("Adductor magnus", "muscle"),
    "rectus-femoris": ("Rectus femoris", "muscle"),
    "trapezius": ("Trapezius", "muscle"),
    "erector-spinae": ("Erector spinae", "muscle"),
    "deltoid": ("Deltoid", "muscle"),
    "pectoralis-major": ("Pectoralis major", "muscle"),
    "levator-scapulae": ("Levator scapulae", "muscle"),
    "wrist-flexors": ("Wrist flexors", "muscle"),
    "tibialis-anterior": ("Tibialis anterior", "muscle"),
    "rectus-abdominis": ("Rectus abdominis", "muscle"),
    "plantar-fascia": ("Plantar fascia", "fascia"),
    "sciatic-nerve": ("Sciatic nerve", "nerve"),
    "femoral-nerve": ("Femoral nerve", "nerve"),
    "median-nerve": ("Median nerve", "nerve"),
    "hip-joint": ("Hip joint", "joint"),
    "ankle-joint": ("Ankle joint", "joint"),
    "shoulder-joint": ("Shoulder joint", "joint"),
    "thoracic-spine": ("Thoracic spine", "joint"),
    "lumbar-spine": ("Lumbar spine", "joint"),
    "cervical-spine": ("Cervical spine", "joint"),
}

TYPES = {
    "static-passive": (
        "Static passive stretch",
        "A position held at length while something else carries it.",
    ),
    "static-active": ("Static active stretch", "A position held at length by the muscles on the other side."),
    "dynamic": ("Dynamic movement", "A movement through the comfortable range, repeated in rhythm."),
    "isometric": ("Isometric hold", "Muscle work against a load while the joint stays where it is."),
    "loaded": ("Loaded stretch", "A stretch that deepens under a weight which the muscle lowers and lifts."),
    "nerve-slider": ("Nerve slider", "One end of the nerve is loaded while the other is unloaded."),
    "nerve-tensioner": ("Nerve tensioner", "Both ends of the nerve are loaded at the same time."),
    "pnf-contract-relax": ("Contract-relax", "The muscle tenses at length, lets go, and is then lengthened."),
}

LEVELS = {
    "beginner": ("Beginner", 1),
    "intermediate": ("Intermediate", 2),
    "advanced": ("Advanced", 3),
    "all-levels": ("All levels", None),
}

EQUIPMENT = {
    "mat": "Mat",
    "strap": "Strap",
    "block": "Block",
    "chair": "Chair",
    "wall": "Wall",
    "step": "Step",
    "band": "Band",
}

ARTICLES = {
    "how-to-begin": "How to Begin",
    "when-to-stop": "When to Stop",
    "warming-up": "Warming Up",
    "about": "About This Encyclopedia",
}

PACES = (
    "Slow", "Gentle", "Deep", "Easy", "Long", "Short", "Wide", "Narrow", "Steady", "Supported", "Loaded",
    "Assisted", "Patient", "Quiet", "Springy", "Staggered", "Crossed", "Elevated", "Alternating", "Even",
    "Folded", "Open", "Closed", "Diagonal", "Low", "High", "Half", "Full",
)  # fmt: skip

POSITIONS = {
    "standing": "Standing",
    "kneeling": "Kneeling",
    "all-fours": "Tabletop",
    "seated": "Seated",
    "supine": "Supine",
    "prone": "Prone",
    "side-lying": "Side-Lying",
    "plank": "Plank",
}

MOVEMENTS = (
    "Stretch", "Rock", "Glide", "Hold", "Reach", "Rotation", "Lift", "Lean", "Pulse", "Sweep", "Press",
    "Circle",
)  # fmt: skip
