"""The whole encyclopedia: its entries and everything that connects them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kinepedia.link.bodies import BodyLinks
from kinepedia.link.names import Names
from kinepedia.link.navigation import default_author_of, navigation_links
from kinepedia.link.order import by_title, cycle_problems, harder_prerequisites, sequence, strangers
from kinepedia.link.relations import Relation, Resolved, Resolver, relations
from kinepedia.model.collections import CATEGORIES
from kinepedia.problems import rules

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from kinepedia.link.targets import LinkTarget
    from kinepedia.model.addresses import Key
    from kinepedia.model.content_model import Model
    from kinepedia.model.settings import Settings
    from kinepedia.parse.facts import Facts
    from kinepedia.parse.places import Places
    from kinepedia.problems.diagnostics import Diagnostic
    from kinepedia.read.files import Attachment, Sources


@dataclass(frozen=True)
class Encyclopedia:
    """All entries of a site, and how they belong together.

    `entries` are sorted by collection and title. `relations` has one relation for each field that refers
    to entries; `harder` includes `easier` read backwards. `sequences` has the exercises of each category in
    order, `mentions` which bodies link to which entries, `items` the exercises of each routine, None for
    one that cannot be shown. `targets` has, for each entry with links, where they lead, in their order in
    the body. `media` are the files beside the entries that are published, `navigation` the site's links.
    `absent` are the addresses of faulty entries, which will have a page once they are mended, and of the
    lists that they would be in.
    """

    settings: Settings
    model: Model
    entries: Mapping[Key, Facts]
    relations: Mapping[str, Relation]
    sequences: Mapping[Key, tuple[Key, ...]]
    mentions: Relation
    items: Mapping[Key, tuple[Key | None, ...]]
    targets: Mapping[Key, tuple[LinkTarget | None, ...]]
    media: Mapping[str, Attachment]
    static: Mapping[str, Attachment]
    navigation: tuple[tuple[str, LinkTarget], ...]
    absent: frozenset[str]

    def collection(self, name: str) -> list[Key]:
        """Return the entries of one collection in the order of their titles."""
        return list(self._collections[name])

    @cached_property
    def _collections(self) -> dict[str, list[Key]]:
        found: dict[str, list[Key]] = {name: [] for name in self.model.collections}
        for key in self.entries:
            found[key.collection].append(key)
        return found


def link(
    settings: Settings,
    model: Model,
    sources: Sources,
    everything: Sequence[Facts],
    places: Places,
    *,
    drafts: bool,
) -> tuple[Encyclopedia, list[Diagnostic]]:
    """Resolve every reference of all entries; `drafts` shows drafts as if they were published.

    Returns the encyclopedia, without what could not be resolved, and what is wrong.
    """
    # Looked through several times, so that it must not be an iterator.
    published = [facts for facts in everything if not facts.faulty and (drafts or not facts.draft)]
    entries, duplicates, problems = _unique(published, model, places)
    hidden = [facts for facts in everything if facts.faulty or (facts.draft and not drafts)]
    problems += _drafts_in_the_way(entries, hidden, places)
    absent = {facts.key: facts for facts in hidden if facts.key not in entries}
    # What is not shown is only checked: its own mistakes are its author's all the same.
    unseen = [*hidden, *duplicates]
    # Of all, also of those that are not shown: a reference to a draft is no dangling one, and a name that two
    # entries have is ambiguous before the second is published.
    names = Names(model.collections, ((facts.key, facts.names) for facts in everything))
    shown = frozenset(facts.path for facts in published)
    resolver = Resolver(model, entries, absent, shown, names, places)
    resolved = {key: resolver.resolve(facts) for key, facts in entries.items()}
    for facts in unseen:
        resolver.resolve(facts)  # for its problems
    problems += resolver.problems
    faulty = [key for key, facts in absent.items() if facts.faulty]
    present = dict.fromkeys([key.collection for key in (*entries, *faulty)])
    lists = [row.list_address for name in present if (row := model.collections[name]).listed]
    pages = frozenset(["", *sources.own_files, *lists])
    bodies = BodyLinks(entries, absent, duplicates, names, sources, pages, places)
    navigation, found = navigation_links(
        settings, sources.settings, model, names, entries, absent, (*sources.static, *sources.own_files)
    )
    problems += found
    default_author, found = default_author_of(settings, sources.settings, model, names, absent)
    problems += found
    # Only here: what is reported of entries is about what they say themselves.
    signed = _signed(resolved, default_author, model)
    related_by_field = relations(signed, model.references)
    problems += _order_problems(resolved, related_by_field, entries, resolver.failed, places)
    sequences, found = _sequences(entries, related_by_field, places)
    problems += found
    targets = {key: bodies.resolve(facts, is_shown=True) for key, facts in entries.items() if facts.links}
    # Before the unseen ones: a file to which only drafts link is not published. Sorted, because the order of
    # the entries changes with a title, and that of the output must not.
    media = dict(sorted(bodies.media.items()))
    for facts in unseen:
        bodies.resolve(facts, is_shown=facts.path in shown)  # for its problems
    problems += bodies.problems
    encyclopedia = Encyclopedia(
        settings=settings,
        model=model,
        entries=entries,
        relations=related_by_field,
        sequences=sequences,
        mentions=Relation.both_ways(_mentions(targets)),
        items={key: fields["items"] for key, fields in resolved.items() if "items" in fields},
        targets=targets,
        media=media,
        static=sources.static,
        navigation=navigation,
        absent=frozenset(
            address
            for key in faulty
            for address in (absent[key].address, model.collections[key.collection].list_address)
        ),
    )
    return encyclopedia, problems


def _unique(
    published: list[Facts], model: Model, places: Places
) -> tuple[dict[Key, Facts], list[Facts], list[Diagnostic]]:
    """Return the entries by collection and title, those whose slug is taken, and a problem for each."""
    first: dict[Key, Facts] = {}
    duplicates = []
    problems = []
    # By path, so that a new title decides nobody's slug.
    for facts in sorted(published, key=lambda facts: facts.path):
        other = first.setdefault(facts.key, facts)
        if other is not facts:
            duplicates.append(facts)
            hint = "give one of the two another slug" if facts.gives_slug else ""
            problems.append(
                rules.DUPLICATE_SLUG.at(
                    places.value(facts, "slug"), slug=facts.key.slug, other=other.path, hint=hint
                )
            )
    places_of = {name: place for place, name in enumerate(model.collections)}
    # A stable sort: within a collection, they keep the order of their titles.
    in_order = sorted(by_title(first, first), key=lambda key: places_of[key.collection])
    return {key: first[key] for key in in_order}, duplicates, problems


def _drafts_in_the_way(
    entries: Mapping[Key, Facts], hidden: Iterable[Facts], places: Places
) -> Iterator[Diagnostic]:
    """Yield a problem for each draft whose slug another entry has."""
    taken = dict(entries)
    for facts in sorted(hidden, key=lambda facts: facts.path):
        other = taken.setdefault(facts.key, facts)
        if not facts.faulty and other is not facts:
            place = places.value(facts, "slug")
            yield rules.DRAFT_SLUG.at(place, slug=facts.key.slug, other=other.path)


def _signed(resolved: Mapping[Key, Resolved], author: Key | None, model: Model) -> dict[Key, Resolved]:
    """Add the site's author to every entry that names none, in the collections that are signed."""
    if author is None:
        return dict(resolved)
    collections = frozenset(model.names(where="signed"))
    return {
        key: {**fields, "author": (author,)}
        # A field that was stated is there even if nothing in it could be resolved: such an entry
        # does not get another author.
        if key.collection in collections and "author" not in fields
        else fields
        for key, fields in resolved.items()
    }


