"""Related exercises: those that share most with an exercise, and what they share."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from kinepedia.addresses import Key
    from kinepedia.link.relations import Relation

MOST = 6
"""How many related exercises are found for each."""

WEIGHTS = {"mobilizes": 5, "stretches": 4, "strengthens": 3, "categories": 2, "type": 1, "level": 1}
"""What a shared term counts. What an exercise is for says most about what could take its place."""

_LEAST = 2  # a shared level or type alone relates nothing


@dataclass(frozen=True, slots=True)
class Related:
    """A related exercise, and the entries that both refer to, by field."""

    key: Key
    shared: tuple[tuple[str, tuple[Key, ...]], ...]


def related(
    exercises: Sequence[Key], relations: Mapping[str, Relation], excluded: Mapping[Key, Collection[Key]]
) -> dict[Key, tuple[Related, ...]]:
    """Return the exercises most related to each of `exercises`, most related first, at most `MOST`.

    `excluded` has, for an exercise, those that its page shows already. The order of `exercises` decides
    between equals.
    """
    place = {key: index for index, key in enumerate(exercises)}
    having = {
        (field, term): sum(1 << place[key] for key in keys if key in place)
        for field in WEIGHTS
        for term, keys in relations[field].backward.items()
    }
    found: dict[Key, tuple[Related, ...]] = {}
    for exercise in exercises:
        scores = _Scores()
        for field, weight in WEIGHTS.items():
            for term in relations[field].of(exercise):
                scores.add(having[field, term], weight)
        hidden = {exercise, *excluded.get(exercise, ())}
        allowed = ~sum(1 << place[key] for key in hidden if key in place)
        best = [(scores.of(index), index) for index in scores.highest(MOST, allowed)]
        best.sort(key=lambda item: (-item[0], item[1]))
        keys = [exercises[index] for score, index in best if score >= _LEAST]
        found[exercise] = tuple(Related(key, _shared(exercise, key, relations)) for key in keys)
    return found


class _Scores:
    """The scores of all exercises at once.

    An exercise is a bit, and a set of exercises an integer. The scores are written in binary, one integer
    for all the ones, one for all the twos, and so on, so that adding a weight to thousands of exercises
    takes a few operations. With one exercise after the other, the time would grow with the square of their
    number.
    """

    def __init__(self) -> None:
        self._digits: list[int] = []

    def add(self, exercises: int, weight: int) -> None:
        """Add `weight` to the score of each of these exercises."""
        for place in range(weight.bit_length()):
            if weight >> place & 1:
                carry, at = exercises, place
                while carry:
                    while len(self._digits) <= at:
                        self._digits.append(0)
                    self._digits[at], carry = self._digits[at] ^ carry, self._digits[at] & carry
                    at += 1

    def of(self, index: int) -> int:
        """Return the score of one exercise."""
        return sum((digit >> index & 1) << place for place, digit in enumerate(self._digits))

    def highest(self, most: int, allowed: int) -> Iterator[int]:
        """Yield the exercises with the highest scores above 0; between equals, the first ones."""
        sure = 0
        candidates = allowed & self._any()
        for digit in reversed(self._digits):
            higher = candidates & digit
            if sure.bit_count() + higher.bit_count() >= most:
                candidates = higher
            else:
                sure |= higher
                candidates &= ~digit
        yield from _first_bits(sure, most)
        yield from _first_bits(candidates, most - sure.bit_count())

    def _any(self) -> int:
        found = 0
        for digit in self._digits:
            found |= digit
        return found


def _first_bits(bits: int, most: int) -> Iterator[int]:
    for _ in range(most):
        if not bits:
            return
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def _shared(
    first: Key, second: Key, relations: Mapping[str, Relation]
) -> tuple[tuple[str, tuple[Key, ...]], ...]:
    shared: dict[str, list[Key]] = defaultdict(list)
    for field in WEIGHTS:
        others = relations[field].of(second)
        shared[field] = [term for term in relations[field].of(first) if term in others]
    return tuple((field, tuple(terms)) for field, terms in shared.items() if terms)
