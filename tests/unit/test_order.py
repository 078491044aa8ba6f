from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

from hypothesis import given
from hypothesis import strategies as st

from kinepedia.link.order import cycles
from kinepedia.link.relations import Relation
from kinepedia.model.addresses import Key

KEYS = [Key("exercises", letter) for letter in "abcdefg"]
PAIRS = st.lists(st.tuples(st.sampled_from(KEYS), st.sampled_from(KEYS)), max_size=16)


@given(PAIRS)
def test_cycles_are_cycles_and_none_is_missed(pairs: list[tuple[Key, Key]]) -> None:
    relation = Relation.from_pairs(pairs)
    found = list(cycles(relation))
    for way in found:
        for origin, target in zip(way, (*way[1:], way[0]), strict=True):
            assert target in relation.of(origin)
    try:
        TopologicalSorter({key: set(relation.of(key)) for key in relation.forward}).prepare()
        has_cycle = False
    except CycleError:
        has_cycle = True
    assert bool(found) == has_cycle


@given(PAIRS)
def test_without_the_closing_references_no_cycle_is_left(pairs: list[tuple[Key, Key]]) -> None:
    closing = {(way[-1], way[0]) for way in cycles(Relation.from_pairs(pairs))}
    assert list(cycles(Relation.from_pairs([pair for pair in pairs if pair not in closing]))) == []


@given(PAIRS)
def test_a_relation_reads_the_same_in_both_directions(pairs: list[tuple[Key, Key]]) -> None:
    relation = Relation.from_pairs(pairs)
    forward = {(origin, target) for origin, targets in relation.forward.items() for target in targets}
    backward = {(origin, target) for target, origins in relation.backward.items() for origin in origins}
    assert forward == backward == set(pairs)


def test_a_chain_of_thousands_is_no_problem() -> None:
    chain = [Key("exercises", str(number)) for number in range(5000)]
    pairs = list(zip(chain, (*chain[1:], chain[0]), strict=True))
    assert [len(way) for way in cycles(Relation.from_pairs(pairs))] == [5000]
