"""The fields of each collection as data: for whatever explains them, beyond checking them."""

from __future__ import annotations

from dataclasses import dataclass

from kinepedia.schema.entries import COLLECTIONS


@dataclass(frozen=True, slots=True)
class FieldNote:
    """A field: its name, what it means, and whether every entry must have it."""

    name: str
    description: str
    required: bool


def fields_of(collection: str) -> list[FieldNote]:
    """Return the fields that an entry of a collection may have, in the order of the content model."""
    return [
        FieldNote(name, field.description or "", field.is_required())
        for name, field in COLLECTIONS[collection].fields.model_fields.items()
    ]
