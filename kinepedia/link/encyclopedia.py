"""The whole encyclopedia: its entries and everything that connects them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kinepedia import rules
from kinepedia.link.bodies import BodyLinks, Target
from kinepedia.link.names import Names
from kinepedia.link.order import (
    by_title,
    cycle_problems,
    harder_prerequisites,
    sequence,
    strangers,
)
from kinepedia.link.related import Related, related
from kinepedia.link.relations import Reference, Relation, Resolver, relations
from kinepedia.link.site import default_author_of, navigation_links
from kinepedia.schema import COLLECTIONS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from kinepedia.addresses import Key
    from kinepedia.diagnostics import Diagnostic
    from kinepedia.parse import Absent, Entry, EntryParser, Parsed
    from kinepedia.read import Attachment, Sources
    from kinepedia.settings import Settings


@dataclass(frozen=True, slots=True)
class Encyclopedia:
    """All entries of a site, and how they belong together.

    `entries` are sorted by collection and title. `relations` has one relation for each field that refers
    to entries; `harder` includes `easier` read backwards. `sequences` has the exercises of each category in
    order, `places` the place of each in it from 0, `related` those most like each exercise, `mentions` which
    bodies link to which entries, `routine_items` the exercise of each item of a routine by its place from 0.
    `targets` has, for each entry, where its links lead, in their order in the body. `media` are the files
    beside the entries that are published, `navigation` the site's links. `absent` are the addresses of
    faulty entries, which will have a page once they are mended, and of the lists that they would be in.
    """

    settings: Settings
    entries: Mapping[Key, Entry]
    relations: Mapping[str, Relation]
    sequences: Mapping[Key, tuple[Key, ...]]
    places: Mapping[Key, Mapping[Key, int]]
    related: Mapping[Key, tuple[Related, ...]]
    mentions: Relation
    routine_items: Mapping[Key, Mapping[int, Key]]
    targets: Mapping[Key, tuple[Target | None, ...]]
    media: Mapping[str, Attachment]
    static: Mapping[str, Attachment]
    navigation: tuple[tuple[str, Target], ...]
    absent: frozenset[str]

    def collection(self, name: str) -> list[Entry]:
        """Return the entries of one collection in the order of their titles."""
        return [entry for key, entry in self.entries.items() if key.collection == name]


def link(
    settings: Settings, sources: Sources, parsed: Parsed, parser: EntryParser
) -> tuple[Encyclopedia, list[Diagnostic]]:
    """Resolve every reference of the parsed entries.

    `parser` finds where in a body something is wrong. Returns the encyclopedia, without what could not be
    resolved, and what is wrong.
    """
    entries, twins, problems = _unique(parsed.entries)
    problems += _drafts_in_the_way(entries, parsed.absent)
    absent = {item.key: item for item in parsed.absent if item.key not in entries}
    # What is not shown is only checked: its own mistakes are its author's all the same.
    unseen: list[Entry | Absent] = [*parsed.absent, *twins]
    names = Names(
        [
            *((entry.key, (entry.title, *entry.fields.aliases.values)) for entry in parsed.entries),
            *((item.key, item.names) for item in parsed.absent),
        ]
    )
    resolver = Resolver(entries, absent, names)
    references = [reference for entry in entries.values() for reference in resolver.references(entry)]
    for item in unseen:
        list(resolver.references(item))  # for its problems
    problems += resolver.problems
    faulty = [item.key for item in absent.values() if not item.draft]
    lists = frozenset(["", *(f"{key.collection}/" for key in (*entries, *faulty))])
    bodies = BodyLinks(entries, absent, twins, names, sources, lists)
    navigation, found = navigation_links(settings, sources.settings, names, absent, lists)
    problems += found
    default_author, found = default_author_of(settings, sources.settings, names, absent)
    problems += found
    related_by_field = relations([*references, *_bylines(entries, default_author)])
    problems += _order_problems(references, related_by_field, entries, resolver.failed)
    sequences, found = _sequences(entries, related_by_field)
    problems += found
    targets = {key: bodies.resolve(entry, parser) for key, entry in entries.items()}
    media = dict(sorted(bodies.media.items()))
    for item in unseen:
        bodies.resolve(item, parser)  # for its problems
    problems += bodies.problems
    exercises = [key for key in entries if key.collection == "exercises"]
    encyclopedia = Encyclopedia(
        settings=settings,
        entries=entries,
        relations=related_by_field,
        sequences=sequences,
        places={key: {item: place for place, item in enumerate(found)} for key, found in sequences.items()},
        related=related(exercises, related_by_field, _shown_anyway(exercises, related_by_field)),
        mentions=Relation.from_pairs(list(_mentions(targets))),
        routine_items=_routine_items(references),
        targets=targets,
        media=media,
        static=sources.static,
        navigation=navigation,
        absent=frozenset(address for key in faulty for address in (key.address, f"{key.collection}/")),
    )
    return encyclopedia, problems


def _unique(
    entries: tuple[Entry, ...],
) -> tuple[dict[Key, Entry], list[Entry], list[Diagnostic]]:
    """Return the entries by collection and title, those whose slug is taken, and a problem for each."""
    first: dict[Key, Entry] = {}
    twins = []
    problems = []
    for entry in sorted(entries, key=lambda entry: entry.source.path):
        other = first.setdefault(entry.key, entry)
        if other is not entry:
            twins.append(entry)
            given = entry.fields.slug is not None
            span = entry.source.marks.value("slug")
            hint = "give one of the two another slug" if given else ""
            problems.append(
                rules.DUPLICATE_SLUG.at(
                    entry.source.place(span), slug=entry.key.slug, other=other.source.path, hint=hint
                )
            )
    in_order = by_title(first, first)
    by_collection = {key: first[key] for name in COLLECTIONS for key in in_order if key.collection == name}
    return by_collection, twins, problems


def _drafts_in_the_way(entries: Mapping[Key, Entry], absent: Iterable[Absent]) -> Iterator[Diagnostic]:
    """Yield a problem for each draft whose slug another entry has."""
    taken = {key: entry.source for key, entry in entries.items()}
    for item in sorted(absent, key=lambda item: item.source.path):
        other = taken.setdefault(item.key, item.source)
        if item.draft and other is not item.source:
            place = item.source.place(item.source.marks.value("slug"))
            yield rules.DRAFT_SLUG.at(place, slug=item.key.slug, other=other.path)


def _bylines(entries: Mapping[Key, Entry], default_author: Key | None) -> Iterator[Reference]:
    """Yield the site's author as the author of every exercise, routine and article that names none."""
    for entry in entries.values():
        signed = entry.key.collection in ("exercises", "routines", "articles")
        if default_author and signed and entry.fields.author is None:
            yield Reference(entry.key, "author", default_author)


