"""What is published besides pages that have figures: their style sheet, and the steps as one picture."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from markupsafe import Markup

from kinepedia.machine.fingerprint import fingerprint_of
from kinepedia.plan.feature import Companion, Feature, SiteFile
from kinepedia.plan.views import DataView, ExerciseView, FileView, HeadView

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from kinepedia.link.encyclopedia import Encyclopedia
    from kinepedia.parse.parser import Entry
    from kinepedia.plan.page import Page
    from kinepedia.plan.view_maker import ViewMaker
    from kinepedia.plan.views import PageView

STYLE = "figures.css"
"""The template of the style sheet of all figures, and its name among the assets."""

_DIGITS = 10


@dataclass(frozen=True, slots=True, eq=False)
class StyleView(FileView):
    """The style sheet of figures, as their engine has it."""

    style: Markup


def _files(
    encyclopedia: Encyclopedia,
    pages: Sequence[str],  # noqa: ARG001
    assets: Container[str],
) -> Iterator[SiteFile]:
    """Yield the style sheet, if one of the entries has a figure and the site has no style of its own."""
    if STYLE not in assets and any(facts.has_figures for facts in encyclopedia.entries.values()):
        from kinepedia import figures  # which takes longer to load than most builds need

        digest = fingerprint_of(figures.STYLE).hex()[:_DIGITS]
        view = StyleView("", Markup(figures.STYLE))  # noqa: S704 - ours
        yield SiteFile(f"assets/figures.{digest}.css", STYLE, view)


def _strip_view(entry: Entry) -> DataView:
    return DataView(HeadView(entry.title), entry.title, data=Markup(entry.body.strip))  # noqa: S704 - ours


STRIP = Companion("steps.svg", lambda facts: facts.has_strip, _strip_view)
"""The figures of all steps of an exercise, as one picture beside its page."""


def _with_strip(view: PageView, maker: ViewMaker, page: Page, entry: Entry | None) -> PageView:
    if entry and entry.body.strip and isinstance(view, ExerciseView):
        return replace(view, strip=maker.linker.to(STRIP.address(page.address)))
    return view


FEATURE = Feature(
    "figures", templates=(STYLE, STRIP.name), files=_files, companion=STRIP, decorate=_with_strip
)
