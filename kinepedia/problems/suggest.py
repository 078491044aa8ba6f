"""Did you mean: the known name nearest to a mistyped one."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_LEAST_RATIO = 0.66  # of the characters that two names have in common, as difflib counts them
_MOST_CHARACTERS = 200  # of a mistyped name that are looked at
_MOST_COMPARED = (
    200  # names that are compared thoroughly with one that is mistyped: a few milliseconds' worth
)


class KnownNames:
    """Names to look among, prepared so that thousands can be asked for hundreds of times.

    Comparing two names thoroughly is slow, and few are worth it: they cannot be more alike than the letters
    that they share. Each letter of a name, counted, is a bit of a number, so that one "and" counts those.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._bits: dict[tuple[str, int], int] = {}
        by_folded = {name.casefold(): name for name in sorted(names)}
        self._names = [
            (folded, name, self._letters(folded, learn=True)) for folded, name in by_folded.items()
        ]

    def nearest(self, name: str, *, but: str | None = None) -> str | None:
        """Return the known name most like `name`, ignoring case, or None if none but `but` is alike."""
        wanted = name.casefold()[:_MOST_CHARACTERS]
        letters = self._letters(wanted)
        bounds = []
        for folded, known, other in self._names:
            both = len(folded) + len(wanted)
            bound = 2 * (letters & other).bit_count() / both if both else 0
            if bound >= _LEAST_RATIO and known != but:
                bounds.append((bound, folded, known))
        bounds.sort(reverse=True)
        best, nearest, found = _LEAST_RATIO, "", None
        matcher = SequenceMatcher(b=wanted)
        for bound, folded, known in bounds[:_MOST_COMPARED]:
            if bound < best:
                break
            matcher.set_seq1(folded)
            if (ratio := matcher.ratio(), folded) >= (best, nearest):
                best, nearest, found = ratio, folded, known
        return found

    def _letters(self, text: str, *, learn: bool = False) -> int:
        counts: dict[str, int] = {}
        letters = 0
        for character in text:
            nth = counts[character] = counts.get(character, 0) + 1
            if learn:
                self._bits.setdefault((character, nth), len(self._bits))
            if (bit := self._bits.get((character, nth))) is not None:
                letters |= 1 << bit
        return letters


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name most like `name`, ignoring case, or None if none is alike."""
    return KnownNames(known).nearest(name)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return the hint `did you mean "..."?`, or an empty text if no known name is alike."""
    match = nearest(name, known)
    return f'did you mean "{match}"?' if match else ""
