"""The lines that diagnostics are about, and what is to be shown of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinepedia.machine.folders import native_name

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from kinepedia.problems.diagnostics import Diagnostic


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
