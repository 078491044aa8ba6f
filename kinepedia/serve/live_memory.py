"""Holds the memory of the last build in the process, so that the next one need not load it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from kinepedia.cache.folder import LOCK
from kinepedia.cache.memory import Memory
from kinepedia.cache.store import STATE, SavedMemory
from kinepedia.machine.stamps import NO_STAMP
from kinepedia.read.tree import stamp_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kinepedia.cache.store import Store
    from kinepedia.machine.stamps import Stamp


class LiveMemory(SavedMemory):
    """Writes what it holds into the cache only when it is told to.

    `memory` is of the last build, `is_new` tells whether it is not in the cache yet.
    """

    def __init__(self) -> None:
        self.memory = Memory()
        self._store: Store | None = None
        self._file: Path | None = None
        self._stamp: Stamp = NO_STAMP
        self.is_new = False

    def open(self, folder: Path, key: str) -> tuple[Store, Memory]:
        """Return what is held, unless another process has built with the same cache in between."""
        self._file = folder / STATE
        # Called under the site's lock. The key is that of this process for as long as it
        # runs, and need not be compared.
        if self._store is None or self._stamp != self._now():
            self._store, self.memory = super().open(folder, key)
            self._stamp = self._now()
            self.is_new = False
        return self._store, self.memory

    def keep(self, store: Store, memory: Memory) -> None:
        """Hold a memory."""
        # What the store has not written yet, it has at hand: `get` finds it there.
        self._store, self.memory, self.is_new = store, memory, True

    def keep_result(self, write: Callable[[], None]) -> None:
        """Forget the result: this process always has something to build from."""

    def save(self) -> None:
        """Write what is new into the cache; where that is impossible, the next start only takes longer."""
        if not self.is_new or self._store is None or self._file is None:
            return
        # Whatever comes of it: a disk that is full is not tried again each second.
        self.is_new = False
        with suppress(OSError, Timeout), FileLock(self._file.with_name(LOCK), timeout=1):
            # Else another process has saved since, and its memory is of the output as it is now.
            if self._stamp == self._now():
                store, self._store = self._store, None  # what is written in part is loaded anew
                self.memory = store.save(self.memory)
                self._stamp = self._now()
                self._store = store

    def _now(self) -> Stamp:
        try:
            return stamp_of(self._file.stat()) if self._file else NO_STAMP
        except OSError:
            return NO_STAMP
