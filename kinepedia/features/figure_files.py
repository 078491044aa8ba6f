"""What is published besides pages that have figures: their style sheet, and the steps as one picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from kinepedia.machine.fingerprint import fingerprint_of
from kinepedia.plan.feature import Companion, Feature, Shown, Site, SiteFile
from kinepedia.plan.views import DataView, FileView, HeadView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kinepedia.parse.parser import Entry

STYLE = "figures.css"
"""The template of the style sheet of all figures, and its name among the assets."""

_DIGITS = 10


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class StyleView(FileView):
    """The style sheet of figures, as their engine has it."""

    style: Markup


def _files(site: Site) -> Iterator[SiteFile]:
    """Yield the style sheet, if one of the entries has a figure and the site has no style of its own."""
    if STYLE not in site.sources.assets and any(
        facts.has_figures for facts in site.encyclopedia.entries.values()
    ):
        from kinepedia import figures  # which takes longer to load than most builds need

        digest = fingerprint_of(figures.STYLE).hex()[:_DIGITS]
        view = StyleView("", Markup(figures.STYLE))  # noqa: S704 - ours
        yield SiteFile(f"assets/figures.{digest}.css", STYLE, view)


def _strip_view(entry: Entry) -> DataView:
    return DataView(HeadView(entry.title), entry.title, data=Markup(entry.body.strip))  # noqa: S704 - ours


STRIP = Companion("steps.svg", lambda facts: facts.has_strip, _strip_view)
"""The figures of all steps of an exercise, as one picture beside its page."""


class FiguresView(NamedTuple):
    """What a page has of the figures of its entry: the link to one picture with those of all steps."""

    strip: str


def _page_data(shown: Shown) -> FiguresView | None:
    if shown.entry and shown.entry.body.strip:
        return FiguresView(shown.maker.linker.to(STRIP.address(shown.page.address)))
    return None


FEATURE = Feature("figures", files=_files, companion=STRIP, page_data=_page_data)
