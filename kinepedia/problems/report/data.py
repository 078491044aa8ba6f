"""Diagnostics as data: for a program that reads JSON, and for a page that shows them."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from kinepedia.problems.report.excerpt import Lines, excerpt, place

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kinepedia.problems.diagnostics import Diagnostic


def as_json(diagnostics: Iterable[Diagnostic], figures: dict[str, object]) -> str:
    """Return diagnostics and figures as one JSON document; paths are relative to the site."""
    document = {**figures, "diagnostics": [asdict(diagnostic) for diagnostic in diagnostics]}
    return json.dumps(document, indent=2)


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
