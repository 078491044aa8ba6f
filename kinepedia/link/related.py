"""Related exercises: those that share most with an exercise, and what they share."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kinepedia.addresses import Key
    from kinepedia.link.relations import Relation

MOST = 6
"""How many related exercises are found for each."""

# What an exercise is for says most about what could take its place; how hard it is says least.
_WEIGHTS = {"mobilizes": 5, "stretches": 4, "strengthens": 3, "categories": 2, "type": 1, "level": 1}
# A shared level or type alone relates nothing.
_LEAST = 2


@dataclass(frozen=True, slots=True)
class Related:
    """A related exercise, and the entries that both refer to, by field."""

    key: Key
    shared: tuple[tuple[str, tuple[Key, ...]], ...]


def related(
    exercises: list[Key], relations: Mapping[str, Relation], excluded: Mapping[Key, set[Key]]
) -> dict[Key, tuple[Related, ...]]:
    """Return the exercises most related to each of `exercises`, most related first, at most `MOST`.

    `excluded` has, for an exercise, those that its page shows already. The order of `exercises` decides
    between equals.
    """
    place = {key: index for index, key in enumerate(exercises)}
    found: dict[Key, tuple[Related, ...]] = {}
    for exercise in exercises:
        scores: Counter[Key] = Counter()
        for field, weight in _WEIGHTS.items():
            for term in relations[field].of(exercise):
                for other in relations[field].to(term):
                    scores[other] += weight
        hidden = excluded.get(exercise, set()) | {exercise}
        candidates = [key for key, score in scores.items() if score >= _LEAST and key not in hidden]
        candidates.sort(key=lambda key: (-scores[key], place[key]))
        found[exercise] = tuple(Related(key, _shared(exercise, key, relations)) for key in candidates[:MOST])
    return found


def _shared(
    first: Key, second: Key, relations: Mapping[str, Relation]
) -> tuple[tuple[str, tuple[Key, ...]], ...]:
    shared: dict[str, list[Key]] = defaultdict(list)
    for field in _WEIGHTS:
        others = relations[field].of(second)
        shared[field] = [term for term in relations[field].of(first) if term in others]
    return tuple((field, tuple(terms)) for field, terms in shared.items() if terms)
