"""Makes pages: drafts, renders, looks at and stages one after the other, in whichever process."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

from kinepedia.render import Fault

if TYPE_CHECKING:
    from collections.abc import Callable

    from kinepedia.addresses import Key
    from kinepedia.audit import Auditor, Looked
    from kinepedia.plan.drafts import Drafts
    from kinepedia.plan.pages import Page
    from kinepedia.plan.sites import SiteViews
    from kinepedia.publish import Stage
    from kinepedia.render import Renderer


class Made(NamedTuple):
    """What became of one page: what was seen on it, or what is wrong with its template.

    `base` is the fingerprint of its view and templates, `around` its surroundings, packed, if it is the page
    of an entry. `seconds` is the time that it took.
    """

    looked: Looked | None
    fault: Fault | None
    base: bytes
    around: bytes
    related: tuple[Key, ...]
    seconds: float


class Maker:
    """Makes one page after the other."""

    def __init__(
        self,
        drafts: Drafts,
        site: SiteViews,
        renderer: Renderer,
        auditor: Auditor,
        fingerprint: Callable[[Page], bytes],
        stage: Stage | None,
    ) -> None:
        """Take what each step needs; without a stage, nothing is written."""
        self._fingerprint = fingerprint
        self._drafts = drafts
        self._site = site
        self._renderer = renderer
        self._auditor = auditor
        self._stage = stage

    def __call__(self, page: Page) -> Made:
        """Make a page."""
        begun = time.perf_counter()
        surroundings = self._drafts.surroundings(page)
        view = self._drafts.view(page, surroundings)
        html = self._renderer.render(page, view, self._site.at(page.address))
        looked = fault = None
        if isinstance(html, Fault):
            fault = html
        else:
            looked = self._auditor.look(page, html)
            if self._stage:
                self._stage.write(page.address, html)
        return Made(
            looked,
            fault,
            self._fingerprint(page),
            surroundings.pack() if page.entry else b"",
            surroundings.row("related"),
            time.perf_counter() - begun,
        )
