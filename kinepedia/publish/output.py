"""Which folders may be the output: never one that could hold something of the author's."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from kinepedia.machine.exceptions import RefusedError
from kinepedia.publish import manifest

if TYPE_CHECKING:
    from kinepedia.machine.folders import Folders


CACHE_MARK = "# What Kinepedia keeps between builds. It may be deleted at any time.\n*\n"
"""The text of the `.gitignore` by which a cache folder is known to be ours."""

LOCK = "lock"
"""The name of the file in the cache folder that a build locks."""

_MARK = ".gitignore"
_NEW_MARK = "mark"


def check(folders: Folders) -> Path:
    """Return the real path of the output folder.

    Raises `RefusedError` if something that is not ours could be lost there, or in the cache folder.
    """
    check_cache(folders.cache)
    output = Path(os.path.realpath(folders.output))
    elsewhere = "choose another folder with --output"
    if output in (Path(output.anchor), _home()):
        raise RefusedError(f"{output} cannot be the output: it is not made for this", elsewhere)
    own = {
        "the site": folders.site,
        "the content": folders.content,
        "the templates": folders.templates,
        "the static files": folders.static,
        "the cache": folders.cache,
    }
    for name, folder in own.items():
        real = Path(os.path.realpath(folder))
        if real.is_relative_to(output):
            raise RefusedError(f"{output} cannot be the output: {name} would be replaced by it", elsewhere)
        if name != "the site" and output.is_relative_to(real):
            raise RefusedError(f"{output} cannot be the output: it lies inside {name}", elsewhere)
    if output.is_dir():
        if manifest.read(output) is None and any(output.iterdir()):
            raise RefusedError(
                f"{output} cannot be the output: it has files in it that Kinepedia did not make",
                "choose another folder with --output, or empty this one",
            )
    elif reason := _obstacle(output):
        raise RefusedError(f"{output} cannot be the output: {reason}", elsewhere)
    return output


def make_cache(cache: Path) -> None:
    """Make the cache folder, and mark it as ours if it is not yet. Check first that it may be.

    Raises `OSError` if that is impossible.
    """
    cache.mkdir(parents=True, exist_ok=True)
    if not _is_marked(cache):
        new = cache / _NEW_MARK
        new.write_text(CACHE_MARK, "utf-8")
        new.replace(cache / _MARK)


def check_cache(cache: Path) -> None:
    """Raise `RefusedError` if this cannot be a cache folder, or is one that somebody else uses."""
    elsewhere = "choose another folder with --cache"
    if not cache.is_dir():
        if reason := _obstacle(Path(os.path.realpath(cache))):
            raise RefusedError(f"{cache} cannot be the cache: {reason}", elsewhere)
    # A build makes the lock before the mark, and may be killed between the two.
    elif not _is_marked(cache) and not {item.name for item in cache.iterdir()} <= {LOCK, _NEW_MARK}:
        raise RefusedError(
            f"{cache} cannot be the cache: it has something in it that Kinepedia did not make", elsewhere
        )


def _is_marked(cache: Path) -> bool:
    mark = cache / _MARK
    return mark.is_file() and mark.read_text("utf-8", "replace") == CACHE_MARK


def _home() -> Path | None:
    with suppress(RuntimeError):  # nobody's home is known
        return Path(os.path.realpath(Path.home()))
    return None


def _obstacle(folder: Path) -> str | None:
    """Return why no folder can be made at a real path that is no folder, or None if one can."""
    if folder.is_symlink():
        return "it is a symbolic link that leads back to itself"
    if folder.exists():
        return "it is a file"
    above = next(parent for parent in folder.parents if os.path.lexists(parent))
    if above.is_symlink():
        return f"{above} is a symbolic link that leads back to itself"
    return None if above.is_dir() else f"{above} is a file"
