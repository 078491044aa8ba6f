"""The list of files that a build made, kept in the output: what is not on it is never removed."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from kinepedia.site import plain_name

if TYPE_CHECKING:
    from collections.abc import Iterable

FILE = ".kinepedia-manifest"

_HEADER = "Made by Kinepedia. Only the files below are replaced or removed by its next build."


def render(files: set[str]) -> bytes:
    """Return the manifest of these files, paths below the output folder with forward slashes."""
    return "\n".join([_HEADER, *sorted({*files, FILE}), ""]).encode()


def read(folder: Path) -> set[str] | None:
    """Return the files that an earlier build made in `folder`, or None if no build made this folder."""
    path = folder / FILE
    try:
        if path.is_symlink() or not path.is_file():
            return None
        header, *names = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        return None
    return {name for name in names if _is_inside(name)} if header == _HEADER else None


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


def foreign(folder: Path, recorded: set[str]) -> dict[str, os.DirEntry[str]]:
    """Return everything below `folder` that is neither `recorded` nor a folder for what is."""
    ours = {*recorded, *folders_of(recorded)}
    return {name: item for name, item in below(folder).items() if name not in ours}


def folders_of(names: Iterable[str]) -> set[str]:
    """Return the folders in which these files lie, without the one that holds them all."""
    return {str(parent) for name in names for parent in PurePosixPath(name).parents} - {"."}


def _is_inside(name: str) -> bool:
    """Tell whether a name from a manifest, which anybody could have edited, stays inside the folder."""
    parts = PurePosixPath(name).parts
    return bool(parts) and not name.startswith("/") and ".." not in parts and "\\" not in name
