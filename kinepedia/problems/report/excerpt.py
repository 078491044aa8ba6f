"""The line that a diagnostic is about, as it is shown to an author."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kinepedia.machine.folders import relative_path
from kinepedia.problems.report.lines import is_of_whole_file

if TYPE_CHECKING:
    from kinepedia.problems.diagnostics import Diagnostic
    from kinepedia.problems.report.lines import Lines

_MOST_COLUMNS = 100
_BEFORE = 60


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A line, or what is near the problem in a long one, in three parts."""

    before: str
    marked: str
    after: str


def place(diagnostic: Diagnostic, site: Path) -> str:
    """Return where a diagnostic is, as seen from the current folder, so that an editor can open it."""
    path = relative_path(site / diagnostic.path, Path.cwd())
    return f"{path}:{diagnostic.line}:{diagnostic.column}"


def excerpt(diagnostic: Diagnostic, lines: Lines) -> Excerpt | None:
    """Return what a diagnostic is about; None if there is nothing to show."""
    if is_of_whole_file(diagnostic):
        return None
    line = lines.line(diagnostic.path, diagnostic.line)
    if not line or line.isspace():
        return None
    start = diagnostic.column - 1
    first = max(start - _BEFORE, 0) if len(line) > _MOST_COLUMNS else 0
    most = _MOST_COLUMNS - (start - first)
    before = ("..." if first else "") + _shown(line[first:start])
    after = _shown(line[start : start + most]) + ("..." if len(line) > start + most else "")
    length = min(max(diagnostic.length, 1), most, max(len(line) - start, 0))
    return Excerpt(before, after[:length], after[length:])


def _shown(text: str) -> str:
    return "".join(character if character.isprintable() else " " for character in text)
