"""The folder of the cache, which is known to be ours by a label."""

from __future__ import annotations

import os
from pathlib import Path

from kinepedia.machine.exceptions import RefusedError

CACHE_LABEL = "# What Kinepedia keeps between builds. It may be deleted at any time.\n*\n"
"""The text of the `.gitignore` by which a cache folder is known to be ours."""

LOCK = "lock"
"""The name of the file in the cache folder that a build locks."""

_LABEL = ".gitignore"
_NEW_LABEL = "mark"


def make_cache(cache: Path) -> None:
    """Make the cache folder, and label it as ours if it is not yet. Check first that it may be.

    Raises `OSError` if that is impossible.
    """
    cache.mkdir(parents=True, exist_ok=True)
    if not _is_labelled(cache):
        new = cache / _NEW_LABEL
        new.write_text(CACHE_LABEL, "utf-8")
        # In one step: half a label would make the next build refuse the folder as somebody else's.
        new.replace(cache / _LABEL)


def check_cache(cache: Path) -> None:
    """Raise `RefusedError` if this cannot be a cache folder, or is one that somebody else uses."""
    elsewhere = "choose another folder with --cache"
    if not cache.is_dir():
        if reason := obstacle(Path(os.path.realpath(cache))):
            raise RefusedError(f"{cache} cannot be the cache: {reason}", elsewhere)
    # A build makes the lock before the label, and may be killed between the two.
    elif not _is_labelled(cache) and not {item.name for item in cache.iterdir()} <= {LOCK, _NEW_LABEL}:
        raise RefusedError(
            f"{cache} cannot be the cache: it has something in it that Kinepedia did not make", elsewhere
        )


def _is_labelled(cache: Path) -> bool:
    label = cache / _LABEL
    # The whole text, because many a folder has a `.gitignore`, and the cache may be cleared.
    return label.is_file() and label.read_text("utf-8", "replace") == CACHE_LABEL


def obstacle(folder: Path) -> str | None:
    """Return why no folder can be made at a real path that is no folder, or None if one can."""
    if folder.is_symlink():
        return "it is a symbolic link that leads back to itself"
    if folder.exists():
        return "it is a file"
    above = next(parent for parent in folder.parents if os.path.lexists(parent))
    if above.is_symlink():
        return f"{above} is a symbolic link that leads back to itself"
    return None if above.is_dir() else f"{above} is a file"
