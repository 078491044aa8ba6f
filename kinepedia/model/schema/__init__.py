"""Records: what front matter may say, and how it is checked."""

from kinepedia.model.schema.entries import (
    Anatomy,
    Article,
    Author,
    Category,
    Dose,
    EntryFields,
    Equipment,
    Exercise,
    Level,
    Limit,
    OwnEntry,
    Routine,
    RoutineItem,
    Type,
)
from kinepedia.model.schema.records import Record, from_plain, to_plain
from kinepedia.model.schema.values import CautionFields, CitationFields, Listing, Names, Range

__all__ = [
    "Anatomy",
    "Article",
    "Author",
    "Category",
    "CautionFields",
    "CitationFields",
    "Dose",
    "EntryFields",
    "Equipment",
    "Exercise",
    "Level",
    "Limit",
    "Listing",
    "Names",
    "OwnEntry",
    "Range",
    "Record",
    "Routine",
    "RoutineItem",
    "Type",
    "from_plain",
    "to_plain",
]
