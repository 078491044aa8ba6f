"""What is wrong with the fields, collections, addresses and labels that a site declares."""

from __future__ import annotations

import keyword
import unicodedata
from dataclasses import fields
from typing import TYPE_CHECKING, NamedTuple

from kinepedia.model.addresses import fold, slug_problem
from kinepedia.model.collections import EXERCISES
from kinepedia.model.content_model import BUILT_IN, model_of
from kinepedia.model.schema.entries import EntryFields, OwnEntry
from kinepedia.model.schema.own import FILTERS
from kinepedia.problems import rules
from kinepedia.problems.diagnostics import Diagnostic, Place
from kinepedia.problems.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from kinepedia.model.schema.own import CollectionRow, Declarations, Field
    from kinepedia.problems.spans import Loc, Spans

_FILE = "site.toml"

# Folders of the output that the site itself needs, or that a browser asks for.
_RESERVED = frozenset(["assets", "media", "search", "files"])

# What templates call something else of an entry (`plan.reader`).
_TAKEN = frozenset(
    [
        "q",
        "avoid",
        "effect",
        "target",
        "href",
        "mentions",
        "leads_to",
        "key",
        "collection",
        "page",
        "fields",
        "path",
        "content_path",
        "digest",
    ]
)


class Mistake(NamedTuple):
    """Something that is wrong with a declaration: where, and what is expected.

    One that is about a name which there is not has those that are `known`.
    """

    loc: Loc
    value: str
    expected: str
    hint: str = ""
    known: Collection[str] = ()


def problems(settings: Declarations, spans: Callable[[], Spans]) -> Iterator[Diagnostic]:
    """Yield what is wrong with what a site declares; `spans` returns where it stands in `site.toml`."""
    # Rows can only be made of what is in order.
    for mistake in [*_mistakes(settings)] or _address_mistakes(settings):
        places = spans()
        if mistake.known:
            place = Place(_FILE, places.key(*mistake.loc))
            known = ", ".join(mistake.known)
            yield rules.UNKNOWN_FIELD.at(place, field=mistake.value, known=known, hint=mistake.hint)
            continue
        name = str(mistake.loc[-1])
        span = places.values.get(mistake.loc) if mistake.value != name else places.keys.get(mistake.loc)
        yield rules.INVALID_VALUE.at(
            Place(_FILE, span or places.key(*mistake.loc)),
            field=_field_of(mistake.loc),
            value=mistake.value,
            expected=mistake.expected,
            hint=mistake.hint,
        )


def _field_of(loc: Loc) -> str:
    return ".".join(map(str, loc[:-1])) if len(loc) > 1 else str(loc[-1])


def _mistakes(settings: Declarations) -> Iterator[Mistake]:
    own = settings.collections or {}
    known = [*BUILT_IN.collections, *(name for name in own if name not in BUILT_IN.collections)]
    for name, row in own.items():
        yield from _row_mistakes(name, row)
    for table in ("fields", "addresses", "labels"):
        for name in getattr(settings, table) or {}:
            if name not in known:
                hint = did_you_mean(name, known)
                yield Mistake((table, name), name, "", hint, known)
    for collection, declared in (settings.fields or {}).items():
        if collection in known:
            for name, field in declared.items():
                loc = ("fields", collection, name)
                yield from field_mistakes(loc, collection, name, field, known)
    named = [(name, field) for own in (settings.fields or {}).values() for name, field in own.items()]
    for wrong in () if any(_name_problem(name) for name, _ in named) else conflicts(settings.fields or {}):
        yield Mistake(("fields", *wrong), wrong[-1], _ONE_MEANING)


_RECORDS: tuple[type[EntryFields], ...] = (OwnEntry, *(row.fields for row in BUILT_IN.collections.values()))

_ONE_MEANING = "one collection to refer to, or another name: a field means the same in every collection"


