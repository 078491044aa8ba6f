"""What is published besides pages that have figures: their style sheet, and the steps as one picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from kinepedia.features.machine_files import FileView
from kinepedia.machine.fingerprint import fingerprint_of
from kinepedia.plan.views import DataView, HeadView

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kinepedia.model.addresses import Key
    from kinepedia.parse.facts import Facts
    from kinepedia.parse.parser import Entry

STYLE = "figures.css"
"""The template of the style sheet of all figures, and its name among the assets."""

STRIP = "steps.svg"
"""The template of a strip, and the name of its file beside the page of its exercise."""

_BEGINNING = "assets/figures."
_DIGITS = 10


@dataclass(frozen=True, slots=True)
class StyleView(FileView):
    """The style sheet of figures, as their engine has it."""

    style: Markup


def style_files(entries: Iterable[Facts]) -> Iterator[tuple[str, str, FileView]]:
    """Yield the address, the template and the view of the style sheet, if one of the entries has a figure."""
    if any(facts.has_figures for facts in entries):
        from kinepedia import figures  # which takes longer to load than most builds need

        digest = fingerprint_of(figures.STYLE).hex()[:_DIGITS]
        yield f"{_BEGINNING}{digest}.css", STYLE, StyleView("", Markup(figures.STYLE))  # noqa: S704 - ours


def style_among(files: Iterable[str]) -> str | None:
    """Return which of the files that are made for machines is the style sheet, None if none is."""
    return next((address for address in files if address.startswith(_BEGINNING)), None)


def strip_address(key: Key) -> str:
    """Return the address of the strip of an exercise."""
    return f"{key.address}{STRIP}"


def strip_view(entry: Entry) -> DataView:
    """Return the view of the strip of an exercise."""
    return DataView(HeadView(entry.title), entry.title, data=Markup(entry.body.strip))  # noqa: S704 - ours
