"""The list of files that a build made, kept in the output: what is not on it is never removed."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from kinepedia.machine.folders import native_name, plain_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from kinepedia.machine.stamps import OutputStamp

FILE = ".kinepedia-manifest"

_HEADER = "Made by Kinepedia. Only the files below are replaced or removed by its next build."


def render(files: Collection[str]) -> bytes:
    """Return the manifest of these files, paths below the output folder with forward slashes."""
    # Sorted, because it is published, too, and has to be the same for the same files. It names itself, so
    # that a build which asks whether anything has changed looks at it, too.
    return "\n".join([_HEADER, *sorted({*files, FILE}), ""]).encode()


def read(folder: Path) -> frozenset[str] | None:
    """Return the files that an earlier build made in `folder`, or None if no build made this folder."""
    path = folder / FILE
    try:
        # A link could show the list of another folder, and so have files removed that are none of ours.
        if path.is_symlink() or not path.is_file():
            return None
        return _names(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError):
        return None


@lru_cache(maxsize=1)  # a build asks several times
def _names(text: str) -> frozenset[str] | None:
    header, *names = text.split("\n")
    return frozenset(filter(_is_inside, names)) if header == _HEADER else None


def stamps(output: Path, names: Iterable[str]) -> dict[str, OutputStamp]:
    """Return the stamps of published files; those that are not there, or are no files, are left out."""
    root = f"{output}{os.sep}"
    found = {}
    for name in names:
        try:
            # `lstat`: a link in the place of a file of ours is somebody else's, and has no stamp of ours.
            status = os.lstat(root + (name if name.isascii() else native_name(name)))
        except OSError:
            continue
        if status.st_mode & 0o170000 == 0o100000:
            found[name] = (status.st_size, status.st_mtime_ns, status.st_ino)
    return found


def below(folder: Path) -> dict[str, os.DirEntry[str]]:
    """Return everything below `folder` by its path, a folder before what it holds.

    Symbolic links are not followed: one that leads to a folder is no folder.
    """
    found: dict[str, os.DirEntry[str]] = {}
    pending = [(folder, "")]
    while pending:
        where, prefix = pending.pop()
        for item in os.scandir(where):
            name = f"{prefix}{plain_name(item.name)}"
            found[name] = item
            if item.is_dir(follow_symlinks=False):
                pending.append((Path(item.path), f"{name}/"))
    return found


def foreign(folder: Path, recorded: Collection[str]) -> dict[str, os.DirEntry[str]]:
    """Return everything below `folder` that is neither `recorded` nor a folder for what is."""
    ours = {*recorded, *folders_of(recorded)}
    return {name: item for name, item in below(folder).items() if name not in ours}


def folders_of(names: Iterable[str]) -> set[str]:
    """Return the folders in which these files lie, without the one that holds them all."""
    found: set[str] = set()
    for name in names:
        folder = name.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def _is_inside(name: str) -> bool:
    """Tell whether a name from a manifest, which anybody could have edited, stays inside the folder."""
    if not name or name[0] == "/" or "\\" in name:
        return False
    return ".." not in name or ".." not in name.split("/")
