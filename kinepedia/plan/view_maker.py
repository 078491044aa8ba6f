"""The parts of views that the pages of all entries share."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kinepedia.model.schema import Type
from kinepedia.parse.markdown.convert import plain_text
from kinepedia.plan.links import Linker
from kinepedia.plan.neighbours import BACK
from kinepedia.plan.views import (
    AuthorView,
    CardView,
    CautionsView,
    CautionView,
    FactView,
    GroupView,
    HeadView,
    LinkView,
    SourceView,
)
from kinepedia.plan.wording import shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markupsafe import Markup

    from kinepedia.model.addresses import Key
    from kinepedia.model.content_model import Model
    from kinepedia.model.schema import CautionFields, Listing
    from kinepedia.model.settings import Settings
    from kinepedia.parse.parser import Entry
    from kinepedia.plan.neighbours import Neighbours


_NOTES = re.compile(r'<sup.*?</sup>|<div class="footnote">.*', re.DOTALL)


class ViewMaker:
    """Makes the parts of the view of one page: knows its neighbours and how it links."""

    def __init__(self, neighbours: Neighbours, settings: Settings, model: Model, address: str) -> None:
        # Nothing else of the encyclopedia: a view can then show nothing that is
        # not in the page's fingerprint.
        self.neighbours = neighbours
        self.settings = settings
        self.model = model
        self.linker = Linker(address, settings)

    def head(self, title: str, description: str | None = None, kind: str = "website") -> HeadView:
        """Return the head of a page; the site's name follows the page's."""
        site = self.settings.title
        full = title if title == site else f"{title} \N{MIDDLE DOT} {site}"
        return HeadView(full, description, self.linker.canonical(), kind)

    def link(self, key: Key, text: str | None = None) -> LinkView:
        """Return a link to an entry, with its title if no text is given."""
        card = self.neighbours.cards[key]
        return LinkView(text or card.title, self.linker.to(card.address))

    def links(self, keys: Iterable[Key]) -> tuple[LinkView, ...]:
        """Return links to entries."""
        return tuple([self.link(key) for key in keys])

    def crumbs(self, *trail: LinkView) -> tuple[LinkView, ...]:
        """Return a breadcrumb from the home page along `trail`; none on the home page itself."""
        if not self.linker.origin:
            return ()
        return (LinkView(self.settings.title, self.linker.to("")), *trail)

    def collection_link(self, name: str) -> LinkView:
        """Return a link to the list of a collection."""
        row = self.model.collections[name]
        return LinkView(row.label, self.linker.to(row.list_address))

    def links_to_lists(self, *collections: str) -> tuple[LinkView, ...]:
        """Return links to the lists of those collections that have one."""
        return tuple(
            self.collection_link(name) for name in collections if self.model.collections[name].listed
        )

    def back_links(self, collection: str) -> Iterator[GroupView]:
        """Yield the entries that refer to this one, a list for each field by which they do."""
        for back in self.model.collections[collection].back_links:
            keys = self.neighbours.row(f"{BACK}{back.field}")
            title = back.title or (self.model.label(keys[0].collection) if keys else "")
            yield self.group(title, back.anchor, keys)

    def card(self, key: Key, reason: str | None = None) -> CardView:
        """Return the card of an entry."""
        card = self.neighbours.cards[key]
        return CardView(card.title, self.linker.to(card.address), card.summary, card.details, reason)

    def cards(self, keys: Iterable[Key]) -> tuple[CardView, ...]:
        """Return the cards of entries."""
        return tuple([self.card(key) for key in keys])

    def group(
        self, title: str, anchor: str, keys: Iterable[Key], *, ordered: bool = False, note: str | None = None
    ) -> GroupView:
        """Return a group of cards under a heading."""
        return GroupView(title, anchor, self.cards(keys), ordered, note)

    def fact(self, label: str, listing: Listing[str], keys: Iterable[Key], nothing: str) -> FactView | None:
        """Return a fact about a listing, or None if its author said nothing."""
        links = self.links(keys)
        if not links and not listing.none:  # nothing was said, or only what is left out
            return None
        return FactView(label, links, nothing if listing.none else None, listing.note)

    def facts_of_term(self, label: str, field: str) -> list[FactView]:
        """Return a fact about a field with one term, or nothing if it has none."""
        links = self.links(self.neighbours.row(field))
        return [FactView(label, links)] if links else []

    def description(self, entry: Entry) -> str | None:
        """Return what the entry says of itself in a sentence or two: at most 160 characters."""
        fields = entry.fields
        text = fields.summary or (fields.definition if isinstance(fields, Type) else None)
        if not text:
            text = plain_text(_NOTES.sub("", str(self.body(entry.body.intro))))
        return shortened(text) or None

    def common(self, entry: Entry) -> dict[str, object]:
        """Return what every entry's view has."""
        fields = entry.fields
        # What is signed is an article in the words of https://ogp.me/; all else has no word there.
        row = self.model.collections[entry.key.collection]
        return {
            "collection": entry.key.collection,
            "slug": entry.key.slug,
            "head": self.head(entry.title, self.description(entry), "article" if row.signed else "website"),
            "title": entry.title,
            "has_figures": entry.body.has_figures,
            "aliases": fields.aliases.values,
            "aliases_note": fields.aliases.note,
            "summary": fields.summary,
            "intro": self.body(entry.body.intro) if entry.body.intro.strip() else None,
            "sources": tuple(SourceView(source.title, source.url, source.note) for source in fields.sources),
            "author": self._author(),
            "published": fields.published.isoformat() if fields.published else None,
            "updated": fields.updated.isoformat() if fields.updated else None,
            "mentions": self.links(self.neighbours.row("mentions")),
        }

    def body(self, html: str) -> Markup:
        """Return a piece of the page's own body with its links in place."""
        return self.linker.body(html, self.neighbours.targets)

    def _author(self) -> AuthorView | None:
        for key in self.neighbours.row("author"):
            card = self.neighbours.cards[key]
            return AuthorView(card.title, self.linker.to(card.address), card.summary, card.credentials)
        return None


def cautions(listing: Listing[CautionFields]) -> CautionsView | None:
    """Return the cautions, or None if the author said nothing about them."""
    if not listing.stated:
        return None
    items = tuple(CautionView(item.condition, item.advice) for item in listing.values)
    return CautionsView(items, listing.note)
