"""Diagnostics as a program reads them."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kinepedia.problems.diagnostics import Diagnostic


def as_json(diagnostics: Iterable[Diagnostic], figures: dict[str, object]) -> str:
    """Return diagnostics and figures as one JSON document; paths are relative to the site."""
    document = {**figures, "diagnostics": [asdict(diagnostic) for diagnostic in diagnostics]}
    return json.dumps(document, indent=2)