def _order_problems(
    resolved: Mapping[Key, Resolved],
    found: Mapping[str, Relation],
    entries: Mapping[Key, Facts],
    failed: Collection[tuple[Key, str]],
    places: Places,
) -> Iterator[Diagnostic]:
    yield from cycle_problems(
        found["prerequisites"], rules.PREREQUISITE_CYCLE, resolved, ("prerequisites",), entries, places
    )
    yield from cycle_problems(
        found["harder"], rules.PROGRESSION_CYCLE, resolved, ("easier", "harder"), entries, places
    )
    yield from harder_prerequisites(resolved, entries, found["level"], places)
    in_doubt = {key for key, field in failed if field == "categories"}
    yield from strangers(resolved, entries, found["categories"], in_doubt, places)


def _sequences(
    entries: Mapping[Key, Facts], found: Mapping[str, Relation], places: Places
) -> tuple[dict[Key, tuple[Key, ...]], list[Diagnostic]]:
    sequences = {}
    problems = []
    for key, facts in entries.items():
        if key.collection == CATEGORIES:
            sequences[key], left_out = sequence(facts, entries, found["categories"], found["sequence"])
            problems += [
                rules.NOT_IN_SEQUENCE.at(places.key(facts, "sequence"), name=entries[other].title)
                for other in left_out
            ]
    return sequences, problems


def _mentions(targets: Mapping[Key, tuple[LinkTarget | None, ...]]) -> dict[Key, tuple[Key, ...]]:
    mentions = {}
    for key, found in targets.items():
        # In the order of the body, each once; a set would have another order in each run.
        others = dict.fromkeys([target.key for target in found if target and target.key])
        others.pop(key, None)
        if others:
            mentions[key] = tuple(others)
    return mentions
