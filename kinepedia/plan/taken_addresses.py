"""Which file takes which address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinepedia.model.addresses import fold
from kinepedia.problems import rules
from kinepedia.problems.diagnostics import Place

if TYPE_CHECKING:
    from kinepedia.problems.diagnostics import Diagnostic


class TakenAddresses:
    """Who takes which address; two files that some file system cannot tell apart are reported."""

    def __init__(self) -> None:
        self._owners: dict[str, str] = {}
        self._folders: dict[str, str] = {}
        self.problems: list[Diagnostic] = []

    def owner(self, address: str) -> str | None:
        """Return who has an address, or has made it impossible."""
        # A name in capitals and one in small letters are one file on Windows and macOS.
        key = fold(address)
        return self._owner(key, _above(key))

    def file_at(self, address: str) -> str | None:
        """Return who has an address itself, whatever lies below and above it."""
        return self._owners.get(fold(address))

    def take(self, address: str, owner: str) -> bool:
        """Give an address to its owner, a file; return False, and report, if another has it."""
        key = fold(address)
        above = _above(key)
        if other := self._owner(key, above):
            self.problems.append(rules.ADDRESS_TAKEN.at(Place(owner), address=f"/{address}", other=other))
            return False
        self._owners[key] = owner
        for folder in above:
            self._folders.setdefault(folder, owner)
        return True

    def _owner(self, key: str, above: list[str]) -> str | None:
        owners = (self._owners[folder] for folder in above if folder in self._owners)
        return self._owners.get(key) or self._folders.get(key) or next(owners, None)


def _above(path: str) -> list[str]:
    """Return the folders in which a file lies, from the inside."""
    folders = []
    while path := path.rpartition("/")[0]:
        folders.append(path)
    return folders
