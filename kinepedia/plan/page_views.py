"""The views of all pages, one after the other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kinepedia.machine.fingerprint import plain_bytes
from kinepedia.model.collections import CATEGORIES, EXERCISES, ROUTINES
from kinepedia.plan.asking import page_data
from kinepedia.plan.exercise import exercise_view
from kinepedia.plan.feature import Shown
from kinepedia.plan.lists import HOME_FIRST, home_view, list_view
from kinepedia.plan.neighbours import FIRST, LIST
from kinepedia.plan.reader import Reader
from kinepedia.plan.terms import routine_view, term_view
from kinepedia.plan.view_maker import ViewMaker
from kinepedia.plan.views import HeadView, OwnPageView, PageView, RedirectView

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kinepedia.link.encyclopedia import Encyclopedia
    from kinepedia.model.addresses import Key
    from kinepedia.parse.parser import Entry
    from kinepedia.plan.feature import Feature, SitePage
    from kinepedia.plan.neighbour_finder import NeighbourFinder
    from kinepedia.plan.neighbours import Neighbours, Rows
    from kinepedia.plan.page import Page


class PageViews:
    """Makes the view of one page after the other; tells what has to be made anew."""

    def __init__(
        self,
        encyclopedia: Encyclopedia,
        neighbour_finder: NeighbourFinder,
        load: Callable[[Key], Entry],
        features: Sequence[Feature],
        added: Mapping[str, SitePage],
    ) -> None:
        """Take the encyclopedia, what finds the neighbours of a page, and what loads a whole entry.

        `added` are the pages that features make, by address.
        """
        self._encyclopedia = encyclopedia
        self._neighbour_finder = neighbour_finder
        self._load = load
        self._features = features
        self._added = added
        self._companions = {each.name: each for feature in features if (each := feature.companion)}
        self._data = {
            data.template: data.maker(encyclopedia, neighbour_finder, load)
            for feature in features
            if (data := feature.data)
        }
        self._count = len(encyclopedia.collection(EXERCISES))
        self._counts = {category: len(keys) for category, keys in encyclopedia.sequences.items()}
        self._last: tuple[Page, Rows] | None = None

    def fingerprint(self, page: Page) -> bytes:
        """Return bytes that change whenever the view of a page may change.

        What the page shows of whole entries is not in it: those count by their digests.
        """
        if page.kind == "data":
            return self._data[page.template].fingerprint(page.address)
        if page.kind == "added":
            added = self._added[page.address]
            return plain_bytes(tuple(added))
        own = self._neighbour_finder.fingerprint(self._rows_of(page), page.entry)
        # Only the home page shows how many there are. On any other, a new exercise must
        # not renew what it is not on.
        counts = (self._count, *self._counts.values()) if page.kind == "home" else ()
        # The address decides on every relative link, and on the rows of a page that is no entry's.
        return f"{page.address} {page.template} {page.kind} {counts} ".encode() + own

    def whole(self, page: Page) -> tuple[str, ...]:
        """Return the paths of the entries of which a page may show anything."""
        if page.kind == "companion" and page.key:
            return (self._encyclopedia.entries[page.key].path,)
        return self._neighbour_finder.whole(page.entry) if page.entry else ()

    def neighbours(self, page: Page) -> Neighbours:
        """Return what a page shows of other entries."""
        return self._neighbour_finder.neighbours(self._rows_of(page), page.entry)

    def view(self, page: Page, neighbours: Neighbours, read: Reader) -> PageView:
        """Return what a page shows. Raises `FeatureError` if a feature fails that is not ours."""
        if page.kind == "data":
            return self._data[page.template].view(page.address)
        if page.kind == "companion" and page.key:
            return self._companions[page.template].view(self._load(page.key))
        maker = ViewMaker(neighbours, self._encyclopedia.settings, self._encyclopedia.model, page.address)
        if page.kind == "redirect" and page.key:
            return _redirect_view(maker, page.key)
        if page.key:
            return entry_view(maker, page, page.key, self._load, self._features, read)
        return with_more(self._view_of_no_entry(page, maker), None, page, maker, self._features, read)

    def seen_from(self, page: Page, origin: str) -> PageView:
        """Return what the page of an entry shows, with its links as they lead from another address."""
        if not page.key:
            raise ValueError(page.address)
        rows = self._neighbour_finder.rows(page.key)
        neighbours = self._neighbour_finder.neighbours(rows, page.key)
        maker = ViewMaker(neighbours, self._encyclopedia.settings, self._encyclopedia.model, origin)
        return entry_view(maker, page, page.key, self._load, (), Reader(None, maker.linker))

    def _view_of_no_entry(self, page: Page, maker: ViewMaker) -> PageView:
        if page.collection:
            return list_view(maker, page.collection)
        if page.kind == "not-found":
            return PageView(maker.head("Page not found"), "Page not found")
        if page.kind == "added":
            added = self._added[page.address]
            title = added.title or maker.settings.title
            head = maker.head(title, added.description)
            return OwnPageView(head, title, maker.crumbs() if added.title else (), data=added.data)
        if page.kind == "own-file":
            return PageView(maker.head(maker.settings.title), maker.settings.title)
        return home_view(maker, self._count, self._counts)

    def _rows_of(self, page: Page) -> Rows:
        """Return the entries that a page shows; those of the last page asked for are remembered."""
        # By identity, because nobody makes two objects of one page, and comparing costs more than is spared.
        if self._last is None or self._last[0] is not page:
            self._last = page, self._rows(page)
        return self._last[1]

    def _rows(self, page: Page) -> Rows:
        if page.kind == "redirect":
            return {"entry": (page.key,)}
        if page.entry:
            return self._neighbour_finder.rows(page.entry)
        if page.collection:
            # `list_view` asks for the same rows. One that is missing here would be shown as empty.
            ways = self._encyclopedia.model.names(where="ways") if page.collection == EXERCISES else ()
            rows: Rows = {f"{LIST}{name}": self._in_order(name) for name in ways}
            return {"all": self._in_order(page.collection), **rows}
        if page.kind != "home":
            return {}
        categories = self._in_order(CATEGORIES)
        first = {f"{FIRST}{key.slug}": self._encyclopedia.sequences[key][:HOME_FIRST] for key in categories}
        home = self._encyclopedia.model.names(where="home")
        return {CATEGORIES: categories, **first, **{f"{LIST}{name}": self._in_order(name) for name in home}}

    def _in_order(self, collection: str) -> tuple[Key, ...]:
        return self._neighbour_finder.in_list_order(collection, self._encyclopedia.collection(collection))


def entry_view(
    maker: ViewMaker,
    page: Page,
    key: Key,
    load: Callable[[Key], Entry],
    features: Sequence[Feature],
    read: Reader,
) -> PageView:
    """Return the view of an entry's own page; `load` loads whole entries, `read` is for features.

    Raises `FeatureError` if a feature fails that is not ours.
    """
    entry = load(key)
    view: PageView
    if key.collection == EXERCISES:
        view = exercise_view(maker, entry)
    elif key.collection == ROUTINES:
        # The only page that shows more of other entries than their cards:
        # `NeighbourFinder.whole` names these.
        view = routine_view(maker, entry, lambda item: getattr(load(item).fields, "dose", None))
    else:
        view = term_view(maker, entry)
    return with_more(view, entry, page, maker, features, read)


def with_more(
    view: PageView,
    entry: Entry | None,
    page: Page,
    maker: ViewMaker,
    features: Sequence[Feature],
    read: Reader,
) -> PageView:
    """Return a view with what the features have to say on the page."""
    more = page_data(features, Shown(view, entry, page, maker, read))
    return replace(view, more=more) if more else view


def _redirect_view(maker: ViewMaker, key: Key) -> RedirectView:
    card = maker.neighbours.cards[key]
    title = card.title
    base = maker.settings.base_url
    return RedirectView(
        head=HeadView(maker.head(title).title, None, base + card.address if base else None),
        title=title,
        href=maker.linker.to(card.address),
    )
