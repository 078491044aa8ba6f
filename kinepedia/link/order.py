"""Orders: the sequence of each category, and relations that must not run in a circle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinepedia.problems import rules

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from kinepedia.link.relations import Relation, Resolved
    from kinepedia.model.addresses import Key
    from kinepedia.parse.facts import Facts
    from kinepedia.parse.places import Places
    from kinepedia.problems.diagnostics import Diagnostic, Rule


def by_title(entries: Mapping[Key, Facts], keys: Iterable[Key]) -> list[Key]:
    """Return the keys in the order of their titles."""
    # The key decides between equal titles, so that their order is the same in every run.
    return sorted(keys, key=lambda key: (entries[key].title.casefold(), key))


def sequence(
    category: Facts, entries: Mapping[Key, Facts], filed: Relation, listed: Relation
) -> tuple[tuple[Key, ...], tuple[Key, ...]]:
    """Return the exercises of a category in order, and those of them that its own list leaves out.

    The category's `sequence` comes first. What it leaves out follows by the exercise's `order`, which
    counts in its primary category only, and then by title.
    """

    def place(key: Key) -> tuple[bool, int, str, Key]:
        facts = entries[key]
        # There is a first one: only what is filed in this category is asked.
        order = facts.order if filed.of(key)[0] == category.key else None
        return order is None, order or 0, facts.title.casefold(), key

    members = set(filed.to(category.key))
    chosen = [key for key in listed.of(category.key) if key in members]
    rest = tuple(sorted(members.difference(chosen), key=place))
    return (*chosen, *rest), rest if category.lists_sequence else ()


def strangers(
    resolved: Mapping[Key, Resolved],
    entries: Mapping[Key, Facts],
    filed: Relation,
    in_doubt: Collection[Key],
    places: Places,
) -> Iterator[Diagnostic]:
    """Yield a problem for every exercise in a category's sequence that is not filed there.

    Nothing is said of those `in_doubt`, whose own list of categories has a mistake.
    """
    for key, fields in resolved.items():
        for index, target in enumerate(fields.get("sequence", ())):
            if target and target not in in_doubt and key not in filed.of(target):
                category = entries[key]
                yield rules.SEQUENCE_STRANGER.at(
                    places.name(category, "sequence", index),
                    name=entries[target].title,
                    category=category.title,
                    slug=key.slug,
                )


def cycles(relation: Relation) -> Iterator[tuple[Key, ...]]:
    """Yield the cycles that a depth-first walk meets, each as the keys on the way round.

    Every cycle of the relation shares an edge with a cycle that is yielded, so mending those mends all.
    """
    done: set[Key] = set()
    # Sorted, because which edge closes a cycle, and so where it is reported,
    # depends on where the walk begins.
    for start in sorted(relation.forward):
        if start in done:
            continue
        way: list[Key] = []
        on_way: set[Key] = set()
        # Without recursion: chains of thousands of prerequisites would exhaust the stack. The first iterator
        # stands for no key, hence the question for `way` below.
        pending = [iter([start])]
        while pending:
            key = next(pending[-1], None)
            if key is None:
                pending.pop()
                if way:
                    left = way.pop()
                    on_way.discard(left)
                    done.add(left)
            elif key in on_way:
                yield tuple(way[way.index(key) :])
            elif key not in done:
                way.append(key)
                on_way.add(key)
                pending.append(iter(relation.of(key)))


def cycle_problems(
    relation: Relation,
    rule: Rule,
    resolved: Mapping[Key, Resolved],
    fields: tuple[str, ...],
    entries: Mapping[Key, Facts],
    places: Places,
) -> Iterator[Diagnostic]:
    """Yield one problem for each cycle, at the reference by which it closes."""
    for way in cycles(relation):
        titles = [entries[key].title for key in (*way, way[0])]
        pair = (way[-1], way[0])
        # There always is one: each pair of a relation is stated by one of its two
        # ends, in one of these fields.
        key, field, index = next(
            (origin, field, resolved[origin][field].index(target))
            for origin, target in (pair, pair[::-1])
            for field in fields
            if target in resolved[origin].get(field, ())
        )
        yield rule.at(places.name(entries[key], field, index), path=" -> ".join(titles))


def harder_prerequisites(
    resolved: Mapping[Key, Resolved], entries: Mapping[Key, Facts], levels: Relation, places: Places
) -> Iterator[Diagnostic]:
    """Yield a problem for every prerequisite of a higher level than what it leads to."""

    def level(key: Key) -> tuple[int, str] | None:
        for found in levels.of(key):
            rank = entries[found].rank
            if rank is not None:
                return rank, entries[found].title
        return None

    for key, fields in resolved.items():
        for index, target in enumerate(fields.get("prerequisites", ())):
            own, other = level(key), level(target) if target else None
            if target and own and other and other[0] > own[0]:
                yield rules.PREREQUISITE_HARDER.at(
                    places.name(entries[key], "prerequisites", index),
                    name=entries[target].title,
                    level=other[1],
                    own_level=own[1],
                )
