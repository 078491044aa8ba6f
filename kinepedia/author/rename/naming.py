"""What a reference to a renamed entry becomes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kinepedia.link.names import fold
from kinepedia.model.schema import COLLECTIONS

if TYPE_CHECKING:
    from kinepedia.link.names import Names
    from kinepedia.parse.facts import Facts


@dataclass(frozen=True, slots=True)
class Naming:
    """An entry before and after it is renamed, and what all names mean afterwards."""

    old: Facts
    new: Facts
    names: Names

    def references(self, written: str, collection: str | None = None) -> tuple[str, ...]:
        """Return what may stand for a reference to the entry, the best first; nothing if it can stay.

        A slug is exchanged for the new slug and a title for the new title, in small letters if it was
        written so; an alias stays. What would not mean the entry alone is left out; with its collection,
        a slug always does. `collection` is where a field looks for names.
        """
        folder, _, rest = written.partition("/")
        prefix = written[: -len(rest)] if rest and folder.casefold() in COLLECTIONS else ""
        name = written.removeprefix(prefix).strip()
        if name == self.old.key.slug:
            candidates = [name if name == self.new.key.slug else self.new.key.slug]
        elif fold(name) == fold(self.old.title):
            candidates = [name if self.new.title == self.old.title else self._styled(name)]
        elif fold(name) == fold(self.old.key.slug) and name not in self.old.aliases:
            candidates = [name if fold(name) == fold(self.new.key.slug) else self.new.key.slug]
        else:
            candidates = [name]
        candidates.append(self.new.key.slug)
        found = [prefix + each for each in candidates]
        found.append(str(self.new.key))
        fitting = [each for each in found if self.names.find(each, collection) == (self.new.key,)]
        return () if fitting and fitting[0] == written else tuple(dict.fromkeys(fitting))

    def _styled(self, name: str) -> str:
        """Return the new title as the old one was written."""
        is_small = name == name.lower() != self.old.title
        return self.new.title.lower() if is_small else self.new.title
