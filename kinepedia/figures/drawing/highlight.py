"""What is highlighted on a body: bellies of muscles on its parts, and nerves above them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from kinepedia.figures.body import proportions as body
from kinepedia.figures.body.proportions import Section, section_at
from kinepedia.figures.drawing.outline import Disc, open_path, path, tube
from kinepedia.figures.targets import TARGETS, Belly, Course

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kinepedia.figures.drawing.camera import Camera
    from kinepedia.figures.figure import Figure

_SECTIONS: dict[str, tuple[tuple[Section, ...], float]] = {
    "thigh": (body.THIGH_SECTIONS, -1.0),
    "shank": (body.SHANK_SECTIONS, -1.0),
    "upper arm": (body.UPPER_ARM_SECTIONS, -1.0),
    "forearm": (body.FOREARM_SECTIONS, -1.0),
    "lumbar": (body.LUMBAR_SECTIONS, 1.0),
    "thorax": (body.THORAX_SECTIONS, 1.0),
    "pelvis": (body.PELVIS_SECTIONS, 1.0),
}
_PARTS = {"lumbar": "chest", "thorax": "chest", "pelvis": "pelvis", "neck": "neck"}
_STEPS = 5
# How thick a belly is along its length, from end to end.
_PROFILE = (0.35, 0.85, 1.0, 0.8, 0.3)


class Mark(NamedTuple):
    """One thing that is shown on a body: its class and the data of its path."""

    kind: str
    path: str


Shown = list[tuple[frozenset[str], Mark]]
"""What is highlighted: each mark with the parts of the body along which it runs."""


def highlights(figure: Figure, camera: Camera) -> Shown:
    """Return what a pose wants highlighted."""
    found: Shown = []
    for name in dict.fromkeys(figure.pose.highlights):
        side, _, slug = name.partition(" ")
        target = TARGETS[slug]
        if isinstance(target, Course):
            parts = frozenset(_part(frame, side) for frame, *_ in target.points)
            found.append((parts, _course(figure, camera, side, target, slug)))
            continue
        for belly in target:
            frame = belly.frame if belly.frame in _PARTS else f"{side} {belly.frame}"
            names = {_part(belly.frame, side)}
            if belly.frame == "thigh" and belly.start < 3.0:
                names.add("pelvis")  # which it crosses
            if belly.frame in ("lumbar", "thorax"):
                names.add("pelvis")
            found.append((frozenset(names), _belly(figure, camera, frame, side, belly)))
    return found


def after(shown: Shown, painted: Sequence[str]) -> dict[str, list[Mark]]:
    """Return the marks by the part after which each is painted: the last of those that it runs along.

    What lies before these parts, such as an arm before a thigh, is painted later and hides it.
    """
    places = {name: place for place, name in enumerate(painted)}
    found: dict[str, list[Mark]] = defaultdict(list)
    for parts, mark in shown:
        # Each part is in there, because every body is painted with all of them.
        found[max(parts, key=lambda name: places[name])].append(mark)
    return found


def _part(frame: str, side: str) -> str:
    """Return the part of the body to which a segment belongs."""
    if frame in _PARTS:
        return _PARTS[frame]
    return f"{side} {'foot' if frame == 'toes' else frame}"


def _belly(figure: Figure, camera: Camera, frame: str, side: str, belly: Belly) -> Mark:
    placed = figure.frames[frame]
    view = camera.view(placed.origin, placed.turn)
    sections, direction = _SECTIONS[belly.frame]
    sign = body.SIGN[side]
    discs: list[Disc] = []
    for step, thick in enumerate(_PROFILE):
        at = belly.start + (belly.end - belly.start) * step / (_STEPS - 1)
        section = section_at(sections, at)
        middle = (
            section.forward + belly.forward * section.deep,
            sign * (section.out + belly.out * section.wide),
            direction * at,
        )
        discs.append(
            view.disc(middle, section.wide * belly.wide * thick * 0.9, section.deep * belly.deep * thick)
        )
    # Seen from the other side, it lies behind the limb, and only shines through.
    away = view.turn[6] * belly.forward + view.turn[7] * belly.out * sign
    kind = "muscle-behind" if away > 0.3 else "muscle"
    return Mark(kind, path(tube(discs, 0.8, 0.8)))


def _course(figure: Figure, camera: Camera, side: str, course: Course, slug: str) -> Mark:
    sign = body.SIGN[side]
    line = []
    for frame, x, y, z in course.points:
        name = frame if frame in figure.frames else f"{side} {frame}"
        seen = camera.see(figure.frames[name].at((x, sign * y, z)))
        line.append((seen.x, seen.y))
    kind = "nerve" if slug.endswith("nerve") else "tissue"
    return Mark(kind, open_path(line))
