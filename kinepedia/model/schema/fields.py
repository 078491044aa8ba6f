"""The fields of each collection as data: for whatever explains them, beyond checking them."""

from __future__ import annotations

import dataclasses
from dataclasses import MISSING, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kinepedia.model.schema.entries import EntryFields


@dataclass(frozen=True, slots=True)
class FieldNote:
    """A field: its name, what it means, and whether every entry must have it."""

    name: str
    description: str
    required: bool


def fields_of(record: type[EntryFields]) -> list[FieldNote]:
    """Return the fields of a record of front matter, in the order of the content model."""
    return [
        FieldNote(field.name, field.metadata["description"], field.default is MISSING)
        for field in dataclasses.fields(record)
    ]
