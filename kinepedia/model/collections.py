"""The collections that come with Kinepedia: one row for each.

What makes a collection what it is stands in its row, and nowhere else: its fields, how it is called, where
its pages are and by which templates they are made, and where else it shows. A site changes rows and adds some
(`content_model.py`). Only where the meaning of exercises is at stake does another module name one of these
collections, by the constants below.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from kinepedia.model.schema.entries import (
    Anatomy,
    Article,
    Author,
    Category,
    EntryFields,
    Equipment,
    Exercise,
    Level,
    Page,
    Routine,
    Type,
)

if TYPE_CHECKING:
    from kinepedia.model.schema.own import Field

EXERCISES = "exercises"
CATEGORIES = "categories"
TARGETS = "muscles"
LEVELS = "levels"
EQUIPMENT = "equipment"
ROUTINES = "routines"
AUTHORS = "authors"

ITEMS = "items"
"""The field with the exercises of a routine, each with more than its name."""

SLUG = "{slug}"
"""What stands for the slug of an entry in the address of a collection."""


class BackLinks(NamedTuple):
    """The entries that refer to an entry by a field, as a list on its page.

    An empty title stands for the label of the collection of those entries.
    """

    title: str
    anchor: str
    field: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Collection:
    """A kind of entry.

    `singular` is what one is called in messages, `word` on the command line, `label` what all are called on
    pages; `what` and `placeholder` are help for those who begin one. `address` is the pattern of the
    addresses of its entries, without its leading slash.

    An entry is shown by `template`, and all of them by `list_template` unless the collection is not `listed`.
    `schema_type` is what an entry is in the words of https://schema.org/, `defines` tells that its entries
    are terms with a meaning. The site's author signs those of a collection that is `signed`; `feed`, `home`
    and `ways` tell whether they stand in the feed, on the home page and among the ways to exercises, `facet`
    is the field by which exercises are filtered for them. `sorted_by` is the number by which a list sorts
    them before their titles. `expected` is what each should have before it is published. `back_links` are
    the lists on an entry's page; `own` are the fields that the site has added.
    """

    name: str
    singular: str
    label: str
    fields: type[EntryFields]
    template: str
    what: str = ""
    word: str = ""
    address: str = ""
    list_template: str = "collection.html"
    listed: bool = True
    schema_type: str = "WebPage"
    defines: bool = False
    signed: bool = False
    feed: bool = False
    home: bool = False
    ways: bool = False
    facet: str = ""
    sorted_by: str = ""
    expected: tuple[str, ...] = ("summary",)
    back_links: tuple[BackLinks, ...] = ()
    placeholder: str = ""
    own: tuple[tuple[str, Field], ...] = ()

    def address_of(self, slug: str) -> str:
        """Return the address of an entry that has none of its own."""
        return self.address.replace(SLUG, slug) if self.address else f"{self.name}/{slug}/"

    @property
    def list_address(self) -> str:
        """The address of the page that lists the entries."""
        # Not the top of the site, where the home page is.
        folder = self.address.partition(SLUG)[0].rpartition("/")[0]
        return f"{folder or self.name}/"


_EXERCISE = """\
Say in a sentence or two what this exercise is good for, and for whom.

## How to

### Step 1: Get ready

Describe the position in which it begins, for somebody who has never seen it.

### Step 2: Move

Describe the movement: what moves, what stays, how fast and how far.

### Step 3: Come back

Say how it ends, and what to do on the other side.
"""

ROWS = (
    Collection(
        name=EXERCISES,
        singular="exercise",
        label="Exercises",
        fields=Exercise,
        template="exercise.html",
        list_template="exercises.html",
        what="an exercise",
        placeholder=_EXERCISE,
        signed=True,
        feed=True,
        expected=("summary", "cautions", "sources", "pictures"),
    ),
    Collection(
        name=CATEGORIES,
        singular="category",
        label="Categories",
        fields=Category,
        template="category.html",
        what="a category, in which exercises are filed",
        schema_type="CollectionPage",
        ways=True,
        facet="categories",
        sorted_by="order",
    ),
    Collection(
        name=TARGETS,
        singular="target",
        word="muscle",
        label="Muscles and nerves",
        fields=Anatomy,
        template="muscle.html",
        what="a muscle, nerve, joint or fascia",
        defines=True,
        ways=True,
        expected=("summary", "sources"),
        back_links=(
            BackLinks("Stretched by", "stretched", "stretches"),
            BackLinks("Strengthened by", "strengthened", "strengthens"),
            BackLinks("Mobilized by", "mobilized", "mobilizes"),
        ),
    ),
    Collection(
        name="types",
        singular="type",
        label="Types",
        fields=Type,
        template="type.html",
        what="a type of exercise or stretch",
        defines=True,
        ways=True,
        facet="type",
        expected=("summary", "sources"),
        back_links=(BackLinks("Exercises of this type", EXERCISES, "type"),),
    ),
    Collection(
        name=LEVELS,
        singular="level",
        label="Levels",
        fields=Level,
        template="level.html",
        what="a level of difficulty",
        defines=True,
        ways=True,
        facet="level",
        sorted_by="rank",
        back_links=(BackLinks("Exercises of this level", EXERCISES, "level"),),
    ),
    Collection(
        name=EQUIPMENT,
        singular="equipment",
        label="Equipment",
        fields=Equipment,
        template="equipment.html",
        what="a piece of equipment",
        ways=True,
        facet="equipment",
        back_links=(BackLinks("Exercises that use it", EXERCISES, "equipment"),),
    ),
    Collection(
        name=ROUTINES,
        singular="routine",
        label="Routines",
        fields=Routine,
        template="routine.html",
        what="a routine, an ordered program of exercises",
        placeholder="Say what this routine is for, how often to do it, and how to go on from it.\n",
        signed=True,
        feed=True,
        home=True,
        expected=("summary", "cautions"),
    ),
    Collection(
        name="articles",
        singular="article",
        label="Articles",
        fields=Article,
        template="article.html",
        what="an article, which explains something",
        placeholder="Begin with what the reader will know at the end.\n",
        schema_type="Article",
        signed=True,
        feed=True,
        home=True,
        expected=("summary", "sources"),
    ),
    Collection(
        name=AUTHORS,
        singular="author",
        label="Authors",
        fields=Author,
        template="author.html",
        what="the page of an author",
        schema_type="ProfilePage",
    ),
    Collection(
        name="pages",
        singular="page",
        label="Pages",
        fields=Page,
        template="page.html",
        what="a page that is no article: landing, contact, imprint",
        address=f"{SLUG}/",
        listed=False,
    ),
)
"""The rows in the order in which pages show the collections."""
