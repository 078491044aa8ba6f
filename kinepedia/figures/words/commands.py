"""Reads the clauses that begin with a word of their own: view, highlight, arrow, strap and others."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kinepedia.figures import vocabulary as words
from kinepedia.figures.pose import Arrow, Contact, Rhythm, Strap
from kinepedia.figures.sides import limb_of, sides_of
from kinepedia.figures.targets import TARGETS
from kinepedia.figures.views import TILT, VIEWS
from kinepedia.figures.words.mirror import mirrored
from kinepedia.figures.words.mistakes import expected, expected_or_unknown, unknown
from kinepedia.figures.words.notation import SIDES
from kinepedia.problems.diagnostics import Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from kinepedia.figures.pose import Pose
    from kinepedia.figures.words.notation import Reader

_MIDDLE = ("pelvis", "chest", "head", "seat", "upper back")
_GROUPS = (
    "feet", "foot", "heels", "heel", "balls", "toes", "knees", "knee", "insteps", "instep", "seat", "hip",
    "upper back", "chest", "belly", "thighs", "thigh", "hands", "hand", "elbows", "elbow", "shoulder", "head",
)  # fmt: skip


def _trunk(pose: Pose, reader: Reader) -> Pose:
    word = reader.one_of(("upright", "horizontal", "forward", "back"))
    if word in words.TRUNK:
        return replace(pose, trunk=words.TRUNK[word])
    number = reader.number()
    if number is None or number.value is None:
        what = "upright, horizontal, or forward and a number of degrees"
        raise expected_or_unknown(
            reader, "trunk", what, "trunk forward 30", ("upright", "horizontal", "forward", "back")
        )
    return replace(pose, trunk=-number.value if word == "back" else number.value)


def _view(pose: Pose, reader: Reader) -> Pose:
    if reader.side in ("left", "right") and reader.at_end:
        return replace(pose, view=VIEWS[reader.side])
    reader.one_of(("from",))
    name = reader.one_of([view.replace("-", " ") for view in VIEWS])
    if name:
        around, above = VIEWS[name.replace("three quarter", "three-quarter")]
    else:
        number = reader.number()
        if number is None or number.value is None:
            raise expected_or_unknown(reader, "view", "a view or a number of degrees", "view side", VIEWS)
        around, above = number.value, TILT
    if reader.one_of(("up", "above")):
        number = reader.number()
        above = number.value if number and number.value is not None else 30.0
    return replace(pose, view=(around % 360, max(-90.0, min(90.0, above))))


def _highlight(pose: Pose, reader: Reader) -> Pose:
    side = reader.one_of(SIDES) or reader.side
    if reader.one_of(("none", "nothing")):
        return replace(pose, highlights=())
    name = reader.one_of([target.replace("-", " ") for target in TARGETS])
    if not name:
        if reader.at_end:
            raise expected(reader, "highlight", "a muscle or a nerve", "highlight hamstrings")
        raise unknown(reader, "the muscle or nerve", [target.replace("-", " ") for target in TARGETS])
    slug = name.replace(" ", "-")
    return replace(pose, highlights=(*pose.highlights, *(f"{one} {slug}" for one in sides_of(side))))


def _arrow(pose: Pose, reader: Reader) -> Pose:
    side = reader.one_of(SIDES) or reader.side
    part = reader.one_of((*words.PARTS, "hip", "hips", "pelvis", "chest", "thigh", "shin"))
    if not part:
        raise expected_or_unknown(reader, "arrow", "a part of the body", "arrow right foot up", words.PARTS)
    direction = reader.one_of(words.DIRECTIONS) or ""
    default = "both" if part.endswith("s") or part == "feet" else "right"
    part = {"hips": "pelvis", "hip": "pelvis"}.get(part, words.PARTS.get(part, part))
    names = (part,) if part in _MIDDLE else tuple(f"{one} {part}" for one in sides_of(side or default))
    return replace(pose, arrows=(*pose.arrows, *(Arrow(name, direction) for name in names)))


def _rhythm(pose: Pose, reader: Reader) -> Pose:
    values = []
    reader.one_of(("out",))
    while (number := reader.number()) is not None and number.value is not None:
        values.append(max(0.1, min(60.0, number.value)))
        reader.one_of(("out", "hold", "back"))
    if not values:
        raise expected_or_unknown(reader, "rhythm", "seconds", "rhythm 2 1 2", ())
    rhythm = Rhythm(values[0], values[1] if len(values) > 2 else 0.4, values[-1])
    return replace(pose, rhythm=rhythm)


def _look(pose: Pose, reader: Reader) -> Pose:
    word = reader.one_of(words.LOOKS)
    if not word:
        raise expected_or_unknown(reader, "look", "a direction", "look down", words.LOOKS)
    angle, value = words.LOOKS[word]
    return replace(pose, angles={**pose.angles, angle: value}, stated={**pose.stated, angle: reader.span()})


def _fists(pose: Pose, reader: Reader) -> Pose:
    return replace(pose, fists=pose.fists | set(sides_of(reader.side)))


def _arms(pose: Pose, reader: Reader) -> Pose:
    place = reader.one_of(words.ARM_PLACES)
    if not place:
        raise expected_or_unknown(reader, "arms", "a place", "arms overhead", words.ARM_PLACES)
    angles, stated = dict(pose.angles), dict(pose.stated)
    sides = sides_of(reader.side)
    for one in sides:
        for name, value in words.ARM_PLACES[place].items():
            angles[f"{one} {name}"] = value
            stated[f"{one} {name}"] = reader.span()
    arms = {f"{one} arm" for one in sides}
    crossed = (
        tuple(
            Contact(f"{one} hand", "on", f"{'left' if one == 'right' else 'right'} upper arm", Span())
            for one in sides
        )
        if place == "crossed"
        else ()
    )
    contacts = tuple(contact for contact in pose.contacts if limb_of(contact.part) not in arms)
    return replace(pose, angles=angles, stated=stated, contacts=(*contacts, *crossed))


def _strap(pose: Pose, reader: Reader) -> Pose:
    kind = reader.words[0].text
    relation = reader.one_of(("round", "around", "between", "from", "over", "under"))
    middle_side = reader.one_of(SIDES)
    middle = reader.one_of(words.BODY_TARGETS)
    if not relation or not middle:
        raise expected_or_unknown(
            reader,
            kind,
            "round and a part of the body, or between and two parts",
            f"{kind} round right foot",
            words.BODY_TARGETS,
        )
    where = words.BODY_TARGETS[middle]
    if relation != "between" and middle.endswith("s") and where in ("thigh", "knee", "shin", "ankle"):
        loop = Strap(kind, (f"left {where}", f"right {where}"), "")
        return replace(pose, straps=(*pose.straps, loop))
    ends: tuple[str, ...] = ("left hand", "right hand")
    if reader.one_of(("in", "to")):
        hand_side = reader.one_of(SIDES)
        if not reader.one_of(("hand", "hands")):
            raise expected_or_unknown(reader, kind, "a hand", f"{kind} round right foot in right hand", ())
        ends = tuple(f"{one} hand" for one in sides_of(hand_side))
    if relation == "between":
        strap = Strap(kind, tuple(f"{one} {where}" for one in ("left", "right")), "")
    else:
        strap = Strap(kind, ends, f"{middle_side if middle_side in ('left', 'right') else 'right'} {where}")
    fists = frozenset(end.split()[0] for end in strap.ends if end.endswith("hand"))
    return replace(pose, straps=(*pose.straps, strap), fists=pose.fists | fists)


def _partner(pose: Pose, reader: Reader) -> Pose:
    reader.one_of(("hands",))
    reader.one_of(("on", "at", "under", "behind"))
    side = reader.one_of(SIDES) or reader.side
    target = reader.one_of(words.BODY_TARGETS)
    if not target:
        raise expected_or_unknown(
            reader,
            "partner's hands",
            "a part of the body",
            "partner's hands on right heel",
            words.BODY_TARGETS,
        )
    where = words.BODY_TARGETS[target]
    name = (
        where
        if where in ("chest", "head", "belly", "lower back")
        else f"{side if side in ('left', 'right') else 'right'} {where}"
    )
    return replace(pose, helpers=(*pose.helpers, name))


def _turned(pose: Pose, reader: Reader) -> Pose:
    number = reader.number()
    return replace(pose, turned=number.value if number and number.value is not None else 0.0)


def _rests(pose: Pose, reader: Reader) -> Pose:
    groups = []
    while not reader.at_end:
        reader.one_of(("and",))
        one = reader.one_of(SIDES)
        group = reader.one_of(_GROUPS)
        if not group:
            raise expected_or_unknown(
                reader, "rests on", "a part of the body", "rests on seat and feet", _GROUPS
            )
        groups += [f"{one} {group}"] if one in ("left", "right") else [group]
    return replace(pose, rests=tuple(groups))


def _says(pose: Pose, reader: Reader) -> Pose:
    text = reader.rest()
    reader.index = len(reader.words)
    return replace(pose, says=text[:1].upper() + text[1:])


COMMANDS: dict[str, Callable[[Pose, Reader], Pose]] = {
    "trunk": _trunk,
    "view": _view,
    "highlight": _highlight,
    "arrow": _arrow,
    "rhythm": _rhythm,
    "look": _look,
    "fists": _fists,
    "fist": _fists,
    "arms": _arms,
    "arm": _arms,
    "strap": _strap,
    "band": _strap,
    "partner": _partner,
    "partner's hands": _partner,
    "mirror": lambda pose, _: mirrored(pose),
    "ghost": lambda pose, _: replace(pose, ghost=True),
    "turned": _turned,
    "rests on": _rests,
    "balanced": lambda pose, _: replace(pose, balanced=True),
    "says": _says,
}
"""What reads each clause, by the word that it begins with. `same` and `then` are read with whole poses."""
