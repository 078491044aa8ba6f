"""The text of a new entry: what is known of it, and guidance for the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinepedia.author.new.examples import EXAMPLES
from kinepedia.author.yaml_text import scalar
from kinepedia.model.schema.fields import fields_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kinepedia.model.collections import Collection
    from kinepedia.model.schema.own import Field

_GUIDANCE = """\
# What else can be said. To use a field, take the "# " before it away.
# "none" says that there is nothing, which is shown; a field that is left out says nothing.
"""


def entry_text(row: Collection, title: str, given: Mapping[str, str | Sequence[str]]) -> str:
    """Return the text of a new entry with a title, and with texts or lists as the values of other fields.

    The items of a routine are `given` as the slugs of its exercises. Fields that are not given stand in
    comments, each with its meaning and an example.
    """
    values = {"title": title, **given}
    own = dict(row.own)
    required = {name: _own_value(own[name]) for name in required_own(row) if name not in values}
    if row.placeholder or required:
        values["draft"] = "true"
    known, unknown = [], []
    for field in fields_of(row.fields):
        if field.name in required:
            known += ["# Put yours in the place of this:", f"{field.name}: {required[field.name]}"]
        elif field.name in values:
            known.append(_field(field.name, values[field.name]))
        else:
            unknown += ["#", f"# # {field.description}"]
            example = EXAMPLES.get(field.name) or f"{field.name}: {_own_value(own[field.name])}"
            unknown += [f"# {line}" for line in example.split("\n")]
    lines = ["---", *known, _GUIDANCE + "\n".join(unknown), "---", row.placeholder]
    return "\n".join(lines)


def required_own(row: Collection) -> list[str]:
    """Return the names of the site's own fields that every entry of a collection must have."""
    return [name for name, field in row.own if field.required]


def _own_value(field: Field) -> str:
    """Return a value of a field of the site's own as an author would write it."""
    example = scalar(field.choices[0]) if field.choices else _OWN_EXAMPLES[field.type]
    return f"[{example}]" if field.many else example


_OWN_EXAMPLES = {
    "text": "Some words",
    "number": "3",
    "yes-no": "true",
    "date": "2026-11-23",
    "list": "[One, Another]",
    "reference": "slug-of-an-entry",
    "link": "https://example.org/",
    "duration": "30 s",
}


def _field(name: str, value: str | Sequence[str]) -> str:
    if name == "items":
        return "\n".join(["items:", *(f"  - exercise: {scalar(slug)}" for slug in value)])
    if isinstance(value, str):
        return f"{name}: {scalar(value)}"
    return f"{name}: [{', '.join(map(scalar, value))}]"