def _order_problems(
    references: list[Reference],
    found: Mapping[str, Relation],
    entries: Mapping[Key, Entry],
    failed: Collection[tuple[Key, str]],
) -> Iterator[Diagnostic]:
    yield from cycle_problems(
        found["prerequisites"], rules.PREREQUISITE_CYCLE, references, ("prerequisites",), entries
    )
    yield from cycle_problems(
        found["harder"], rules.PROGRESSION_CYCLE, references, ("easier", "harder"), entries
    )
    yield from harder_prerequisites(references, entries, found["level"])
    in_doubt = {key for key, field in failed if field == "categories"}
    yield from strangers(references, entries, found["categories"], in_doubt)


def _sequences(
    entries: Mapping[Key, Entry], found: Mapping[str, Relation]
) -> tuple[dict[Key, tuple[Key, ...]], list[Diagnostic]]:
    sequences = {}
    problems = []
    for key, entry in entries.items():
        if key.collection == "categories":
            sequences[key], wrong = sequence(entry, entries, found["categories"], found["sequence"])
            problems += wrong
    return sequences, problems


def _shown_anyway(exercises: list[Key], found: Mapping[str, Relation]) -> dict[Key, set[Key]]:
    """Return the exercises that the page of each exercise names for a stronger reason."""
    return {
        key: {
            *found["prerequisites"].of(key),
            *found["prerequisites"].to(key),
            *found["harder"].of(key),
            *found["harder"].to(key),
            *found["alternatives"].of(key),
        }
        for key in exercises
    }


def _routine_items(references: list[Reference]) -> dict[Key, dict[int, Key]]:
    items: dict[Key, dict[int, Key]] = defaultdict(dict)
    for reference in references:
        if reference.field == "items":
            items[reference.origin][reference.index] = reference.target
    return dict(items)


def _mentions(targets: Mapping[Key, tuple[Target | None, ...]]) -> Iterator[tuple[Key, Key]]:
    for key, found in targets.items():
        for target in found:
            if target and target.key and target.key != key:
                yield key, target.key
