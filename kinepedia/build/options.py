"""What a build is asked for, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kinepedia.model.settings import UrlStyle
    from kinepedia.problems.diagnostics import Diagnostic, Severity


@dataclass(frozen=True, slots=True)
class Options:
    """How to build.

    `base_url` and `url_style` win over the settings; `drafts` shows drafts; `strict` lets warnings stop
    publishing; without `publish` everything is done but that. `clean` uses nothing of earlier builds.
    `safe` runs no code of the site or of installed features.
    `jobs` is how many processes may work at once; None for one on each processor.
    """

    base_url: str | None = None
    url_style: UrlStyle | None = None
    drafts: bool = False
    strict: bool = False
    publish: bool = True
    clean: bool = False
    safe: bool = False
    # It has no say in what is made, and so no place in what the result of a build is
    # remembered by (`unchanged.py`).
    jobs: int | None = None

    def overrides(self) -> dict[str, str]:
        """Return the settings that win over those of the site."""
        given = {"base_url": self.base_url, "url_style": self.url_style}
        return {name: value for name, value in given.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Result:
    """What a build found and made: its diagnostics in order, and how many pages and exercises there are.

    `ok` tells whether nothing stands in the way of publishing. `notices` are sentences that no author has to
    heed.
    """

    diagnostics: tuple[Diagnostic, ...]
    pages: int
    exercises: int
    ok: bool
    notices: tuple[str, ...] = ()

    def count(self, severity: Severity) -> int:
        """Return how many diagnostics have this severity."""
        return sum(diagnostic.severity is severity for diagnostic in self.diagnostics)
