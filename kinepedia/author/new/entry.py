"""The text of a new entry: what is known of it, and guidance for the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinepedia.author.new.examples import EXAMPLES
from kinepedia.author.new.kinds import PLACEHOLDERS
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
