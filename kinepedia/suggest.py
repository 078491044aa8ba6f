"""Did you mean: the known name nearest to a mistyped one."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# Comparing with more names than this would make a file full of mistakes slow to report.
_MOST_NAMES = 20_000


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name most like `name`, ignoring case, or None if none is alike."""
    by_folded = {candidate.casefold(): candidate for candidate in sorted(known)[:_MOST_NAMES]}
    matches = get_close_matches(name.casefold()[:200], by_folded, n=1, cutoff=0.66)
    return by_folded[matches[0]] if matches else None


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return the hint `did you mean "..."?`, or an empty text if no known name is alike."""
    match = nearest(name, known)
    return f'did you mean "{match}"?' if match else ""
