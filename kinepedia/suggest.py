"""Did you mean: the known name nearest to a mistyped one."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_LEAST_RATIO = 0.66  # of the characters that two names have in common, as difflib counts them


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name most like `name`, ignoring case, or None if none is alike."""
    wanted = name.casefold()[:200]
    # Names of very different lengths cannot be alike, and are most of a large site's.
    least, most = (
        len(wanted) * _LEAST_RATIO / (2 - _LEAST_RATIO),
        len(wanted) * (2 - _LEAST_RATIO) / _LEAST_RATIO,
    )
    by_folded = {item.casefold(): item for item in sorted(known) if least <= len(item) <= most}
    matches = get_close_matches(wanted, by_folded, n=1, cutoff=_LEAST_RATIO)
    return by_folded[matches[0]] if matches else None


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return the hint `did you mean "..."?`, or an empty text if no known name is alike."""
    match = nearest(name, known)
    return f'did you mean "{match}"?' if match else ""
