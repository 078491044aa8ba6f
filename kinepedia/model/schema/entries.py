"""The fields that the front matter of each built-in collection may have.

The descriptions are the documentation of the content model: what an author reads, here or in an editor.
"""

from __future__ import annotations

from typing import Annotated, Literal

from kinepedia.model.schema.records import Check, Record, record, said
from kinepedia.model.schema.values import (
    Address,
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
    Slug,
    SomeNames,
    Text,
    Texts,
    Time,
    WebAddress,
)

Position = Literal["standing", "kneeling", "all-fours", "seated", "supine", "prone", "side-lying", "plank"]
Kind = Literal["muscle", "nerve", "joint", "fascia"]


@record
class Limit(Record):
    """The most of an exercise that is wise in one day."""

    amount: Count = said("How many; a number or a range.")
    unit: Literal["repetitions", "sets", "seconds", "minutes", "sessions"] = said("Of what.")
    per: Literal["side", "leg", "arm"] | None = said("Counted for each of these.", default=None)
    reason: Text | None = said("Why more is unwise, as a full sentence.", default=None)


@record
class Dose(Record):
    """How much of an exercise to do."""

    reps: Count | None = said("Repetitions in a set; a number or a range.", default=None)
    sets: Count | None = said("Sets; a number or a range.", default=None)
    hold: Time | None = said("How long to hold, with its unit: 30 s.", default=None)
    rest: Time | None = said("The pause between sets, with its unit: 1 min.", default=None)
    sides: Literal["each", "both", "alternating"] | None = said(
        "each: all repetitions on one side, then on the other; both: at once; alternating.", default=None
    )
    limit: Limit | None = said("The most that is wise in one day.", default=None)


MaybeDose = Annotated[Dose | None, Check("dose")]
"""A dose, or none."""


@record
class EntryFields(Record):
    """What every entry may say."""

    title: Text = said("The name, as a heading.")
    aliases: Names = said("Other names, also those that visitors use by mistake.", default=Listing())
    summary: Text | None = said("One sentence that says what this is.", default=None)
    author: Text | None = said(
        "Who wrote it. The site's author signs exercises, routines and articles without one.",
        to="authors",
        default=None,
    )
    sources: Citations = said("What the statements rest on.", default=())
    published: Day | None = said("The day it was first published.", default=None)
    updated: Day | None = said("The day it was last changed in substance.", default=None)
    draft: Flag = said("true: it is only built with --drafts.", default=False)
    slug: Slug | None = said("The last part of the address, if not the file's name.", default=None)
    redirect_from: OldAddresses = said("Old addresses that lead here: /old/name/, /?p=123.", default=())
    address: Address | None = said(
        "The whole address, where the one of its collection does not fit: /contact/.", default=None
    )
    template: Text | None = said("The template of this page alone, such as landing.html.", default=None)


@record
class Exercise(EntryFields):
    """An exercise."""

    categories: SomeNames = said(
        "Where it is filed; the first is its breadcrumb.", to="categories", many=True
    )
    type: Text | None = said("The type of exercise or stretch.", to="types", default=None)
    level: Text | None = said("How difficult it is.", to="levels", default=None)
    position: Position | None = said("The position it is done in.", default=None)
    equipment: Names = said(
        "The things it needs; none if it needs nothing.", to="equipment", many=True, default=Listing()
    )
    stretches: Names = said(
        "Muscles and fascia that it stretches.",
        to="muscles",
        many=True,
        kinds=(
            "muscle",
            "fascia",
        ),
        default=Listing(),
    )
    strengthens: Names = said(
        "Muscles that it strengthens.", to="muscles", many=True, kinds=("muscle",), default=Listing()
    )
    mobilizes: Names = said(
        "Nerves and joints that it mobilizes.",
        to="muscles",
        many=True,
        kinds=(
            "nerve",
            "joint",
        ),
        default=Listing(),
    )
    prerequisites: Names = said(
        "Exercises suggested before this one.", to="exercises", many=True, default=Listing()
    )
    easier: Names = said("Easier variations.", to="exercises", many=True, default=Listing())
    harder: Names = said("Harder variations.", to="exercises", many=True, default=Listing())
    alternatives: Names = said(
        "Exercises that can stand in for this one.", to="exercises", many=True, default=Listing()
    )
    dose: MaybeDose = said("How much of it to do.", default=None)
    feel: Texts = said("Where it should be felt.", default=())
    avoid_feeling: Texts = said("The signal to stop.", default=())
    cautions: Cautions = said("Who should take care, and how.", default=Listing())
    order: Number | None = said("Its place in its categories, if those list no sequence.", default=None)


@record
class Category(EntryFields):
    """A place where exercises are filed."""

    sequence: Names = said(
        "Its exercises in the order to learn them.", to="exercises", many=True, default=Listing()
    )
    order: Number | None = said("Its place among the categories.", default=None)


@record
class Anatomy(EntryFields):
    """An anatomical target: a muscle, a nerve, a joint or a fascia."""

    kind: Kind = said("muscle, nerve, joint or fascia.")
    latin: Text | None = said("Its Latin name.", default=None)


@record
class Type(EntryFields):
    """A type of exercise or stretch."""

    definition: Text = said("What this encyclopedia means by it; sources disagree.")


@record
class Level(EntryFields):
    """A difficulty. A level without a rank, such as all-levels, is neither the lowest nor the highest."""

    rank: Rank = said("1 for the easiest, then 2, 3 ...; none if it suits all.", default=None)


@record
class Equipment(EntryFields):
    """A thing that exercises use."""


@record
class RoutineItem(Record):
    """One exercise of a routine. What its dose leaves out is taken from the exercise."""

    exercise: Text = said("The exercise.", to="exercises")
    dose: MaybeDose = said("How much of it to do here.", default=None)
    note: Text | None = said("What to mind here.", default=None)


@record
class Routine(EntryFields):
    """An ordered program of exercises with doses."""

    level: Text | None = said("How difficult it is.", to="levels", default=None)
    items: Annotated[tuple[RoutineItem, ...], Check("not-empty")] = said("Its exercises in order.")
    cautions: Cautions = said("Who should take care, and how.", default=Listing())


@record
class Article(EntryFields):
    """A text that explains something."""


@record
class Author(EntryFields):
    """Somebody who writes entries."""

    credentials: Texts = said("Qualifications, if any.", default=())
    link: WebAddress | None = said("Their page on the web.", default=None)


@record
class Page(EntryFields):
    """What is no article: a landing page, an imprint, how to get in touch."""


@record
class OwnEntry(EntryFields):
    """An entry of a collection that the site has of its own."""

    order: Number | None = said("Its place among the others.", default=None)
