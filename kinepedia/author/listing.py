"""The rows of `kinepedia list` for people, for spreadsheets and for programs."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kinepedia.author.inventory import Item

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
            "address": f"/{item.key.address}",
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