def _row_mistakes(name: str, row: CollectionRow) -> Iterator[Mistake]:
    """Yield what is wrong with the row of a collection."""
    if row.schema_type and not (row.schema_type.isascii() and row.schema_type.isalnum()):
        expected = "the name of a type of https://schema.org/, such as MedicalClinic"
        yield Mistake(("collections", name, "schema_type"), row.schema_type, expected)
    if built_in := BUILT_IN.collections.get(name):
        if row.listed is False and built_in.listed:
            expected = "true: pages lead to the list of this collection"
            yield Mistake(("collections", name, "listed"), "false", expected)
        return
    if (problem := slug_problem(name)) or name in _RESERVED:
        yield Mistake(("collections", name), name, f"another name: {problem or 'the site needs it itself'}")
    for wanted in ("label", "singular"):
        if getattr(row, wanted) is None:
            yield Mistake(("collections", name), name, f'a collection with a {wanted}: {wanted} = "..."')


def field_mistakes(loc: Loc, collection: str, name: str, field: Field, known: list[str]) -> Iterator[Mistake]:
    """Yield what is wrong with a field of a site's own; `known` are the names of all collections."""
    if problem := _name_problem(name):
        yield Mistake(loc, name, f"another name: {problem}")
    if field.type == "choice" and not field.choices:
        yield Mistake((*loc, "type"), "choice", 'something to choose from: choices = ["...", "..."]')
    if field.type != "choice" and field.choices:
        yield Mistake((*loc, "choices"), ", ".join(field.choices), 'no choices, or type = "choice"')
    if len({*field.choices}) < len(field.choices):
        yield Mistake((*loc, "choices"), ", ".join(field.choices), "each choice once")
    if field.type == "reference" and field.to not in known:
        hint = did_you_mean(field.to, known) if field.to else ""
        expected = f"a collection to refer to: {', '.join(known)}"
        yield Mistake((*loc, "to" if field.to else "type"), field.to or "reference", expected, hint)
    for what in ("to", "back"):
        if field.type != "reference" and getattr(field, what):
            yield Mistake(
                (*loc, what),
                getattr(field, what),
                f'nothing, or type = "reference" instead of "{field.type}"',
            )
    if field.many and field.type not in ("choice", "reference"):
        yield Mistake(
            (*loc, "many"), "true", 'false, or type = "choice" or "reference"; several texts are a "list"'
        )
    if field.finder and (collection != EXERCISES or field.type not in FILTERS):
        types = ", ".join(sorted(FILTERS))
        expected = f"false: only exercises are found by their fields, and of these only by: {types}"
        yield Mistake((*loc, "finder"), "true", expected)


def conflicts(declared: Mapping[str, Mapping[str, Field]]) -> Iterator[tuple[str, str]]:
    """Yield the collection and name of each field that refers to something else in another collection."""
    meant: dict[str, str] = dict(BUILT_IN.references)
    for collection, own in declared.items():
        for name, field in own.items():
            # A field that refers to nothing where one of the same name does would be two things as well.
            to = (field.to or "") if field.type == "reference" else ""
            if meant.setdefault(name, to) != to:
                yield collection, name


def _name_problem(name: str) -> str | None:
    if not name.isidentifier() or name.startswith("_") or unicodedata.normalize("NFKC", name) != name:
        return "it may only have letters, digits and underscores, and begins with a letter"
    if keyword.iskeyword(name):
        return "it is a word of Python, in which templates are computed"
    # Of any collection: a list that chooses by a name would otherwise mean two things.
    if name in _TAKEN or any(name == field.name for row in _RECORDS for field in fields(row)):
        return "Kinepedia means something else by it"
    return None


def _address_mistakes(settings: Declarations) -> Iterator[Mistake]:
    patterns = settings.addresses or {}
    lists: dict[str, str] = {}
    for name, row in model_of(settings).collections.items():
        if row.listed and (other := lists.setdefault(fold(row.list_address), name)) != name:
            where = name if name in patterns else other
            first = other if where == name else name
            expected = f'another folder: the list of "{first}" stands at /{row.list_address}'
            yield Mistake(("addresses", where), patterns.get(where, ""), expected)
