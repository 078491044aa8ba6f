"""Says in words what a figure shows, for people who do not see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinepedia.figures.body.proportions import SIDES
from kinepedia.figures.joints import mildest_shoulder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kinepedia.figures.pose import Contact, Pose, Strap

# For each movement: what is said of a positive and of a negative angle, and of none.
_SAID = {
    "hip flexion": ("hip", "bent {} degrees", "stretched back {} degrees", "straight"),
    "hip abduction": (
        "hip",
        "{} degrees out to the side",
        "{} degrees across the body",
        "not out to the side",
    ),
    "hip rotation": ("hip", "turned out {} degrees", "turned in {} degrees", "not turned"),
    "knee flexion": ("knee", "bent {} degrees", "{} degrees beyond straight", "straight"),
    "ankle dorsiflexion": ("foot", "pulled up {} degrees", "pointed {} degrees", "at a right angle"),
    "ankle inversion": ("sole", "turned in {} degrees", "turned out {} degrees", "not turned"),
    "toes extension": ("toes", "bent up {} degrees", "bent down {} degrees", "straight"),
    "shoulder flexion": ("arm", "raised forward {} degrees", "taken back {} degrees", "hanging"),
    "shoulder abduction": ("arm", "{} degrees out to the side", "{} degrees across the body", "at the side"),
    "shoulder rotation": ("arm", "turned out {} degrees", "turned in {} degrees", "not turned"),
    "shoulder elevation": ("shoulder", "raised", "lowered", "relaxed"),
    "elbow flexion": ("elbow", "bent {} degrees", "{} degrees beyond straight", "straight"),
    "forearm supination": ("palm", "turned up {} degrees", "turned down {} degrees", "facing in"),
    "wrist extension": ("wrist", "bent back {} degrees", "bent forward {} degrees", "straight"),
    "wrist deviation": (
        "wrist",
        "bent to the thumb {} degrees",
        "bent to the little finger {} degrees",
        "straight",
    ),
}
_TRUNK = {
    "pelvis tilt": ("pelvis", "tilted forward {} degrees", "tucked {} degrees", "level"),
    "back flexion": ("back", "rounded {} degrees", "arched {} degrees", "straight"),
    "back side bend": (
        "trunk",
        "bent to the right {} degrees",
        "bent to the left {} degrees",
        "not bent to the side",
    ),
    "back rotation": ("trunk", "turned left {} degrees", "turned right {} degrees", "facing forward"),
    "neck flexion": ("head", "bent forward {} degrees", "bent back {} degrees", "upright"),
    "neck side bend": ("head", "bent to the right {} degrees", "bent to the left {} degrees", "upright"),
    "neck rotation": ("head", "turned left {} degrees", "turned right {} degrees", "facing forward"),
}
_PLURAL = {"foot": "feet"}  # the others take an s
_PARTS_OF_BACK = ("lower back", "upper back")


def describe(poses: Sequence[Pose]) -> str:
    """Return a sentence or two: the first pose, and of each later one what is different."""
    before = _phrases(poses[0])
    said = ["; ".join(before)]
    for pose in poses[1:]:
        phrases = _phrases(pose)
        changes = [phrase for phrase in phrases if phrase not in before]
        said.append(f"then {_small('; '.join(changes)) or 'the same'}")
        before = phrases
    text = "; ".join(said) + (
        "; and back" if len(poses) == 2 else "; and from the beginning" if poses[1:] else ""
    )
    marked = list(
        dict.fromkeys(name.split(" ", 1)[1].replace("-", " ") for p in poses for name in p.highlights)
    )
    return f"{text}. Marked: {', '.join(marked)}." if marked else f"{text}."


def _strap(strap: Strap) -> str:
    if strap.middle:
        return f"a {strap.kind} from the hands round the {strap.middle}"
    part = strap.ends[0].split(" ", 1)[1]
    return f"a {strap.kind} {'between the hands' if part == 'hand' else f'round the {_plural(part)}'}"


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _phrases(pose: Pose) -> list[str]:
    said = [pose.says or pose.base.capitalize() or "A pose"]
    if pose.trunk is not None:
        way = "forward" if pose.trunk > 0 else "back"
        said.append(
            "trunk upright" if abs(pose.trunk) < 3 else f"trunk leaning {way} {abs(pose.trunk):.0f} degrees"
        )
    return [
        *said,
        *_limbs(pose),
        *_spine(pose),
        *_contacts(pose),
        *(_strap(strap) for strap in pose.straps),
        *(f"a partner's hands at the {name}" for name in pose.helpers),
    ]


def _limbs(pose: Pose) -> Iterator[str]:
    both: list[tuple[str, str]] = []
    single: dict[str, list[tuple[str, str]]] = {side: [] for side in SIDES}
    for name, (part, more, less, none) in _SAID.items():
        values = {side: _angle(pose, side, name) for side in SIDES if f"{side} {name}" in pose.stated}
        if name == "shoulder flexion":  # an arm that is out to the side does not hang
            values = {side: value for side, value in values.items() if value or not _is_out(pose, side)}
        if len(values) == 2 and values["left"] == values["right"]:
            both.append((_plural(part), _degrees(values["left"], more, less, none)))
            continue
        for side, value in values.items():
            single[side].append((part, _degrees(value, more, less, none)))
    if both:
        yield _joined(both, "")
    for side in SIDES:
        if single[side]:
            yield _joined(single[side], f"{side} ")


def _is_out(pose: Pose, side: str) -> bool:
    return abs(_angle(pose, side, "shoulder abduction")) >= 1


def _angle(pose: Pose, side: str, name: str) -> float:
    if name in ("shoulder flexion", "shoulder abduction"):
        get = pose.angles.get
        both = mildest_shoulder(get(f"{side} shoulder flexion", 0.0), get(f"{side} shoulder abduction", 0.0))
        return both[name == "shoulder abduction"]
    return pose.angles.get(f"{side} {name}", 0.0)


def _joined(found: list[tuple[str, str]], side: str) -> str:
    """Return "right hip bent 85 degrees and turned out 10 degrees, knee straight"."""
    pieces: list[str] = []
    before = ""
    for part, text in found:
        if part == before:
            pieces[-1] += f" and {text}"
        else:
            pieces.append(f"{side if not pieces else ''}{part} {text}")
        before = part
    return ", ".join(pieces)


def _spine(pose: Pose) -> Iterator[str]:
    for name, (part, more, less, none) in _TRUNK.items():
        joint, _, motion = name.partition(" ")
        keys = [f"{half} {motion}" for half in _PARTS_OF_BACK] if joint == "back" else [name]
        if any(key in pose.stated for key in keys):
            value = sum(pose.angles.get(key, 0.0) for key in keys if key in pose.stated)
            yield f"{part} {_degrees(value, more, less, none)}"


def _degrees(value: float, more: str, less: str, none: str) -> str:
    if abs(value) < 1:
        return none
    if value >= 150 and more.startswith("raised forward"):
        return "raised overhead"
    return (more if value > 0 else less).format(f"{abs(value):.0f}")


def _contacts(pose: Pose) -> Iterator[str]:
    said = set()
    places = {(contact.part, contact.relation, contact.target) for contact in pose.contacts}
    for contact in pose.contacts:
        text = _contact(contact, places)
        # What only a base pose wants has no place in the author's text (`read_base`), and is not said.
        if text not in said and contact.span.length:
            said.add(text)
            yield text


def _contact(contact: Contact, places: set[tuple[str, str, str]]) -> str:
    side, _, kind = contact.part.partition(" ")
    relation = {"round": "around", "holds": "holding", "to": "on"}.get(contact.relation, contact.relation)
    other = "right" if side == "left" else "left"
    owner, _, place = contact.target.partition(" ")
    target = f"the {contact.target}" if owner in SIDES else _article(contact.target)
    if side not in SIDES:
        return f"{contact.part} {relation} {target}"
    if (f"{other} {kind}", contact.relation, contact.target) in places:  # both touch the same
        return f"{_plural(kind)} {relation} {target}"
    if owner == side and (f"{other} {kind}", contact.relation, f"{other} {place}") in places:
        return f"{_plural(kind)} {relation} the {_plural(place)}"
    return f"{contact.part} {relation} {target}"


def _plural(part: str) -> str:
    return part if part.endswith("s") else _PLURAL.get(part, f"{part}s")


def _article(target: str) -> str:
    return (
        f"the {target}"
        if target in ("floor", "wall", "mat", "bar", "chest", "head", "belly", "lower back")
        else f"a {target}"
    )
