"""What a site may declare of its own in `site.toml`: fields, and collections."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from kinepedia.model.schema.records import Check, Record, record, said
from kinepedia.model.schema.values import Day, Decimal, Flag, Listing, Names, Text, Texts, Time, WebAddress

FieldType = Literal["text", "number", "yes-no", "date", "choice", "list", "reference", "link", "duration"]

FILTERS = frozenset(["yes-no", "choice", "list", "reference"])
"""The types by which the finder can filter: those with few values that many exercises share."""


@record
class Field(Record):
    """A field that the entries of a collection have on this site."""

    type: FieldType = said("What its values are.")
    label: Text | None = said("What it is called on pages; without one, its name.", default=None)
    help: Text | None = said("What it means, for authors: shown in editors and new entries.", default=None)
    required: Flag = said("true: every entry of the collection must have it.", default=False)
    fact: Flag = said("true: it stands among the facts of the page.", default=False)
    finder: Flag = said("true: exercises can be filtered by it.", default=False)
    choices: Texts = said("What a choice chooses from.", default=())
    to: Text | None = said("The collection to which a reference refers.", default=None)
    many: Flag = said("true: a choice or a reference may name several.", default=False)
    back: Text | None = said(
        "The heading above the entries that refer to an entry, on its page; without one, their collection's.",
        default=None,
    )


@record
class CollectionRow(Record):
    """A collection of the site's own, or what is different about a built-in one."""

    label: Text | None = said("What it is called on pages, such as: Clinics.", default=None)
    singular: Text | None = said("What one entry is called in messages, such as: clinic.", default=None)
    template: Text | None = said("The template of its entries.", default=None)
    list_template: Text | None = said("The template of the page that lists them.", default=None)
    schema_type: Text | None = said("What an entry is in the words of https://schema.org/.", default=None)
    signed: Flag | None = said("true: the site's author signs entries that name none.", default=None)
    feed: Flag | None = said("true: new entries stand in the feed.", default=None)
    home: Flag | None = said("true: the home page shows them.", default=None)
    ways: Flag | None = said("true: the list of exercises leads to them.", default=None)
    listed: Flag | None = said("false: there is no page that lists them.", default=None)
    expected: Texts | None = said("What `kinepedia list lacking` misses in an entry.", default=None)


Pattern = Annotated[Text, Check("pattern")]
"""Where the entries of a collection stand: an address with a place for the slug."""

FieldTable = dict[str, dict[str, Field]]
"""The fields of each collection, by name."""


@record
class Declarations(Record):
    """What the settings of a site say of its content model."""

    labels: dict[str, Text] | None = said("What the collections are called on the pages.", default=None)
    addresses: dict[str, Pattern] | None = said(
        'Where the entries of a collection stand: exercises = "/uebungen/{slug}/".', default=None
    )
    fields: FieldTable | None = said("Fields of the site's own, by collection and name.", default=None)
    collections: dict[str, CollectionRow] | None = said(
        "Collections of the site's own, by name, and what is different about the others.", default=None
    )


def annotation_of(field: Field) -> Any:
    """Return the annotation by which the values of a field are checked; None stands for nothing said."""
    value = _ANNOTATIONS.get(field.type, Text)
    if field.type == "choice":
        one = Annotated[str, Check("choice", field.choices)]
        value = Annotated[tuple[one, ...], Check("single")] if field.many else one
    elif field.type == "reference" and field.many:
        value = Names
    return value if field.required or default_of(field) is not None else value | None


def default_of(field: Field) -> Any:
    """Return what a field is where its author said nothing."""
    if field.type == "reference" and field.many:
        return Listing()
    return () if field.type == "list" or (field.type == "choice" and field.many) else None


_ANNOTATIONS: dict[str, Any] = {
    "number": Decimal,
    "yes-no": Flag,
    "date": Day,
    "list": Texts,
    "link": WebAddress,
    "duration": Time,
}
