"""Finds the entry that an author means: by slug, title or alias, in any case."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kinepedia.addresses import Key
from kinepedia.schema import COLLECTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable


class Names:
    """The names of all entries, also of those that cannot be shown."""

    def __init__(self, entries: Iterable[tuple[Key, Iterable[str]]]) -> None:
        """Take the key of each entry with its title and aliases."""
        self._keys: set[Key] = set()
        self._by_name: dict[str, dict[str, set[Key]]] = defaultdict(lambda: defaultdict(set))
        self._spelled: dict[str, set[str]] = defaultdict(set)
        for key, names in entries:
            self._keys.add(key)
            for name in (key.slug, *names):
                self._by_name[key.collection][_fold(name)].add(key)
                self._spelled[key.collection].add(name)

    def find(self, name: str, collection: str | None = None) -> tuple[Key, ...]:
        """Return every entry that `name` can mean, sorted: none, one, or several if it is ambiguous.

        With `collection`, only its entries count; without, `name` may say which: `muscles/hamstrings`. A
        slug, exactly as it is, means its entry, even if it is also an alias of another.
        """
        folder, _, rest = name.partition("/")
        if rest and folder.casefold() in COLLECTIONS and collection in (None, folder.casefold()):
            collection, name = folder.casefold(), rest
        collections = [collection] if collection else list(COLLECTIONS)
        exact = [Key(folder, name) for folder in collections if Key(folder, name) in self._keys]
        if exact:
            return tuple(sorted(exact))
        folded = _fold(name)
        return tuple(sorted(key for folder in collections for key in self._by_name[folder].get(folded, ())))

    def spelled(self, collection: str | None = None) -> set[str]:
        """Return all slugs, titles and aliases of a collection, or of all."""
        if collection:
            return self._spelled[collection]
        return set().union(*self._spelled.values())


def _fold(name: str) -> str:
    return " ".join(name.casefold().split())
