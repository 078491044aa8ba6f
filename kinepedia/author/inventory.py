"""What there is in a site, and what is still to be done: the rows of `kinepedia list`."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kinepedia.model.collections import EXERCISES, ITEMS, Collection
from kinepedia.model.schema import Listing
from kinepedia.model.schema.fields import fields_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from kinepedia.author.overview import Overview
    from kinepedia.link.encyclopedia import Encyclopedia
    from kinepedia.model.addresses import Key
    from kinepedia.model.content_model import Model
    from kinepedia.parse.facts import Facts
    from kinepedia.parse.parser import Entry


PARTS = ("pictures", "steps")
"""What an entry can lack besides fields."""

_NEVER_LACKING = frozenset(["draft", "slug", "redirect_from", "address", "template"])

# An exercise's page shows these relations whichever side states them.
_SHOWN_FROM_BOTH_SIDES = ("prerequisites", "harder", "alternatives")


@dataclass(frozen=True, slots=True)
class Item:
    """One entry as a list shows it.

    `state` is "published", "scheduled" or "draft"; `categories`, `level` and `author` are slugs. `led_from`
    are the published entries whose authors lead here, `is_orphan` tells whether nothing does. `lacks` has
    the fields that say nothing, also not "none", and the `PARTS` that are missing; `lacks_expected` those of
    them that an entry of its kind should have.
    """

    key: Key
    path: str
    address: str
    title: str
    summary: str | None
    state: str
    published: date | None
    updated: date | None
    categories: tuple[str, ...]
    level: str | None
    author: str | None
    led_from: tuple[str, ...]
    is_orphan: bool
    lacks: tuple[str, ...]
    lacks_expected: tuple[str, ...]


def inventory(overview: Overview, today: date) -> list[Item]:
    """Return an item for every entry that could be read, by collection and title.

    `overview` must include drafts; what is published after `today` is scheduled.
    """
    encyclopedia = overview.encyclopedia
    drafts = {facts.key for facts in encyclopedia.entries.values() if facts.draft}
    named = {target.key for _, target in encyclopedia.navigation}
    collections = overview.model.collections
    items = []
    for facts in overview.everything:
        if facts.faulty:
            continue
        entry = overview.entries[facts.path]
        state = _state(entry, today)
        led_from = _led_from(facts.key, encyclopedia, drafts)
        row = collections[facts.key.collection]
        lacks = tuple(_lacks(row, facts, entry))
        items.append(
            Item(
                key=facts.key,
                path=facts.path,
                address=facts.address,
                title=facts.title,
                summary=facts.summary,
                state=state,
                published=entry.fields.published,
                updated=entry.fields.updated,
                categories=_slugs(facts.key, "categories", encyclopedia),
                level=next(iter(_slugs(facts.key, "level", encyclopedia)), None),
                author=next(iter(_slugs(facts.key, "author", encyclopedia)), None),
                led_from=tuple(map(str, led_from)),
                is_orphan=state != "draft" and not led_from and facts.key not in named,
                lacks=lacks,
                lacks_expected=tuple(name for name in row.expected if name in lacks),
            )
        )
    places = {name: place for place, name in enumerate(collections)}
    return sorted(items, key=lambda item: (places[item.key.collection], item.title.casefold(), item.path))


def lackable(model: Model) -> list[str]:
    """Return the names of everything that an entry can lack."""
    names = {field.name: None for row in model.collections.values() for field in fields_of(row.fields)}
    return [*(name for name in names if name not in _NEVER_LACKING), *PARTS]


def _state(entry: Entry, today: date) -> str:
    if entry.fields.draft:
        return "draft"
    published = entry.fields.published
    return "scheduled" if published and published > today else "published"


def _slugs(key: Key, field: str, encyclopedia: Encyclopedia) -> tuple[str, ...]:
    return tuple(target.slug for target in encyclopedia.relations[field].of(key))


def _led_from(key: Key, encyclopedia: Encyclopedia, drafts: set[Key]) -> list[Key]:
    """Return the published entries on whose pages an author put a link to this one.

    The list of a collection leads to all its entries, a category to all exercises that name it, and an
    exercise to those that are like it: these links nobody has thought of.
    """
    found = [*encyclopedia.mentions.to(key)]
    for field in (*encyclopedia.model.references, ITEMS):
        if field in encyclopedia.relations:
            found += encyclopedia.relations[field].to(key)
    for field in _SHOWN_FROM_BOTH_SIDES:
        found += encyclopedia.relations[field].of(key)
    return sorted({other for other in found if other not in drafts and other != key})


def _lacks(row: Collection, facts: Facts, entry: Entry) -> Iterator[str]:
    for field in fields_of(row.fields):
        if field.name not in _NEVER_LACKING and not _says_something(getattr(entry.fields, field.name)):
            yield field.name
    if not any(link.picture for link in facts.links):
        yield "pictures"
    if facts.key.collection == EXERCISES and not entry.body.steps:
        yield "steps"


def _says_something(value: Any) -> bool:
    return value.stated if isinstance(value, Listing) else value is not None and value != ()


_HEAD = (
    *("collection", "slug", "title", "state", "published", "updated", "categories", "level", "author"),
    *("led from", "orphan", "lacks", "summary", "file"),
)

# A spreadsheet takes a cell that begins so for a formula: https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def rows(items: Iterable[Item]) -> list[tuple[str, ...]]:
    """Return entry, title, state, day and what is lacking of what is expected, each on one line."""
    return [
        (
            str(item.key),
            " ".join(item.title.split()),
            item.state,
            str(item.published or ""),
            ", ".join(item.lacks_expected),
        )
        for item in items
    ]


def csv_bytes(items: Iterable[Item]) -> bytes:
    """Return a table as RFC 4180 describes it, in UTF-8; no cell of it can be taken for a formula."""
    table = io.StringIO(newline="")
    writer = csv.writer(table, lineterminator="\r\n")
    writer.writerow(_HEAD)
    for item in items:
        cells = (
            *(item.key.collection, item.key.slug, item.title, item.state),
            *(str(item.published or ""), str(item.updated or ""), "; ".join(item.categories)),
            *(item.level or "", item.author or "", "; ".join(item.led_from)),
            *("yes" if item.is_orphan else "no", "; ".join(item.lacks), item.summary or "", item.path),
        )
        writer.writerow([_harmless(cell) for cell in cells])
    return table.getvalue().encode("utf-8", "replace")


def json_text(items: Iterable[Item], left_out: Iterable[str]) -> str:
    """Return everything that is known as one JSON document, with the files of which nothing is."""
    entries = [
        {
            "collection": item.key.collection,
            "slug": item.key.slug,
            "address": f"/{item.address}",
            "path": item.path,
            "title": item.title,
            "summary": item.summary,
            "state": item.state,
            "published": str(item.published) if item.published else None,
            "updated": str(item.updated) if item.updated else None,
            "categories": item.categories,
            "level": item.level,
            "author": item.author,
            "led_from": item.led_from,
            "orphan": item.is_orphan,
            "lacks": item.lacks,
            "lacks_expected": item.lacks_expected,
        }
        for item in items
    ]
    return json.dumps({"entries": entries, "left_out": list(left_out)}, indent=2)


def _harmless(cell: str) -> str:
    """Return the text of a cell behind an apostrophe, if a spreadsheet would compute it."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell
