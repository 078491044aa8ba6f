"""Finds what each page shows of the rest of the encyclopedia, and tells when that changes."""

from __future__ import annotations

from array import array
from functools import cached_property
from hashlib import blake2b
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

from kinepedia.link.related import MOST, WEIGHTS, Relatives, shared_terms
from kinepedia.link.targets import plain_target
from kinepedia.machine.fingerprint import plain_bytes
from kinepedia.model.collections import AUTHORS, CATEGORIES, EXERCISES, ITEMS, ROUTINES
from kinepedia.plan.neighbours import BACK, BY, FIRST, OWN, Card, Neighbours, Rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from kinepedia.link.encyclopedia import Encyclopedia
    from kinepedia.link.targets import LinkTarget
    from kinepedia.model.addresses import Key
    from kinepedia.parse.facts import Facts

REASONS = 2
"""In how many fields at most a page says what its exercise shares with a related one."""

_REFERRED = (*WEIGHTS, "equipment", "prerequisites", "harder", "alternatives")


# A page shows no summaries of the entries in these rows: a new one changes nothing there.
# Whoever lets a template show a summary in one of these has to take it out here, or that would go stale.
_NAMED = frozenset(["after", "before", "mentions"])
_NAMED_BY_EXERCISE = frozenset([*_NAMED, "equipment"])

# What an exercise and those related to it have in common is taken as a whole.
_COMMON = frozenset([*WEIGHTS, "related"])
_NOTHING: frozenset[str] = frozenset()

K = TypeVar("K")


class _Once(dict[K, bytes]):
    """What a function returns for each key, each found once."""

    def __init__(self, find: Callable[[K], bytes]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, key: K) -> bytes:
        found = self[key] = self._find(key)
        return found


class NeighbourFinder:
    """Finds the neighbours of one page after the other."""

    def __init__(self, encyclopedia: Encyclopedia, known: tuple[bytes, bytes] = (b"", b"")) -> None:
        """Take the encyclopedia and the related exercises that an earlier `all_related` returned, if any."""
        self._encyclopedia = encyclopedia
        self._relations = encyclopedia.relations
        self._known = known
        self._related: dict[Key, tuple[Key, ...]] = {}
        self._cards: dict[Key, Card] = {}
        self._digests = _Once(self._digest)
        self._short_digests = _Once(self._short_digest)
        self._purposes = _Once(self._purpose)
        self._target_digests = _Once(_target_digest)
        self._weighty = tuple(self._relations[name].forward for name in WEIGHTS)
        self._referred = tuple((name, self._relations[name].forward) for name in _REFERRED)
        self._places = {
            category: {key: place for place, key in enumerate(sequence)}
            for category, sequence in encyclopedia.sequences.items()
        }

    @cached_property
    def _relatives(self) -> Relatives:
        return Relatives(self._exercises, self._relations)

    def card(self, key: Key) -> Card:
        """Return what other pages show of an entry."""
        if key not in self._cards:
            entries = self._encyclopedia.entries
            facts: Facts = entries[key]
            details: tuple[str, ...] = ()
            if key.collection == EXERCISES:
                terms = (*self._relations["level"].of(key), *self._relations["type"].of(key))
                details = tuple(entries[term].title for term in terms)
            self._cards[key] = Card(
                facts.title, facts.summary, facts.address, details, facts.credentials, facts.kind
            )
        return self._cards[key]

    def neighbours(self, rows: Rows, key: Key | None = None) -> Neighbours:
        """Return the neighbours that a page with these rows has; `key` is its own entry, if it has one."""
        shared = {
            other: shared_terms(key, other, self._relations, REASONS)
            for other in rows.get("related", ())
            if key and other
        }
        terms = (term for found in shared.values() for _, keys in found for term in keys)
        # In no fixed order, which nobody sees: cards are looked up by their keys, and
        # what is packed is not compared.
        known = {*chain.from_iterable(rows.values()), *terms}
        cards = {other: self.card(other) for other in known if other}
        return Neighbours(rows, cards, shared, self._encyclopedia.targets.get(key, ()) if key else ())

    def fingerprint(self, rows: Rows, key: Key | None = None) -> bytes:
        """Return bytes that change whenever what `neighbours` returns for the same arguments changes."""
        # Names and lengths of the rows first: with 8 bytes for each entry, all that follows
        # can be read in one way only.
        parts = ["/".join(rows).encode(), repr([*map(len, rows.values())]).encode()]
        named, common = _NAMED, _NOTHING
        if key and key.collection == EXERCISES:
            named, common = _NAMED_BY_EXERCISE, _COMMON
            # What two exercises share follows from the terms of both. These are in their
            # purposes, with their titles.
            parts += map(self._purposes.__getitem__, (key, *rows["related"]))
        for name, keys in rows.items():
            if keys and name not in common:
                is_named = name in named or name.startswith(FIRST)
                digests = self._short_digests if is_named else self._digests
                parts += map(digests.__getitem__, keys)
        # Where links lead is not in the entry's own digest: another entry may have come
        # or gone, or have a new title.
        if key and key in self._encyclopedia.targets:
            parts += map(self._target_digests.__getitem__, self._encyclopedia.targets[key])
        return b"".join(parts)

    def whole(self, key: Key) -> tuple[str, ...]:
        """Return the paths of the entries of which the page of `key` may show anything.

        They are its own and, because it shows their doses, which are on no card, the exercises of a routine.
        """
        entries = self._encyclopedia.entries
        items = filter(None, self._encyclopedia.items.get(key, ()))
        return (entries[key].path, *(entries[other].path for other in items))

    def _digest(self, key: Key | None) -> bytes:
        """Return 8 bytes for an entry and its card."""
        if key is None:
            # As long as a digest, so that a gap in a row moves nothing to another place.
            return b"--------"
        return _digest_of(self._short_digests[key] + plain_bytes(self.card(key).summary))

    def _short_digest(self, key: Key | None) -> bytes:
        """Return 8 bytes for an entry and its card without its summary."""
        if key is None:
            return b"--------"
        title, _, *others = self.card(key)
        return _digest_of(plain_bytes((*key, title, *others)))

    def _purpose(self, key: Key | None) -> bytes:
        """Return 8 bytes for what a page says of an exercise that is related to its own, and why it is."""
        entries = [key]
        for forward in self._weighty:
            entries += forward.get(key, ()) if key else ()
            # A border: else a term that moves from one field to the next would not show.
            entries.append(None)
        return _digest_of(b"".join(map(self._short_digests.__getitem__, entries)))

    def related(self, key: Key) -> tuple[Key, ...]:
        """Return the exercises related to one, without those that its page names for a stronger reason."""
        if key not in self._related:
            if self._are_related_known:
                # As `all_related` lays them out: a number of how many, and `MOST` places, used or not.
                start = self._numbers[key] * (MOST + 1) + 1
                count = self._known_numbers[start - 1]
                found = self._known_numbers[start : start + count]
                self._related[key] = tuple([self._exercises[number] for number in found])
            else:
                # All rows that are asked here are in `_related_from`: what else decided would
                # not renew what is remembered.
                named = chain.from_iterable(row.get(key, ()) for row in self._stronger)
                self._related[key] = self._relatives.of(key, tuple(named))
        return self._related[key]

    def prepare(self) -> None:
        """Find what all pages need, so that forked processes need not."""
        # Asking for one makes all that is shared, such as the numbers of the
        # exercises. Which one does not matter.
        for key in self._exercises[:1]:
            self.related(key)

    def note_related(self, exercise: Key, related: tuple[Key, ...]) -> None:
        """Take the related exercises of one that another process has found."""
        self._related[exercise] = related

    def all_related(self) -> tuple[bytes, bytes]:
        """Return the related exercises of all, with the fingerprint of what they follow from.

        For each exercise in the order of the slugs, there are how many and the numbers of `MOST` exercises.
        """
        if self._are_related_known:
            return self._known
        numbers = array("I")
        for key in self._exercises:
            found = [self._numbers[other] for other in self.related(key)]
            numbers.extend([len(found), *found, *[0] * (MOST - len(found))])
        return self._related_from, numbers.tobytes()

    @cached_property
    def _known_numbers(self) -> array[int]:
        return array("I", self._known[1])

    @cached_property
    def _are_related_known(self) -> bool:
        return self._known[0] == self._related_from

    @cached_property
    def _exercises(self) -> list[Key]:
        # In the order of their slugs: a new title then changes nobody's relatives.
        return sorted(self._encyclopedia.collection(EXERCISES))

    @cached_property
    def _numbers(self) -> dict[Key, int]:
        return {key: number for number, key in enumerate(self._exercises)}

    @cached_property
    def _stronger(self) -> tuple[Mapping[Key, tuple[Key, ...]], ...]:
        found = self._relations
        return (
            found["prerequisites"].forward,
            found["prerequisites"].backward,
            found["harder"].forward,
            found["harder"].backward,
            found["alternatives"].forward,
        )

    @cached_property
    def _related_from(self) -> bytes:
        """The fingerprint of everything that related exercises follow from."""
        # From 1, because 0 ends a row.
        numbers = {key: number for number, key in enumerate(sorted(self._encyclopedia.entries), start=1)}
        rows = [*(self._relations[field].forward for field in WEIGHTS), *self._stronger]
        parts = array("I")
        for row in rows:
            for key in self._exercises:
                if found := row.get(key):
                    parts.extend([numbers[other] for other in found])
                parts.append(0)
        # The names as well, because a number means another entry when one comes or goes.
        names = "\n".join(map("/".join, numbers)).encode()
        return blake2b(names + parts.tobytes(), digest_size=16).digest()

    def rows(self, key: Key) -> Rows:
        """Return the entries that the page of an entry shows."""
        rows: Rows = {
            "author": self._relations["author"].of(key),
            "mentions": self._encyclopedia.mentions.to(key),
        }
        model = self._encyclopedia.model
        # Before the others, so that what is added behind them is the same for all kinds of entries.
        for name in model.own_references[key.collection]:
            rows[f"{OWN}{name}"] = self._relations[name].of(key)
        for back in model.collections[key.collection].back_links:
            rows[f"{BACK}{back.field}"] = self._relations[back.field].to(key)
        if key.collection == EXERCISES:
            return self._exercise(key, rows)
        if key.collection == ROUTINES:
            rows[ITEMS] = self._encyclopedia.items.get(key, ())
            rows["level"] = self._relations["level"].of(key)
        elif key.collection == CATEGORIES:
            rows["sequence"] = self._encyclopedia.sequences[key]
        elif key.collection == AUTHORS:
            written: dict[str, list[Key]] = {name: [] for name in model.collections}
            for other in self._relations["author"].to(key):
                written[other.collection].append(other)
            rows |= {f"{BY}{name}": tuple(keys) for name, keys in written.items()}
        return rows

    def _exercise(self, key: Key, rows: Rows) -> Rows:
        found = self._relations
        categories = found["categories"].of(key)
        before: list[Key | None] = []
        after: list[Key | None] = []
        for category in categories:
            sequence = self._encyclopedia.sequences[category]
            # It is in there: a sequence holds every exercise that is filed in its category.
            place = self._places[category][key]
            before.append(sequence[place - 1] if place > 0 else None)
            after.append(sequence[place + 1] if place + 1 < len(sequence) else None)
        for name, forward in self._referred:
            rows[name] = forward.get(key, ())
        rows["leads-to"] = found["prerequisites"].to(key)
        rows["easier"] = found["harder"].to(key)
        rows["routines"] = found["items"].to(key)
        rows["before"] = tuple(before)
        rows["after"] = tuple(after)
        rows["related"] = self.related(key)
        return rows

    def in_list_order(self, collection: str, keys: Iterable[Key]) -> tuple[Key, ...]:
        """Return entries of a collection, sorted by title, in the order in which its list shows them."""
        number = self._encyclopedia.model.collections[collection].sorted_by
        return self._in_order(keys, number) if number else tuple(keys)

    def _in_order(self, keys: Iterable[Key], rank: str) -> tuple[Key, ...]:
        """Return entries by a number that their authors gave, those without one last, then by title."""
        entries = self._encyclopedia.entries

        def place(key: Key) -> tuple[bool, int, str]:
            number = getattr(entries[key], rank)
            # Stable, and the keys come sorted by title: two of the same number and title
            # keep the order of their slugs.
            return number is None, number or 0, entries[key].title.casefold()

        return tuple(sorted(keys, key=place))


def _target_digest(target: LinkTarget | None) -> bytes:
    return _digest_of(plain_bytes(target and plain_target(target)))


def _digest_of(content: bytes) -> bytes:
    return blake2b(content, digest_size=8).digest()
