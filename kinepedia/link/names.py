"""Finds the entry that an author means: by slug, title or alias, in any case."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING

from kinepedia.model.addresses import Key
from kinepedia.problems.suggest import KnownNames

if TYPE_CHECKING:
    from collections.abc import Iterable

_MOST_GUESSES = 2_000  # in a build; so many mistakes have one cause, which the first of them show


class Names:
    """The names of all entries, also of those that cannot be shown."""

    def __init__(self, collections: Iterable[str], entries: Iterable[tuple[Key, Iterable[str]]]) -> None:
        """Take the names of all collections, and the key of each entry with its title and aliases."""
        self.collections = tuple(collections)
        self._keys: dict[Key, Key] = {}  # each by its equals: found once more, it is still the same object
        self._found: dict[tuple[str, str | None], tuple[Key, ...]] = {}
        self._by_name: dict[str, dict[str, list[Key]]] = {
            name: defaultdict(list) for name in self.collections
        }
        self._nearest: dict[tuple[str, str | None], str | None] = {}
        self._known: dict[str | None, KnownNames] = {}
        self._entries = [*entries]
        for key, names in self._entries:
            self._keys.setdefault(key, key)
            by_name = self._by_name[key.collection]
            for name in (key.slug, *names):
                by_name[fold(name)].append(key)

    def find(self, name: str, collection: str | None = None) -> tuple[Key, ...]:
        """Return every entry that `name` can mean, sorted: none, one, or several if it is ambiguous.

        With `collection`, only its entries count; without, `name` may say which: `muscles/hamstrings`. A
        slug, exactly as it is, means its entry, even if it is also an alias of another.
        """
        found = self._found.get((name, collection))
        if found is None:
            found = self._found[name, collection] = self._look_up(name, collection)
        return found

    def _look_up(self, name: str, collection: str | None) -> tuple[Key, ...]:
        folder, _, rest = name.partition("/")
        if rest and folder.casefold() in self.collections and collection in (None, folder.casefold()):
            collection, name = folder.casefold(), rest
        collections = [collection] if collection else list(self.collections)
        exact = [self._keys[key] for folder in collections if (key := Key(folder, name)) in self._keys]
        # Before titles and aliases, so that what an author can always write, the slug, never becomes
        # ambiguous by what others call theirs.
        if exact:
            return tuple(sorted(exact))
        folded = fold(name)
        # Sorted, because the candidates stand in messages, in which a set would
        # have another order in each run.
        return tuple(sorted({key for folder in collections for key in self._by_name[folder].get(folded, ())}))

    def split(self, target: str) -> tuple[str, str]:
        """Return the name in a wiki link, and the anchor after it; a name may be "C# minor" itself."""
        if self.find(target):
            return target, ""
        name, _, anchor = target.rpartition("#")
        if not self.find(name):
            name, _, anchor = target.partition("#")
        return name.strip(), anchor

    def nearest(self, name: str, collection: str | None = None) -> str | None:
        """Return the slug, title or alias most like `name`, of a collection or of all; None if none is."""
        if (name, collection) not in self._nearest:
            # Each guess is compared with all names. Which ones get one follows from the order of the entries,
            # and so does not change from run to run.
            if len(self._nearest) == _MOST_GUESSES:
                return None
            if collection not in self._known:
                self._known[collection] = KnownNames(self._spelled(collection))
            self._nearest[name, collection] = self._known[collection].nearest(name)
        return self._nearest[name, collection]

    def _spelled(self, collection: str | None) -> set[str]:
        """Return every slug, title and alias of a collection or of all, as it is spelled."""
        return {
            name
            for key, names in self._entries
            if collection in (None, key.collection)
            for name in (key.slug, *names)
        }

    def did_you_mean(self, name: str, collection: str | None = None) -> str:
        """Return the hint `did you mean "..."?`, or an empty text if no name is alike."""
        guess = self.nearest(name, collection)
        return f'did you mean "{guess}"?' if guess else ""


def fold(name: str) -> str:
    """Return a key that is equal for two names that mean the same."""
    plain = name.lower() if name.isascii() else unicodedata.normalize("NFKC", name).casefold()
    return " ".join(plain.split())
