"""Where a staging folder stands, and how it is cleared away. Everything in it is ours."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from itertools import chain, count
from pathlib import Path

_NAME = "stage"


def clear_place(output: Path, cache: Path) -> Path:
    """Return the path of a new staging folder, where nothing is; clear away what earlier builds left behind.

    It lies in the cache, or beside the output if that is on another file system. Its name beside the output
    tells the cache, so that builds with different caches leave each other's alone. What cannot be
    removed is left, and the new one gets another name.
    """
    # Only within one file system can two folders be exchanged.
    near = output if output.is_dir() else next(parent for parent in output.parents if parent.is_dir())
    if near.stat().st_dev == cache.stat().st_dev:
        first = cache / _NAME
    else:
        # By the cache, whose lock is held: whatever has this key is left from a build that runs no more.
        key = hashlib.sha256(os.path.realpath(cache).encode("utf-8", "surrogateescape")).hexdigest()[:8]
        first = output.with_name(f".{output.name}.kinepedia-{_NAME}-{key}")
    if first.parent.is_dir():
        for left in first.parent.iterdir():
            if left.name.startswith(first.name):
                with suppress(OSError):
                    remove(left)
    others = (first.with_name(f"{first.name}-{number}") for number in count(2))
    return next(path for path in chain([first], others) if not os.path.lexists(path))


def remove(folder: Path) -> None:
    """Remove a folder with everything in it, but nothing that lies on another file system.

    Raises `OSError` if something of it stays. Without a folder there, nothing happens.
    """
    if folder.is_symlink() or not folder.is_dir():
        folder.unlink(missing_ok=True)
        return
    device = folder.stat().st_dev
    folders = [folder]
    for each in folders:  # grows while it is gone through
        # Asked of each folder before anything in it is removed.
        if each.stat().st_dev != device:
            raise OSError(f"another file system is mounted at {each}")
        each.chmod(0o700)  # its owner may have made it read-only
        for item in os.scandir(each):
            if item.is_dir(follow_symlinks=False):
                folders.append(Path(item.path))
            else:
                Path(item.path).unlink()
    for each in reversed(folders):
        each.rmdir()
