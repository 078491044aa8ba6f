"""The views of all pages, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinepedia.features.figure_files import STRIP, strip_view
from kinepedia.features.finder import TEMPLATE as FINDER
from kinepedia.features.finder import Finder
from kinepedia.features.structured_data import with_entry_data, with_list_data, with_site_data
from kinepedia.plan.exercise import exercise_view
from kinepedia.plan.links import NOT_FOUND
from kinepedia.plan.lists import HOME_FIRST, HOME_GROUPS, WAYS, home_view, list_view
from kinepedia.plan.neighbours import FIRST
from kinepedia.plan.pages import REDIRECT
from kinepedia.plan.terms import routine_view, term_view
from kinepedia.plan.view_maker import ViewMaker
from kinepedia.plan.views import HeadView, PageView, RedirectView

if TYPE_CHECKING:
    from collections.abc import Callable

    from kinepedia.link.encyclopedia import Encyclopedia
    from kinepedia.model.addresses import Key
    from kinepedia.parse.parser import Entry
    from kinepedia.plan.neighbour_finder import NeighbourFinder
    from kinepedia.plan.neighbours import Neighbours, Rows
    from kinepedia.plan.pages import Page


class PageViews:
    """Makes the view of one page after the other; tells what has to be made anew."""

    def __init__(
        self, encyclopedia: Encyclopedia, neighbour_finder: NeighbourFinder, load: Callable[[Key], Entry]
    ) -> None:
        """Take the encyclopedia, what finds the neighbours of a page, and what loads a whole entry."""
        self._encyclopedia = encyclopedia
        self._neighbour_finder = neighbour_finder
        self._load = load
        self._finder = Finder(encyclopedia, neighbour_finder, load)
        self._count = len(encyclopedia.collection("exercises"))
        self._counts = {category: len(keys) for category, keys in encyclopedia.sequences.items()}
        self._last: tuple[Page, Rows] | None = None

    def fingerprint(self, page: Page) -> bytes:
        """Return bytes that change whenever the view of a page may change.

        What the page shows of whole entries is not in it: those count by their digests.
        """
        if page.template == FINDER:
            return self._finder.fingerprint(page.address)
        own = self._neighbour_finder.fingerprint(self._rows_of(page), page.entry)
        counts = (self._count, *self._counts.values()) if not page.address else ()
        return f"{page.address} {page.template} {counts} ".encode() + own

    def whole(self, page: Page) -> tuple[str, ...]:
        """Return the paths of the entries of which a page may show anything."""
        if page.template == STRIP and page.key:
            return (self._encyclopedia.entries[page.key].path,)
        return self._neighbour_finder.whole(page.entry) if page.entry else ()

    def neighbours(self, page: Page) -> Neighbours:
        """Return what a page shows of other entries."""
        return self._neighbour_finder.neighbours(self._rows_of(page), page.entry)

    def view(self, page: Page, neighbours: Neighbours) -> PageView:
        """Return what a page shows."""
        if page.template == FINDER:
            return self._finder.view(page.address)
        maker = ViewMaker(neighbours, self._encyclopedia.settings, page.address)
        if page.key:
            return self._view_of(page.key, page, maker)
        if page.collection:
            return with_list_data(list_view(maker, page.collection), maker, page.collection)
        if page.address == NOT_FOUND:
            return PageView(maker.head("Page not found"), "Page not found")
        return with_site_data(home_view(maker, self._count, self._counts), maker)

    def _view_of(self, key: Key, page: Page, maker: ViewMaker) -> PageView:
        if page.template == REDIRECT:
            return _redirect_view(maker, key)
        if page.template == STRIP:
            return strip_view(self._load(key))
        return entry_view(maker, key, self._load)

    def _rows_of(self, page: Page) -> Rows:
        """Return the entries that a page shows; those of the last page asked for are remembered."""
        if self._last is None or self._last[0] is not page:
            self._last = page, self._rows(page)
        return self._last[1]

    def _rows(self, page: Page) -> Rows:
        if page.template == STRIP:
            return {}
        if page.key:
            return (
                {"entry": (page.key,)} if page.template == REDIRECT else self._neighbour_finder.rows(page.key)
            )
        if page.collection:
            ways = WAYS if page.collection == "exercises" else ()
            rows: Rows = {name: self._in_order(name) for name in ways}
            return {"all": self._in_order(page.collection), **rows}
        if page.address == NOT_FOUND or page.template == FINDER:
            return {}
        categories = self._in_order("categories")
        first = {f"{FIRST}{key.slug}": self._encyclopedia.sequences[key][:HOME_FIRST] for key in categories}
        return {"categories": categories, **first, **{name: self._in_order(name) for name in HOME_GROUPS}}

    def _in_order(self, collection: str) -> tuple[Key, ...]:
        return self._neighbour_finder.in_list_order(collection, self._encyclopedia.collection(collection))


def entry_view(maker: ViewMaker, key: Key, load: Callable[[Key], Entry]) -> PageView:
    """Return the view of an entry's own page; `load` loads whole entries."""
    entry = load(key)
    if key.collection == "exercises":
        return with_entry_data(exercise_view(maker, entry), maker, entry)
    if key.collection == "routines":
        view = routine_view(maker, entry, lambda item: getattr(load(item).fields, "dose", None))
        return with_entry_data(view, maker, entry)
    return with_entry_data(term_view(maker, entry), maker, entry)


def _redirect_view(maker: ViewMaker, key: Key) -> RedirectView:
    title = maker.neighbours.cards[key].title
    base = maker.settings.base_url
    return RedirectView(
        head=HeadView(maker.head(title).title, None, base + key.address if base else None),
        title=title,
        href=maker.linker.to(key.address),
    )
