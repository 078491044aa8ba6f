from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kinepedia.link.related import MOST, WEIGHTS, Relatives, shared_terms
from kinepedia.link.relations import Relation
from kinepedia.model.addresses import Key

EXERCISES = [Key("exercises", str(number)) for number in range(12)]
TERMS = [Key("terms", letter) for letter in "abc"]
PAIRS = st.lists(st.tuples(st.sampled_from(EXERCISES), st.sampled_from(TERMS)), max_size=30)


@given(
    st.fixed_dictionaries(dict.fromkeys(WEIGHTS, PAIRS)),
    st.dictionaries(st.sampled_from(EXERCISES), st.sets(st.sampled_from(EXERCISES)), max_size=4),
)
def test_finds_what_comparing_every_pair_would_find(
    pairs: dict[str, list[tuple[Key, Key]]], excluded: dict[Key, set[Key]]
) -> None:
    relations = {field: Relation.from_pairs(found) for field, found in pairs.items()}

    def score(first: Key, second: Key) -> int:
        return sum(
            weight * len(set(relations[field].of(first)) & set(relations[field].of(second)))
            for field, weight in WEIGHTS.items()
        )

    relatives = Relatives(EXERCISES, relations)
    for exercise in EXERCISES:
        hidden = excluded.get(exercise, set())
        found = relatives.of(exercise, hidden)
        others = [key for key in EXERCISES if key != exercise and key not in hidden]
        others.sort(key=lambda key: -score(exercise, key))
        assert list(found) == [key for key in others if score(exercise, key) >= 2][:MOST]
        for key in found:
            shared = sum(
                WEIGHTS[field] * len(terms) for field, terms in shared_terms(exercise, key, relations)
            )
            assert shared == score(exercise, key)
