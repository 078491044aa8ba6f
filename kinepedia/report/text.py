"""Diagnostics as a person reads them."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from kinepedia.diagnostics import Diagnostic, Severity
from kinepedia.report.lines import Lines, is_of_whole_file
from kinepedia.site import relative_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_MOST_COLUMNS = 100
_BEFORE = 60

Style: TypeAlias = "Callable[[str, str], str]"
"""Colours a text: takes it and the name of a colour."""


def as_text(diagnostics: Iterable[Diagnostic], site: Path, style: Style) -> str:
    """Return diagnostics like a compiler's, each with the line that it is about.

    Paths are shown as seen from the current folder, so that a terminal or an editor can open them.
    """
    lines = Lines(site)
    return "\n".join(_one(diagnostic, lines, site, style) for diagnostic in diagnostics)


def _one(diagnostic: Diagnostic, lines: Lines, site: Path, style: Style) -> str:
    colour = "red" if diagnostic.severity is Severity.ERROR else "yellow"
    path = relative_path(site / diagnostic.path, Path.cwd())
    label = style(f"{diagnostic.severity}[{diagnostic.code}]", colour)
    shown = [f"{path}:{diagnostic.line}:{diagnostic.column}: {label}: {diagnostic.message}"]
    if not is_of_whole_file(diagnostic):
        line = lines.line(diagnostic.path, diagnostic.line)
        if line and not line.isspace():
            shown += _excerpt(diagnostic, line, lambda text: style(text, colour))
    if diagnostic.hint:
        shown.append(f"  {style('help', 'cyan')}: {diagnostic.hint}")
    return "\n".join(shown)


def _excerpt(diagnostic: Diagnostic, line: str, style: Callable[[str], str]) -> list[str]:
    """Return the line, or what is near the problem in a long one, and carets below it."""
    start = diagnostic.column - 1
    first = max(start - _BEFORE, 0) if len(line) > _MOST_COLUMNS else 0
    most = _MOST_COLUMNS - (start - first)
    before = ("..." if first else "") + _shown(line[first:start])
    after = _shown(line[start : start + most]) + ("..." if len(line) > start + most else "")
    marked = after[: min(max(diagnostic.length, 1), most, len(line) - start)]
    gutter = len(str(diagnostic.line))
    carets = style("^" * max(_width(marked), 1))
    return [
        f"  {diagnostic.line} | {before}{after}".rstrip(),
        f"  {'':{gutter}} | {' ' * _width(before)}{carets}",
    ]


def _shown(text: str) -> str:
    return "".join(character if character.isprintable() else " " for character in text)


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes (Unicode Standard Annex 11)."""
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )
