"""Diagnostics as a person reads them."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, TypeAlias

from kinepedia.problems.diagnostics import Diagnostic, Severity
from kinepedia.problems.report.excerpt import Lines, excerpt, place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

Style: TypeAlias = "Callable[[str, str], str]"
"""Colours a text: takes it and the name of a colour."""


def as_text(
    diagnostics: Iterable[Diagnostic], site: Path, style: Style, texts: Mapping[str, str] | None = None
) -> str:
    """Return diagnostics like a compiler's, each with the line that it is about.

    Paths are shown as seen from the current folder, so that a terminal or an editor can open them. `texts`
    are those that need not be read from their files, by their paths.
    """
    lines = Lines(site, texts)
    return "\n".join(_one(diagnostic, lines, site, style) for diagnostic in diagnostics)


def _one(diagnostic: Diagnostic, lines: Lines, site: Path, style: Style) -> str:
    colour = "red" if diagnostic.severity is Severity.ERROR else "yellow"
    label = style(f"{diagnostic.severity}[{diagnostic.code}]", colour)
    shown = [f"{place(diagnostic, site)}: {label}: {diagnostic.message}"]
    if found := excerpt(diagnostic, lines):
        gutter = len(str(diagnostic.line))
        carets = style("^" * max(_width(found.marked), 1), colour)
        shown += [
            f"  {diagnostic.line} | {found.before}{found.marked}{found.after}".rstrip(),
            f"  {'':{gutter}} | {' ' * _width(found.before)}{carets}",
        ]
    if diagnostic.hint:
        shown.append(f"  {style('help', 'cyan')}: {diagnostic.hint}")
    return "\n".join(shown)


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes (Unicode Standard Annex 11)."""
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )
