"""What one page shows of the rest of the encyclopedia.

A view is made from the page's own entry, from its neighbours and from nothing else. Their fingerprint
therefore tells whether the page has to be made again.
"""

from __future__ import annotations

import marshal
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from kinepedia.link.targets import plain_target, target_of
from kinepedia.model.addresses import Key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kinepedia.link.targets import LinkTarget

Rows = dict[str, tuple["Key | None", ...]]
"""The entries that a page shows, by the place where it shows them; None for one that cannot be shown."""


FIRST = "first/"
"""What the names of the rows of the home page begin with that have the first exercises of a category."""


OWN = "own/"
"""What the names of the rows begin with that have the entries to which a field of the site's own refers."""


BACK = "back/"
"""What the names of the rows begin with that have the entries which refer to an entry by a field."""

BY = "by/"
"""What the names of the rows begin with that have what an author has written, by collection."""

LIST = "list/"
"""What the names of the rows begin with that have all entries of a collection, in its order."""


class Card(NamedTuple):
    """All that other pages show of an entry.

    `details` are the level and the type of an exercise, `kind` is that of an anatomical target.
    """

    # Whoever adds a field has to look at `_short_digest`: it leaves out the summary,
    # which it knows by its place.
    title: str
    summary: str | None
    address: str
    details: tuple[str, ...]
    credentials: tuple[str, ...]
    kind: str | None


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What one page shows of other entries: which, and what is on their cards.

    `shared` has, for each related exercise, what both refer to. `targets` is where the links of the page's
    own body lead.
    """

    rows: Rows
    cards: Mapping[Key, Card]
    shared: Mapping[Key, tuple[tuple[str, tuple[Key, ...]], ...]]
    targets: tuple[LinkTarget | None, ...] = ()

    def row(self, name: str) -> tuple[Key, ...]:
        """Return the entries of one place that can be shown."""
        return tuple(filter(None, self.rows.get(name, ())))

    def pack(self) -> bytes:
        """Return all this as bytes: each entry with its card, and elsewhere its number among them."""
        # None is in there never, so that `get` returns None for it, which `unpack` understands.
        number: dict[Key | None, int] = {key: index for index, key in enumerate(self.cards)}
        cards = [(*key, *card) for key, card in self.cards.items()]
        rows = {name: [*map(number.get, keys)] for name, keys in self.rows.items()}
        shared = [
            (number[key], [(name, [number[term] for term in terms]) for name, terms in found])
            for key, found in self.shared.items()
        ]
        targets = [target and plain_target(target) for target in self.targets]
        # In the newest version of the format, in which the same text is written once:
        # nobody compares these bytes.
        return marshal.dumps((cards, rows, shared, targets))

    @classmethod
    def unpack(cls, packed: bytes) -> Neighbours:
        """Return what `pack` packed."""
        plain_cards, rows, shared, targets = marshal.loads(packed)  # noqa: S302 - plain values of ours
        keys = [Key(collection, slug) for collection, slug, *_ in plain_cards]
        cards = [Card(*card) for _, _, *card in plain_cards]
        return cls(
            {
                name: tuple([None if number is None else keys[number] for number in numbers])
                for name, numbers in rows.items()
            },
            dict(zip(keys, cards, strict=True)),
            {
                keys[number]: tuple([(name, tuple([keys[term] for term in terms])) for name, terms in found])
                for number, found in shared
            },
            tuple([target and target_of(target) for target in targets]),
        )
