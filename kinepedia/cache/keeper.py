"""Hands a build what the last one has left, and takes from it what the next one may use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinepedia.cache.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kinepedia.cache.memory import Memory


class Keeper:
    """Keeps everything in files, at once. A process that stays may keep it in other ways."""

    def open(self, folder: Path, key: str) -> tuple[Store, Memory]:
        """Return the store in a cache folder, and what the last build remembered; see `Store`."""
        store = Store(folder, key)
        return store, store.load()

    def keep(self, store: Store, memory: Memory) -> None:
        """Keep what a build remembers. Raises `OSError` if it cannot be written."""
        store.save(memory)

    def keep_result(self, write: Callable[[], None]) -> None:
        """Keep the result of a build by calling `write`, for a process that has nothing to build from."""
        write()
