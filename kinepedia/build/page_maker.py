"""Makes pages: drafts, renders, looks at and stages them, in whichever process.

Each of these steps is done for some pages at a time, because a processor is a quarter faster at what it has
just done.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

from kinepedia.render.templates import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kinepedia.audit.inspector import Inspected, Inspector
    from kinepedia.features.machine_files import FileView
    from kinepedia.model.addresses import Key
    from kinepedia.plan.neighbours import Neighbours
    from kinepedia.plan.page_views import PageViews
    from kinepedia.plan.pages import Page
    from kinepedia.plan.site_views import SiteViews
    from kinepedia.plan.views import PageView
    from kinepedia.publish.staging import Staging
    from kinepedia.render.templates import Renderer


_MOST_PAGES = 100  # at a time; more do not fit into a processor's memory
_MOST_CARDS = 2000  # on all these pages, or a few long lists would need much of the machine's


class MadePage(NamedTuple):
    """What became of one page: what was seen on it, or what is wrong with its template.

    `base` is the fingerprint of its view and templates, `neighbours` its surroundings, packed, if it is the page
    of an entry. `seconds` is the time that it took.
    """

    inspected: Inspected | None
    fault: Fault | None
    base: bytes
    neighbours: bytes
    related: tuple[Key, ...]
    seconds: float


class _Draft(NamedTuple):
    """A page that is to be rendered."""

    page: Page
    neighbours: Neighbours
    view: PageView | FileView
    base: bytes
    seconds: float


class PageMaker:
    """Makes one page after the other."""

    def __init__(
        self,
        drafts: PageViews,
        site: SiteViews,
        renderer: Renderer,
        auditor: Inspector,
        fingerprint: Callable[[Page], bytes],
        stage: Staging | None,
    ) -> None:
        """Take what each step needs; without a stage, nothing is written."""
        self._fingerprint = fingerprint
        self._drafts = drafts
        self._site = site
        self._renderer = renderer
        self._auditor = auditor
        self._stage = stage

    def __call__(self, pages: Iterable[Page]) -> Iterator[MadePage]:
        """Make pages, one after the other."""
        drafts: list[_Draft] = []
        shown = 0
        for page in pages:
            draft = self._draft(page)
            drafts.append(draft)
            shown += len(draft.neighbours.cards)
            if len(drafts) == _MOST_PAGES or shown > _MOST_CARDS:
                yield from self._finished(drafts)
                drafts, shown = [], 0
        yield from self._finished(drafts)

    def _draft(self, page: Page) -> _Draft:
        begun = time.perf_counter()
        neighbours = self._drafts.neighbours(page)
        view = self._drafts.view(page, neighbours)
        return _Draft(page, neighbours, view, self._fingerprint(page), time.perf_counter() - begun)

    def _finished(self, drafts: list[_Draft]) -> Iterator[MadePage]:
        rendered = [self._rendered(draft) for draft in drafts]
        for draft, (html, seconds) in zip(drafts, rendered, strict=True):
            begun = time.perf_counter()
            page = draft.page
            inspected = fault = None
            if isinstance(html, Fault):
                fault = html
            else:
                inspected = self._auditor.inspect(page, html)
                if self._stage:
                    self._stage.write(page.address, html)
            yield MadePage(
                inspected,
                fault,
                draft.base,
                draft.neighbours.pack() if page.entry else b"",
                draft.neighbours.row("related"),
                draft.seconds + seconds + time.perf_counter() - begun,
            )

    def _rendered(self, draft: _Draft) -> tuple[bytes | Fault, float]:
        begun = time.perf_counter()
        html = self._renderer.render(draft.page, draft.view, self._site.at(draft.page.address))
        return html, time.perf_counter() - begun
