"""Makes pages: views, renders, inspects and writes them into the staging folder, in any process.

Each of these steps is done for some pages at a time, because a processor is a quarter faster at what it has
just done.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

from kinepedia.problems.blame import FeatureError
from kinepedia.problems.calling import spent
from kinepedia.render.templates import Fault, fault_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kinepedia.audit.inspector import Inspected, Inspector
    from kinepedia.model.addresses import Key
    from kinepedia.plan.catalogue import Asked
    from kinepedia.plan.neighbours import Neighbours
    from kinepedia.plan.page import Page
    from kinepedia.plan.page_views import PageViews
    from kinepedia.plan.reader import Reader
    from kinepedia.plan.site_views import SiteViews
    from kinepedia.plan.views import PageView
    from kinepedia.publish.staging import Staging
    from kinepedia.render.templates import Renderer


_MOST_PAGES = 100  # at a time; more do not fit into a processor's memory
_MOST_CARDS = 2000  # on all these pages, or a few long lists would need much of the machine's


class MadePage(NamedTuple):
    """What became of one page: what was seen on it, or what is wrong with its template.

    `base` is the fingerprint of its frame, template and neighbours; `neighbours` has these, packed, if it is
    the page of an entry. `asked` is what its template asked of the encyclopedia, `features` how long
    those took that are not ours, `seconds` how long it took itself.
    """

    inspected: Inspected | None
    fault: Fault | None
    base: bytes
    neighbours: bytes
    related: tuple[Key, ...]
    asked: Asked
    features: tuple[tuple[str, float], ...]
    seconds: float


class _Viewed(NamedTuple):
    """A page with its view, which is to be rendered."""

    page: Page
    neighbours: Neighbours
    view: PageView | Fault
    reader: Reader
    base: bytes
    seconds: float


class PageMaker:
    """Makes one page after the other."""

    def __init__(
        self,
        views: PageViews,
        site: SiteViews,
        reader: Callable[[Page], Reader],
        renderer: Renderer,
        inspector: Inspector,
        fingerprint: Callable[[Page], bytes],
        staging: Staging | None,
    ) -> None:
        """Take what each step needs; without a staging folder, nothing is written."""
        self._fingerprint = fingerprint
        self._views = views
        self._site = site
        self._reader = reader
        self._renderer = renderer
        self._inspector = inspector
        self._staging = staging

    def __call__(self, pages: Iterable[Page]) -> Iterator[MadePage]:
        """Make pages, one after the other."""
        viewed: list[_Viewed] = []
        shown = 0
        for page in pages:
            one = self._viewed(page)
            viewed.append(one)
            shown += len(one.neighbours.cards)
            if len(viewed) == _MOST_PAGES or shown > _MOST_CARDS:
                yield from self._finished(viewed)
                viewed, shown = [], 0
        yield from self._finished(viewed)

    def _viewed(self, page: Page) -> _Viewed:
        begun = time.perf_counter()
        # The three ask for the same rows one after the other, of which `PageViews`
        # remembers the last page's alone.
        neighbours = self._views.neighbours(page)
        reader = self._reader(page)
        view: PageView | Fault
        try:
            view = self._views.view(page, neighbours, reader)
        except FeatureError as error:
            view = fault_of(error, page)
        return _Viewed(page, neighbours, view, reader, self._fingerprint(page), time.perf_counter() - begun)

    def _finished(self, viewed: list[_Viewed]) -> Iterator[MadePage]:
        rendered = [self._rendered(one) for one in viewed]
        for one, (html, seconds) in zip(viewed, rendered, strict=True):
            begun = time.perf_counter()
            page = one.page
            inspected = fault = None
            if isinstance(html, Fault):
                fault = html
            else:
                inspected = self._inspector.inspect(page, html)
                if self._staging:
                    # In a forked process, what the staging folder notes of this is lost with the process: the
                    # file stays, and `publishing` tells the parent's of every page that was made.
                    self._staging.write(page.address, html)
            yield MadePage(
                inspected,
                fault,
                one.base,
                one.neighbours.pack() if page.entry else b"",
                # They travel back because a forked process found them: the next build
                # gets those of all exercises.
                one.neighbours.row("related"),
                one.reader.asked,
                spent(),
                one.seconds + seconds + time.perf_counter() - begun,
            )

    def _rendered(self, one: _Viewed) -> tuple[bytes | Fault, float]:
        if isinstance(one.view, Fault):
            return one.view, 0.0
        begun = time.perf_counter()
        html = self._renderer.render(one.page, one.view, self._site.at(one.page.address), one.reader)
        return html, time.perf_counter() - begun
