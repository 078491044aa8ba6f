"""The site's own fields as a page shows them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from kinepedia.model.content_model import label_of
from kinepedia.model.schema import Listing, Range
from kinepedia.plan.neighbours import OWN
from kinepedia.plan.views import FactView, LinkView
from kinepedia.plan.wording import time

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kinepedia.model.schema.own import Field
    from kinepedia.parse.parser import Entry
    from kinepedia.plan.view_maker import ViewMaker


class DurationView(NamedTuple):
    """A time in words, and in seconds from `low` to `high`."""

    text: str
    low: int
    high: int

    def __str__(self) -> str:
        return self.text


def own_fields(maker: ViewMaker, entry: Entry) -> dict[str, Any]:
    """Return the values of the site's own fields, by name; None where the author said nothing.

    What refers to an entry is a link to it; several are a tuple. Dates are in ISO 8601.
    """
    own = maker.model.collections[entry.key.collection].own
    return {name: _value(maker, entry, name, field) for name, field in own}


def own_facts(maker: ViewMaker, entry: Entry) -> Iterator[FactView]:
    """Yield those of the site's own fields that stand among the facts of a page and say something."""
    for name, field in maker.model.collections[entry.key.collection].own:
        if not field.fact:
            continue
        label, raw = label_of(name, field), getattr(entry.fields, name)
        value = _value(maker, entry, name, field)
        if field.type == "reference":
            links = maker.links(maker.neighbours.row(f"{OWN}{name}"))
            listing = raw if isinstance(raw, Listing) else Listing()
            if links or listing.none:
                yield FactView(label, links, "none" if listing.none else None, listing.note)
        elif field.type == "link" and value:
            yield FactView(label, (LinkView(shown_address(value), value),))
        elif value not in (None, ()):
            yield FactView(label, text=shown(value))


def _value(maker: ViewMaker, entry: Entry, name: str, field: Field) -> Any:
    value = getattr(entry.fields, name)
    if field.type == "reference":
        links = maker.links(maker.neighbours.row(f"{OWN}{name}"))
        return links if field.many else next(iter(links), None)
    if isinstance(value, date):
        return value.isoformat()
    return duration(value.low, value.high) if isinstance(value, Range) else value


def duration(low: int, high: int) -> DurationView:
    """Return a time of so many seconds."""
    return DurationView(time(Range(low=low, high=high)), low, high)


def shown(value: object) -> str:
    """Return a value in words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    # A duration is a tuple, too, but says itself what it is.
    return ", ".join(value) if type(value) is tuple else str(value)


def shown_address(address: str) -> str:
    """Return an address as a visitor reads it."""
    return address.partition("://")[2].removeprefix("www.").rstrip("/")
