"""Reads what touches what: "hands on floor", "right ankle on left thigh", "right foot off floor"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kinepedia.figures import vocabulary as words
from kinepedia.figures.pose import Contact
from kinepedia.figures.sides import is_part, limb_of, sides_of, with_side
from kinepedia.figures.words.mistakes import expected, unknown

if TYPE_CHECKING:
    from kinepedia.figures.pose import Pose
    from kinepedia.figures.words.notation import Reader

_OFF = ("off floor", "off the floor", "lifted", "off")


def touch(pose: Pose, reader: Reader, start: int) -> Pose | None:
    """Read a contact whose clause begins at word `start`; None if it is none. Raises `PoseError`."""
    part = reader.one_of(words.PARTS)
    if not part:
        return None
    kind = words.PARTS[part]
    if reader.one_of(_OFF):
        return _lifted(pose, kind, reader.side)
    relation = reader.one_of(words.RELATIONS)
    if not relation:
        return None
    reader.one_of(("the", "a"))
    target_side = reader.one_of(("left", "right", "both", "other", "opposite"))
    target = reader.one_of((*words.THINGS, *words.BODY_TARGETS))
    if not target:
        if reader.at_end:
            after = " ".join(word.text for word in reader.words[start:])
            raise expected(reader, after, "what it touches", f"{part} on floor", start)
        raise unknown(reader, "the thing or part of the body", (*words.THINGS, *words.BODY_TARGETS))
    span = reader.span(start)
    made = []
    is_sided = kind in words.SIDED_PARTS or (kind == "seat" and reader.side in ("left", "right"))
    for one in sides_of(reader.side) if is_sided else ("",):
        name = f"{one} {kind}".strip()
        if target in words.THINGS:
            made.append(Contact(name, relation, words.THINGS[target], span))
        else:
            where = with_side(words.BODY_TARGETS[target], target_side, one)
            made.append(Contact(name, relation, where, span))
    replaced = {limb_of(contact.part) for contact in made}
    kept = tuple(contact for contact in pose.contacts if limb_of(contact.part) not in replaced)
    lifted = pose.lifted - {contact.part for contact in made}
    return replace(pose, contacts=(*kept, *made), lifted=lifted)


def _lifted(pose: Pose, kind: str, side: str | None) -> Pose:
    """Return a pose in which a part touches nothing; what the body rests on is then the other side's."""
    sides = sides_of(side)
    kept = tuple(contact for contact in pose.contacts if not is_part(contact.part, kind, side))
    lifted = pose.lifted | {f"{one} {kind}" for one in sides}
    rests: list[str] = []
    for rest in pose.rests:
        own, _, part = rest.rpartition(" ")
        if words.singular(part) != kind or (own and own not in sides):
            rests.append(rest)
        elif len(sides) == 1:
            rests.append(f"{'left' if sides[0] == 'right' else 'right'} {kind}")
    return replace(pose, contacts=kept, lifted=lifted, rests=tuple(dict.fromkeys(rests)) or pose.rests)
