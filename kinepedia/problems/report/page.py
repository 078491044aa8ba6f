"""Diagnostics for a page that shows them."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from kinepedia.problems.report.excerpt import excerpt, place
from kinepedia.problems.report.lines import Lines

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kinepedia.problems.diagnostics import Diagnostic


def as_data(diagnostics: Iterable[Diagnostic], site: Path) -> list[dict[str, object]]:
    """Return diagnostics as plain values, with what `as_text` shows of each."""
    lines = Lines(site)
    return [
        {
            "severity": diagnostic.severity.value,
            "code": diagnostic.code,
            "place": place(diagnostic, site),
            "message": diagnostic.message,
            "hint": diagnostic.hint,
            "line": diagnostic.line,
            "excerpt": asdict(shown) if (shown := excerpt(diagnostic, lines)) else None,
        }
        for diagnostic in diagnostics
    ]
