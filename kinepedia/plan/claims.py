"""Which file takes which address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinepedia import rules
from kinepedia.addresses import fold
from kinepedia.diagnostics import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kinepedia.diagnostics import Diagnostic


class Claims:
    """Who takes which address; two files that some file system cannot tell apart are reported."""

    def __init__(self) -> None:
        self._owners: dict[str, str] = {}
        self._folders: dict[str, str] = {}
        self.problems: list[Diagnostic] = []

    def owner(self, address: str) -> str | None:
        """Return who has an address, or has made it impossible."""
        key = fold(address)
        above = next((self._owners[folder] for folder in _above(key) if folder in self._owners), None)
        return self._owners.get(key) or self._folders.get(key) or above

    def claim(self, address: str, owner: str) -> bool:
        """Give an address to its owner, a file; return False, and report, if another has it."""
        if other := self.owner(address):
            self.problems.append(rules.ADDRESS_TAKEN.at(Place(owner), address=f"/{address}", other=other))
            return False
        key = fold(address)
        self._owners[key] = owner
        for folder in _above(key):
            self._folders.setdefault(folder, owner)
        return True


def _above(path: str) -> Iterator[str]:
    while path := path.rpartition("/")[0]:
        yield path
