"""The line that a diagnostic is about, as it is shown to an author."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kinepedia.machine.folders import native_name, relative_path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kinepedia.problems.diagnostics import Diagnostic


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


class Lines:
    """The lines of the files that diagnostics are about, each file read once.

    `texts` are those that are at hand, by their paths; they need not be in files.
    """

    def __init__(self, site: Path, texts: Mapping[str, str] | None = None) -> None:
        self._site = site
        self._files = {path: text.split("\n") for path, text in (texts or {}).items()}

    def line(self, path: str, number: int) -> str | None:
        """Return a line of a file, counted from 1; None if it has no such line or cannot be read."""
        if path not in self._files:
            try:
                data = (self._site / native_name(path)).read_bytes()
            except (OSError, ValueError):
                data = b""
            text = data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
            self._files[path] = text.split("\n")
        lines = self._files[path]
        return lines[number - 1] if number <= len(lines) else None


def is_of_whole_file(diagnostic: Diagnostic) -> bool:
    """Tell whether a diagnostic is about a whole file: it stands at its beginning, and nothing is marked."""
    return (diagnostic.line, diagnostic.column, diagnostic.length) == (1, 1, 0)
