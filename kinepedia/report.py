"""Diagnostics as a person or a program reads them."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from kinepedia.diagnostics import Diagnostic, Severity
from kinepedia.site import native_name, relative_path

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
    lines = _Lines(site)
    return "\n".join(_one(diagnostic, lines, site, style) for diagnostic in diagnostics)


def as_data(diagnostics: Iterable[Diagnostic], site: Path) -> list[dict[str, object]]:
    """Return the same as plain values, for a page that shows them."""
    lines = _Lines(site)
    return [
        {
            "severity": diagnostic.severity.value,
            "code": diagnostic.code,
            "place": _place(diagnostic, site),
            "message": diagnostic.message,
            "hint": diagnostic.hint,
            "line": diagnostic.line,
            "excerpt": asdict(excerpt) if (excerpt := lines.excerpt(diagnostic)) else None,
        }
        for diagnostic in diagnostics
    ]


def as_json(diagnostics: Iterable[Diagnostic], figures: dict[str, object]) -> str:
    """Return diagnostics and figures as one JSON document; paths are relative to the site."""
    document = {**figures, "diagnostics": [asdict(diagnostic) for diagnostic in diagnostics]}
    return json.dumps(document, indent=2)


@dataclass(frozen=True, slots=True)
class _Excerpt:
    """The line that a diagnostic is about, or what is near the problem in a long one, in three parts."""

    before: str
    marked: str
    after: str


class _Lines:
    """The lines of the files that diagnostics are about, each file read once."""

    def __init__(self, site: Path) -> None:
        self._site = site
        self._files: dict[str, list[str]] = {}

    def excerpt(self, diagnostic: Diagnostic) -> _Excerpt | None:
        """Return what a diagnostic is about; None if there is nothing to show."""
        # A diagnostic about a whole file stands at its beginning.
        if (diagnostic.line, diagnostic.column, diagnostic.length) == (1, 1, 0):
            return None
        line = self._line(diagnostic.path, diagnostic.line)
        return _excerpt(diagnostic, line) if line and not line.isspace() else None

    def _line(self, path: str, number: int) -> str | None:
        if path not in self._files:
            try:
                data = (self._site / native_name(path)).read_bytes()
            except (OSError, ValueError):
                data = b""
            text = data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
            self._files[path] = text.split("\n")
        lines = self._files[path]
        return lines[number - 1] if number <= len(lines) else None


def _one(diagnostic: Diagnostic, lines: _Lines, site: Path, style: Style) -> str:
    colour = "red" if diagnostic.severity is Severity.ERROR else "yellow"
    label = style(f"{diagnostic.severity}[{diagnostic.code}]", colour)
    shown = [f"{_place(diagnostic, site)}: {label}: {diagnostic.message}"]
    if excerpt := lines.excerpt(diagnostic):
        gutter = len(str(diagnostic.line))
        carets = style("^" * max(_width(excerpt.marked), 1), colour)
        shown += [
            f"  {diagnostic.line} | {excerpt.before}{excerpt.marked}{excerpt.after}".rstrip(),
            f"  {'':{gutter}} | {' ' * _width(excerpt.before)}{carets}",
        ]
    if diagnostic.hint:
        shown.append(f"  {style('help', 'cyan')}: {diagnostic.hint}")
    return "\n".join(shown)


def _place(diagnostic: Diagnostic, site: Path) -> str:
    path = relative_path(site / diagnostic.path, Path.cwd())
    return f"{path}:{diagnostic.line}:{diagnostic.column}"


def _excerpt(diagnostic: Diagnostic, line: str) -> _Excerpt:
    start = diagnostic.column - 1
    first = max(start - _BEFORE, 0) if len(line) > _MOST_COLUMNS else 0
    most = _MOST_COLUMNS - (start - first)
    before = ("..." if first else "") + _shown(line[first:start])
    after = _shown(line[start : start + most]) + ("..." if len(line) > start + most else "")
    length = min(max(diagnostic.length, 1), most, max(len(line) - start, 0))
    return _Excerpt(before, after[:length], after[length:])


def _shown(text: str) -> str:
    return "".join(character if character.isprintable() else " " for character in text)


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes (Unicode Standard Annex 11)."""
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )
