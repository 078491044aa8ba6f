"""The fields that each collection's front matter may have.

The descriptions are the documentation of the content model: what an author reads, here or in an editor.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from kinepedia.schema.values import (
    Cautions,
    Citations,
    Count,
    Day,
    Flag,
    Listing,
    Names,
    Number,
    OldAddresses,
    Rank,
    Record,
    Slug,
    SomeNames,
    Text,
    Texts,
    Time,
    WebAddress,
)

Position = Literal["standing", "kneeling", "all-fours", "seated", "supine", "prone", "side-lying", "plank"]
Kind = Literal["muscle", "nerve", "joint", "fascia"]


class Limit(Record):
    """The most of an exercise that is wise in one day."""

    amount: Count = Field(description="How many; a number or a range.")
    unit: Literal["repetitions", "sets", "seconds", "minutes", "sessions"] = Field(description="Of what.")
    per: Literal["side", "leg", "arm"] | None = Field(None, description="Counted for each of these.")
    reason: Text | None = Field(None, description="Why more is unwise, as a full sentence.")


class Dose(Record):
    """How much of an exercise to do."""

    reps: Count | None = Field(None, description="Repetitions in a set; a number or a range.")
    sets: Count | None = Field(None, description="Sets; a number or a range.")
    hold: Time | None = Field(None, description="How long to hold, with its unit: 30 s.")
    rest: Time | None = Field(None, description="The pause between sets, with its unit: 1 min.")
    sides: Literal["each", "both", "alternating"] | None = Field(
        None, description="each: all repetitions on one side, then on the other; both: at once; alternating."
    )
    limit: Limit | None = Field(None, description="The most that is wise in one day.")

    @model_validator(mode="after")
    def _says_something(self) -> Dose:
        if not self.model_fields_set:
            raise PydanticCustomError("empty-field", "")
        return self


def _expand_dose(raw: Any) -> Any:
    return None if isinstance(raw, str) and raw.strip().casefold() == "none" else raw


MaybeDose = Annotated[Dose | None, BeforeValidator(_expand_dose)]
"""A dose, or none."""


class Entry(Record):
    """What every entry may say."""

    title: Text = Field(description="The name, as a heading.")
    aliases: Names = Field(Listing(), description="Other names, also those that visitors use by mistake.")
    summary: Text | None = Field(None, description="One sentence that says what this is.")
    author: Text | None = Field(
        None,
        description="Who wrote it. The site's author signs exercises, routines and articles without one.",
    )
    sources: Citations = Field((), description="What the statements rest on.")
    published: Day | None = Field(None, description="The day it was first published.")
    updated: Day | None = Field(None, description="The day it was last changed in substance.")
    draft: Flag = Field(default=False, description="true: it is only built with --drafts.")
    slug: Slug | None = Field(None, description="The last part of the address, if not the file's name.")
    redirect_from: OldAddresses = Field((), description="Old addresses that lead here: /old/name/.")


class Exercise(Entry):
    """An exercise."""

    categories: SomeNames = Field(description="Where it is filed; the first is its breadcrumb.")
    type: Text | None = Field(None, description="The type of exercise or stretch.")
    level: Text | None = Field(None, description="How difficult it is.")
    position: Position | None = Field(None, description="The position it is done in.")
    equipment: Names = Field(Listing(), description="The things it needs; none if it needs nothing.")
    stretches: Names = Field(Listing(), description="Muscles and fascia that it stretches.")
    strengthens: Names = Field(Listing(), description="Muscles that it strengthens.")
    mobilizes: Names = Field(Listing(), description="Nerves and joints that it mobilizes.")
    prerequisites: Names = Field(Listing(), description="Exercises suggested before this one.")
    easier: Names = Field(Listing(), description="Easier variations.")
    harder: Names = Field(Listing(), description="Harder variations.")
    alternatives: Names = Field(Listing(), description="Exercises that can stand in for this one.")
    dose: MaybeDose = Field(None, description="How much of it to do.")
    feel: Texts = Field((), description="Where it should be felt.")
    avoid_feeling: Texts = Field((), description="The signal to stop.")
    cautions: Cautions = Field(Listing(), description="Who should take care, and how.")
    order: Number | None = Field(None, description="Its place in its categories, if those list no sequence.")


class Category(Entry):
    """A place where exercises are filed."""

    sequence: Names = Field(Listing(), description="Its exercises in the order to learn them.")
    order: Number | None = Field(None, description="Its place among the categories.")


class Target(Entry):
    """An anatomical target: a muscle, a nerve, a joint or a fascia."""

    kind: Kind = Field(description="muscle, nerve, joint or fascia.")
    latin: Text | None = Field(None, description="Its Latin name.")


class Type(Entry):
    """A type of exercise or stretch."""

    definition: Text = Field(description="What this encyclopedia means by it; sources disagree.")


class Level(Entry):
    """A difficulty. A level without a rank, such as all-levels, is neither the lowest nor the highest."""

    rank: Rank = Field(None, description="1 for the easiest, then 2, 3 ...; none if it suits all.")


class Equipment(Entry):
    """A thing that exercises use."""


class RoutineItem(Record):
    """One exercise of a routine. What its dose leaves out is taken from the exercise."""

    exercise: Text = Field(description="The exercise.")
    dose: MaybeDose = Field(None, description="How much of it to do here.")
    note: Text | None = Field(None, description="What to mind here.")


class Routine(Entry):
    """An ordered program of exercises with doses."""

    level: Text | None = Field(None, description="How difficult it is.")
    items: tuple[RoutineItem, ...] = Field(min_length=1, description="Its exercises in order.")
    cautions: Cautions = Field(Listing(), description="Who should take care, and how.")


class Article(Entry):
    """A text that explains something."""


class Author(Entry):
    """Somebody who writes entries."""

    credentials: Texts = Field((), description="Qualifications, if any.")
    link: WebAddress | None = Field(None, description="Their page on the web.")


@dataclass(frozen=True, slots=True)
class Collection:
    """A kind of entry: its folder, what one is called in a message, and its fields."""

    name: str
    singular: str
    fields: type[Entry]


COLLECTIONS: dict[str, Collection] = {
    collection.name: collection
    for collection in (
        Collection("exercises", "exercise", Exercise),
        Collection("categories", "category", Category),
        Collection("muscles", "target", Target),
        Collection("types", "type", Type),
        Collection("levels", "level", Level),
        Collection("equipment", "equipment", Equipment),
        Collection("routines", "routine", Routine),
        Collection("articles", "article", Article),
        Collection("authors", "author", Author),
    )
}

REFERENCES: dict[str, str] = {
    "categories": "categories",
    "type": "types",
    "level": "levels",
    "equipment": "equipment",
    "stretches": "muscles",
    "strengthens": "muscles",
    "mobilizes": "muscles",
    "prerequisites": "exercises",
    "easier": "exercises",
    "harder": "exercises",
    "alternatives": "exercises",
    "sequence": "exercises",
    "author": "authors",
}
"""The collection that each field refers to; a field has the same meaning in every collection."""

KINDS: dict[str, frozenset[str]] = {
    "stretches": frozenset(["muscle", "fascia"]),
    "strengthens": frozenset(["muscle"]),
    "mobilizes": frozenset(["nerve", "joint"]),
}
"""The kinds of target that each field takes."""
