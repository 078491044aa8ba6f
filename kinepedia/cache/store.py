"""Keeps the memory of a build in files.

`state` has everything that the next build looks at, `contents-...` what it needs of single entries, and
`result` enough to tell that there is nothing to do; `template-...` has a compiled template each. Each is
checked before it is believed. They hold plain values in the format of `marshal`, which is fast and never
runs what it reads.
"""

from __future__ import annotations

import marshal
import os
from contextlib import suppress
from dataclasses import fields, replace
from hashlib import blake2b
from typing import TYPE_CHECKING, Any
from zlib import crc32

from kinepedia.cache.memory import EntryMemory, Memory, PageMemory

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kinepedia.cache.memory import Extent


STATE = "state"
"""The name of the file with all that the next build looks at."""

_CONTENTS = "contents-"
TEMPLATE = "template-"
"""What the name of a compiled template begins with; the beginning of the program's key follows."""

_MARSHAL = 2  # the last version that does not look for what is in it twice, which takes long
_SUM = 4  # bytes of a checksum, which is no defence against anybody but the disk

# The file of contents is written anew once it is this many times as large as what is used, and some more.
_WASTE = 2
_LITTLE = 1_000_000


class Store:
    """The files of one cache folder, opened for one program and one output folder."""

    def __init__(self, folder: Path, key: str) -> None:
        """Take the cache folder, and a key: what was kept under another one is not used."""
        self._folder = folder
        self._key = key
        self._contents: Path | None = None
        self._size = 0  # of the contents, when they were loaded
        self._new: dict[int, bytes] = {}  # by where it will stand
        self._end = 0

    def load(self) -> Memory:
        """Return what the last build remembered; nothing if it is damaged, missing or of another program."""
        kept = read_checked(self._folder / STATE)
        try:
            if kept is None or kept[0] != self._key:
                return Memory()
            _, name, size, values = kept
            contents = self._folder / name
            # The machine may have failed before the contents reached the disk. More than that is what a build
            # wrote that never came to replace the state.
            if contents.stat().st_size < size:
                return Memory()
            # These two are named tuples, which `marshal` refuses: `save` makes plain ones
            # of them, at the same places.
            entries, _, pages, *_ = values
            memory = Memory(*values)
            for known, make in ((entries, EntryMemory._make), (pages, PageMemory._make)):
                for path, plain in known.items():
                    known[path] = make(plain)
        except (OSError, TypeError, ValueError, IndexError, AttributeError):
            return Memory()
        # Only if all was well: else `save` begins a new file, and removes this one.
        self._contents, self._size, self._end = contents, size, size
        return memory

    def keep(self, content: bytes) -> Extent:
        """Keep something in the file of contents, once the memory is saved; return where."""
        extent = (self._end, len(content), _checksum(content))
        self._new[self._end] = content
        self._end += len(content)
        return extent

    def get(self, extent: Extent) -> bytes | None:
        """Return what was kept; None if it is damaged or gone."""
        start, length, checksum = extent
        if start in self._new:
            return self._new[start]
        # Beyond what the state vouches for, another build may be writing.
        if self._contents is None or start + length > self._size:
            return None
        try:
            with self._contents.open("rb") as file:
                file.seek(start)
                content = file.read(length)
        except OSError:
            return None
        return content if _checksum(content) == checksum else None

    def save(self, memory: Memory) -> Memory:
        """Keep a memory for the next build, and remove what no memory uses any more.

        Returns the memory as it was kept: what it uses may lie elsewhere in the file of contents now.
        """
        contents = self._contents
        if contents is None:
            contents = self._folder / f"{_CONTENTS}{_new_name()}"
        # The contents first, then the state that refers to them. What is overwritten here no state has ever
        # named, so that whoever fails in between leaves the last memory whole.
        with contents.open("r+b" if self._contents else "xb") as file:
            file.truncate(self._size)  # what a build that failed may have appended
            file.seek(self._size)
            file.writelines(self._new.values())
        if self._end > _WASTE * _used(memory) + _LITTLE:
            # Into a new file: until the state is replaced, it names the old one, and a build
            # without a lock may be reading that.
            memory, contents = self._compacted(memory, contents)
        values = [getattr(memory, each.name) for each in fields(memory)]
        values[0] = {path: tuple(entry) for path, entry in memory.entries.items()}
        values[2] = {address: tuple(page) for address, page in memory.pages.items()}
        write_checked(self._folder / STATE, (self._key, contents.name, self._end, values))
        self._contents, self._size = contents, self._end
        self._new.clear()
        # The names of `render.templates._Bytecode` begin with the same part of the key.
        ours = (contents.name, f"{TEMPLATE}{self._key[:8]}")
        for other in self._folder.iterdir():
            if other.name.startswith((_CONTENTS, TEMPLATE)) and not other.name.startswith(ours):
                with suppress(OSError):
                    other.unlink()
        return memory

    def _compacted(self, memory: Memory, contents: Path) -> tuple[Memory, Path]:
        """Copy what a memory uses into a file of its own."""
        data = contents.read_bytes()
        new = self._folder / f"{_CONTENTS}{_new_name()}"
        end = 0

        def moved(extent: Extent) -> Extent:
            nonlocal end
            start, length, checksum = extent
            file.write(data[start : start + length])
            end += length
            return end - length, length, checksum

        with new.open("xb") as file:
            entries = {
                path: entry._replace(content=moved(entry.content)) for path, entry in memory.entries.items()
            }
            pages = {
                address: page._replace(neighbours=moved(page.neighbours)) if page.neighbours else page
                for address, page in memory.pages.items()
            }
        self._end = end
        return replace(memory, entries=entries, pages=pages), new


def _used(memory: Memory) -> int:
    """Return how many bytes of contents a memory uses."""
    # These are all that lie in there: `_compacted` moves the same ones, and would lose any other.
    extents = [entry.content for entry in memory.entries.values()]
    extents += [page.neighbours for page in memory.pages.values() if page.neighbours]
    return sum(length for _, length, _ in extents)


def read_checked(path: Path) -> Any:
    """Return the plain values in a file that `write_checked` wrote; None if it is missing or damaged."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    body = memoryview(data)[_SUM:]
    # First of all, because `marshal` may crash on damaged data instead of raising anything.
    if _sum_of(body) != data[:_SUM]:
        return None
    try:
        return marshal.loads(body)  # noqa: S302 - plain values, and checked
    except (ValueError, EOFError, TypeError):
        return None


def write_checked(path: Path, values: Any) -> None:
    """Write plain values into a file in one step, with a checksum."""
    body = marshal.dumps(values, _MARSHAL)
    # A name that nobody else has: builds that publish nothing hold no lock. It is not flushed to the disk,
    # because a file that a power cut leaves behind half-written does not have its checksum.
    temporary = path.with_name(f"{path.name}-{_new_name()}")
    try:
        with temporary.open("xb") as file:
            file.write(_sum_of(body))
            file.write(body)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _sum_of(body: bytes | memoryview) -> bytes:
    return crc32(body).to_bytes(_SUM, "little")


def _new_name() -> str:
    return os.urandom(16).hex()  # `uuid` takes some milliseconds to load, in every build


def _checksum(content: bytes) -> bytes:
    return blake2b(content, digest_size=8).digest()


class SavedMemory:
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
