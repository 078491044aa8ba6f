"""The collections: one row for each, and the content model that they make.

What makes a collection what it is stands in its row, and nowhere else: its fields, how it is called, where
its pages are and by which templates they are made, and where else it shows. A site changes rows and adds some
in `site.toml`; a feature adds fields. Only where the meaning of exercises is at stake does another module
name one of these collections, by the constants below.
"""

from __future__ import annotations

from dataclasses import MISSING, dataclass, fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from kinepedia.machine.fingerprint import digest_of_plain
from kinepedia.model.schema.entries import (
    Anatomy,
    Article,
    Author,
    Category,
    EntryFields,
    Equipment,
    Exercise,
    Level,
    OwnEntry,
    Page,
    Routine,
    Type,
)
from kinepedia.model.schema.own import annotation_of, default_of
from kinepedia.model.schema.records import extended, said, to_plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kinepedia.model.addresses import Key
    from kinepedia.model.reading import Reading
    from kinepedia.model.schema.own import CollectionRow, Declarations, Field

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

_ROWS = (
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


@dataclass(frozen=True, eq=False, repr=False)
class Model:
    """The content model of a site: its collections by name, in the order in which pages show them.

    `digest` tells it from that of any other site, as far as entries are read otherwise; it is empty if
    nothing is declared. `reading` is what features add to the way in which entries are read;
    `left_out` are those that do not run this time, and may have fields that nobody knows now.
    """

    collections: Mapping[str, Collection]
    digest: bytes = b""
    reading: tuple[Reading, ...] = ()
    left_out: tuple[str, ...] = ()

    def address_of(self, key: Key, own: str | None = None) -> str:
        """Return the address of an entry, which may have one of its `own`."""
        return self.collections[key.collection].address_of(key.slug) if own is None else own

    def label(self, collection: str) -> str:
        """Return what a collection is called on pages."""
        return self.collections[collection].label

    def names(self, *, where: str) -> tuple[str, ...]:
        """Return the names of the collections for which that attribute of a row is true."""
        return tuple(name for name, row in self.collections.items() if getattr(row, where))

    @cached_property
    def references(self) -> Mapping[str, str]:
        """The collection to which each field refers; a field has the same meaning in every collection."""
        return {name: metadata["to"] for name, metadata in self._referring.items()}

    @cached_property
    def kinds(self) -> Mapping[str, frozenset[str]]:
        """The kinds of target that a field takes, if it does not take all."""
        return {name: metadata["kinds"] for name, metadata in self._referring.items() if metadata["kinds"]}

    def refers_to_many(self, field: str) -> bool:
        """Tell whether a field that refers to entries may name several."""
        return bool(self._referring[field]["many"])

    @cached_property
    def _referring(self) -> Mapping[str, Mapping[str, Any]]:
        found: dict[str, Mapping[str, Any]] = {}
        common = {field.name for field in fields(EntryFields)}
        every = [field for row in self.collections.values() for field in fields(row.fields)]
        # What all entries have comes last: a field of their own says more of them.
        for field in sorted(every, key=lambda field: field.name in common):
            if field.metadata["to"]:
                found.setdefault(field.name, field.metadata)
        return found

    @cached_property
    def own_references(self) -> Mapping[str, tuple[str, ...]]:
        """The names of the fields by which the entries of a collection refer to others on this site alone."""
        return {
            name: tuple(field for field, own in row.own if own.type == "reference")
            for name, row in self.collections.items()
        }


BUILT_IN = Model({row.name: row for row in _ROWS})
"""The content model without anything of a site's own."""


def model_of(
    settings: Declarations,
    more: Mapping[str, Mapping[str, Field]] | None = None,
    reading: tuple[Reading, ...] = (),
    code: bytes = b"",
) -> Model:
    """Return the content model of a site whose settings are in order (see `declared.problems`).

    `more` are fields that features add, by collection and name, `reading` what they add to the way in which
    entries are read, and `code` the digest of their code.
    """
    declared = settings.collections or {}
    own = _all_fields(settings.fields or {}, more or {})
    addresses, labels = settings.addresses or {}, settings.labels or {}
    if not (declared or own or addresses or labels or reading):
        return BUILT_IN
    built_in = BUILT_IN.collections
    rows = {name: _merged(row, declared.get(name)) for name, row in built_in.items()}
    rows |= {name: _merged(_blank(name), row) for name, row in declared.items() if name not in built_in}
    for name, row in rows.items():
        more_fields = own.get(name)
        rows[name] = replace(
            _with_fields(row, more_fields) if more_fields else row,
            address=addresses.get(name, row.address).removeprefix("/"),
            label=labels.get(name, row.label),
            back_links=(*row.back_links, *_back_links(name, own)),
        )
    read = (to_plain(own), list(rows), sorted(addresses.items()), code if reading else b"")
    is_read_alike = not (own or addresses or reading or rows.keys() - built_in.keys())
    return Model(rows, b"" if is_read_alike else digest_of_plain(read), reading)


def _all_fields(
    declared: Mapping[str, Mapping[str, Field]], more: Mapping[str, Mapping[str, Field]]
) -> dict[str, dict[str, Field]]:
    names = dict.fromkeys([*declared, *more])
    found = {name: {**declared.get(name, {}), **more.get(name, {})} for name in names}
    return {name: fields for name, fields in found.items() if fields}


def _blank(name: str) -> Collection:
    # The word is that of the folder, which is known to be free.
    return Collection(name, name, name, OwnEntry, "own.html", what=f"an entry of {name}", sorted_by="order")


def _merged(row: Collection, changed: CollectionRow | None) -> Collection:
    if changed is None:
        return row
    given = {each.name: getattr(changed, each.name) for each in fields(changed)}
    return replace(row, **{name: value for name, value in given.items() if value is not None})


def _with_fields(row: Collection, own: Mapping[str, Field]) -> Collection:
    plain = to_plain(dict(own))
    name = f"{row.fields.__name__}-{digest_of_plain((row.name, plain)).hex()}"
    more = {}
    for field_name, field in own.items():
        note = field.help or field.label or label_of(field_name, field)
        to = (field.to or "") if field.type == "reference" else ""
        default = MISSING if field.required else default_of(field)
        more[field_name] = annotation_of(field), said(note, to=to, many=field.many, default=default)
    return replace(row, fields=extended(row.fields, name, more), own=tuple(own.items()))


def _back_links(name: str, own: Mapping[str, Mapping[str, Field]]) -> list[BackLinks]:
    return [
        BackLinks(field.back or "", f"by-{field_name}", field_name)
        for collection in own.values()
        for field_name, field in collection.items()
        if field.type == "reference" and field.to == name
    ]


def label_of(name: str, field: Field) -> str:
    """Return what a field of a site's own is called on pages."""
    plain = name.replace("_", " ")
    return field.label or plain[:1].upper() + plain[1:]
