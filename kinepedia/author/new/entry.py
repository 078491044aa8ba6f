"""The text of a new entry: what is known of it, and guidance for the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kinepedia.author.new.examples import EXAMPLES
from kinepedia.author.yaml_text import scalar
from kinepedia.model.schema.fields import fields_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


_GUIDANCE = """\
# What else can be said. To use a field, take the "# " before it away.
# "none" says that there is nothing, which is shown; a field that is left out says nothing.
"""


def entry_text(collection: str, title: str, given: Mapping[str, str | Sequence[str]]) -> str:
    """Return the text of a new entry with a title, and with texts or lists as the values of other fields.

    The items of a routine are `given` as the slugs of its exercises. Fields that are not given stand in
    comments, each with its meaning and an example.
    """
    values = {"title": title, **given}
    if collection in PLACEHOLDERS:
        values["draft"] = "true"
    known, unknown = [], []
    for field in fields_of(collection):
        if field.name in values:
            known.append(_field(field.name, values[field.name]))
        else:
            unknown += ["#", f"# # {field.description}"]
            unknown += [f"# {line}" for line in EXAMPLES[field.name].split("\n")]
    lines = ["---", *known, _GUIDANCE + "\n".join(unknown), "---", PLACEHOLDERS.get(collection, "")]
    return "\n".join(lines)


def _field(name: str, value: str | Sequence[str]) -> str:
    if name == "items":
        return "\n".join(["items:", *(f"  - exercise: {scalar(slug)}" for slug in value)])
    if isinstance(value, str):
        return f"{name}: {scalar(value)}"
    return f"{name}: [{', '.join(map(scalar, value))}]"


class Kind(NamedTuple):
    """What the command line says of a kind of entry, and its collection."""

    collection: str
    what: str


KINDS = {
    "exercise": Kind("exercises", "an exercise"),
    "category": Kind("categories", "a category, in which exercises are filed"),
    "muscle": Kind("muscles", "a muscle, nerve, joint or fascia"),
    "type": Kind("types", "a type of exercise or stretch"),
    "level": Kind("levels", "a level of difficulty"),
    "equipment": Kind("equipment", "a piece of equipment"),
    "routine": Kind("routines", "a routine, an ordered program of exercises"),
    "article": Kind("articles", "an article, which explains something"),
    "author": Kind("authors", "the page of an author"),
}
"""What one entry of each collection is called on the command line."""

PLACEHOLDERS = {
    "exercises": """\
Say in a sentence or two what this exercise is good for, and for whom.

## How to

### Step 1: Get ready

Describe the position in which it begins, for somebody who has never seen it.

### Step 2: Move

Describe the movement: what moves, what stays, how fast and how far.

### Step 3: Come back

Say how it ends, and what to do on the other side.
""",
    "routines": "Say what this routine is for, how often to do it, and how to go on from it.\n",
    "articles": "Begin with what the reader will know at the end.\n",
}
"""The bodies of those entries that have words to be replaced, so that they begin as drafts."""
