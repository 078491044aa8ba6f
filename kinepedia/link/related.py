"""Related exercises: those that share most with an exercise, and what they share."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from kinepedia.link.relations import Relation
    from kinepedia.model.addresses import Key

MOST = 10
"""How many related exercises are found for each."""

WEIGHTS = {"mobilizes": 5, "stretches": 4, "strengthens": 3, "categories": 2, "type": 1, "level": 1}
"""What a shared term counts. What an exercise is for says most about what could take its place."""

_KINDS = ("categories", "type", "level")

_LEAST = 2  # a shared level or type alone relates nothing


class Relatives:
    """Finds related exercises, for one exercise after the other."""

    def __init__(self, exercises: Sequence[Key], relations: Mapping[str, Relation]) -> None:
        """Take all exercises; their order decides between equals."""
        self._exercises = exercises
        self._relations = relations
        self._place = {key: index for index, key in enumerate(exercises)}
        self._kinds: dict[tuple[tuple[Key, ...], ...], _Scores] = {}
        self._having: dict[tuple[str, Key], int] = {}

    def of(self, exercise: Key, hidden: Collection[Key] = ()) -> tuple[Key, ...]:
        """Return the exercises most related to one, most related first, at most `MOST`.

        Those in `hidden` are left out: the exercise's page shows them already.
        """
        # What an exercise is for differs; in what remains, many are alike. A copy, because what
        # follows adds to it, and the others of the same kind need it as it is.
        scores = self._scores_by_kind(tuple(self._relations[field].of(exercise) for field in _KINDS)).copy()
        for field, weight in WEIGHTS.items():
            if field not in _KINDS:
                for term in self._relations[field].of(exercise):
                    scores.add(self._exercises_with(field, term), weight)
        # A negative number has infinitely many ones before it, which ends where `highest`
        # takes only those with a score.
        allowed = ~sum(1 << self._place[key] for key in {exercise, *hidden} if key in self._place)
        best = [(scores.of(index), index) for index in scores.highest(MOST, allowed)]
        best.sort(key=lambda item: (-item[0], item[1]))
        # In the order of the slugs between equals: with that of the titles, a new
        # title would change many pages.
        return tuple(self._exercises[index] for score, index in best if score >= _LEAST)

    def _scores_by_kind(self, terms: tuple[tuple[Key, ...], ...]) -> _Scores:
        if terms not in self._kinds:
            scores = self._kinds[terms] = _Scores()
            for field, found in zip(_KINDS, terms, strict=True):
                for term in found:
                    scores.add(self._exercises_with(field, term), WEIGHTS[field])
        return self._kinds[terms]

    def _exercises_with(self, field: str, term: Key) -> int:
        """Return the set of the exercises that have a term, as an integer."""
        if (field, term) not in self._having:
            marks = bytearray(len(self._exercises) // 8 + 1)
            for key in self._relations[field].to(term):
                if (place := self._place.get(key)) is not None:
                    # In bytes first, because setting a bit of an integer copies all of it.
                    marks[place >> 3] |= 1 << (place & 7)
            self._having[field, term] = int.from_bytes(marks, "little")
        return self._having[field, term]


def shared_terms(
    first: Key, second: Key, relations: Mapping[str, Relation], most: int = len(WEIGHTS)
) -> tuple[tuple[str, tuple[Key, ...]], ...]:
    """Return the terms that both exercises refer to, in the first `most` fields in which there are any."""
    shared: list[tuple[str, tuple[Key, ...]]] = []
    for field in WEIGHTS:
        forward = relations[field].forward
        own, others = forward.get(first), forward.get(second)
        if own and others and (terms := tuple([term for term in own if term in others])):
            shared.append((field, terms))
            if len(shared) == most:
                break
    return tuple(shared)


class _Scores:
    """The scores of all exercises at once.

    An exercise is a bit, and a set of exercises an integer. The scores are written in binary, one integer
    for all the ones, one for all the twos, and so on, so that adding a weight to thousands of exercises
    takes a few operations. With one exercise after the other, the time would grow with the square of their
    number.
    """

    def __init__(self, digits: Iterable[int] = ()) -> None:
        self._digits = [*digits]

    def copy(self) -> _Scores:
        """Return the same scores, to be added to."""
        return _Scores(self._digits)

    def add(self, exercises: int, weight: int) -> None:
        """Add `weight` to the score of each of these exercises."""
        for place in range(weight.bit_length()):
            if weight >> place & 1:
                # As in adding by hand, for all exercises at once: where a digit was one already, it becomes
                # zero and is carried. It ends, because each round adds to a higher digit.
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
            # Enough have this digit, so that those without it are out; else all who have it are sure. After
            # the last digit, all who are left have the same score, and the first of them fill up the places.
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
