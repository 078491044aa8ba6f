"""Orders: the sequence of each category, and relations that must not run in a circle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinepedia import rules
from kinepedia.schema import Category, Exercise, Level

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from kinepedia.addresses import Key
    from kinepedia.diagnostics import Diagnostic, Rule
    from kinepedia.link.relations import Reference, Relation
    from kinepedia.parse import Entry


def by_title(entries: Mapping[Key, Entry], keys: Iterable[Key]) -> list[Key]:
    """Return the keys in the order of their titles."""
    return sorted(keys, key=lambda key: (entries[key].title.casefold(), key))


def sequence(
    category: Entry, entries: Mapping[Key, Entry], filed: Relation, listed: Relation
) -> tuple[tuple[Key, ...], list[Diagnostic]]:
    """Return the exercises of a category in order, and what is wrong with its own list.

    The category's `sequence` comes first. What it leaves out follows by the exercise's `order`, which
    counts in its primary category only, and then by title.
    """

    def place(key: Key) -> tuple[bool, int, str, Key]:
        fields = entries[key].fields
        is_primary = filed.of(key)[0] == category.key
        order = fields.order if isinstance(fields, Exercise) and is_primary else None
        return order is None, order or 0, fields.title.casefold(), key

    members = set(filed.to(category.key))
    chosen = [key for key in listed.of(category.key) if key in members]
    rest = sorted(members.difference(chosen), key=place)
    problems = []
    if isinstance(category.fields, Category) and category.fields.sequence.stated:
        span = category.source.marks.key("sequence")
        problems = [
            rules.NOT_IN_SEQUENCE.at(category.source.place(span), name=entries[key].title) for key in rest
        ]
    return (*chosen, *rest), problems


def strangers(
    references: Iterable[Reference], entries: Mapping[Key, Entry], filed: Relation, in_doubt: Collection[Key]
) -> Iterator[Diagnostic]:
    """Yield a problem for every exercise in a category's sequence that is not filed there.

    Nothing is said of those `in_doubt`, whose own list of categories has a mistake.
    """
    for reference in references:
        if reference.field != "sequence" or reference.target in in_doubt:
            continue
        if reference.origin not in filed.of(reference.target):
            category = entries[reference.origin]
            yield rules.SEQUENCE_STRANGER.at(
                category.source.place(reference.span),
                name=entries[reference.target].title,
                category=category.title,
                slug=reference.origin.slug,
            )


def cycles(relation: Relation) -> Iterator[tuple[Key, ...]]:
    """Yield the cycles that a depth-first walk meets, each as the keys on the way round.

    Every cycle of the relation shares an edge with a cycle that is yielded, so mending those mends all.
    """
    done: set[Key] = set()
    for start in sorted(relation.forward):
        way: list[Key] = []
        on_way: set[Key] = set()
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
    references: Iterable[Reference],
    fields: tuple[str, ...],
    entries: Mapping[Key, Entry],
) -> Iterator[Diagnostic]:
    """Yield one problem for each cycle, at the reference by which it closes."""
    by_pair = {
        frozenset([reference.origin, reference.target]): reference
        for reference in references
        if reference.field in fields
    }
    for way in cycles(relation):
        titles = [entries[key].title for key in (*way, way[0])]
        reference = by_pair[frozenset([way[-1], way[0]])]
        yield rule.at(entries[reference.origin].source.place(reference.span), path=" -> ".join(titles))


def harder_prerequisites(
    references: Iterable[Reference], entries: Mapping[Key, Entry], levels: Relation
) -> Iterator[Diagnostic]:
    """Yield a problem for every prerequisite of a higher level than what it leads to."""

    def level(key: Key) -> tuple[int, str] | None:
        for found in levels.of(key):
            fields = entries[found].fields
            if isinstance(fields, Level) and fields.rank is not None:
                return fields.rank, fields.title
        return None

    for reference in references:
        if reference.field != "prerequisites":
            continue
        own, other = level(reference.origin), level(reference.target)
        if own and other and other[0] > own[0]:
            yield rules.PREREQUISITE_HARDER.at(
                entries[reference.origin].source.place(reference.span),
                name=entries[reference.target].title,
                level=other[1],
                own_level=own[1],
            )
