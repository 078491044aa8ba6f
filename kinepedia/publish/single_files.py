"""Replaces and removes single files, each in one step."""

from __future__ import annotations

import errno
import filecmp
import os
import shutil
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from kinepedia.machine.folders import native_name

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path


def link(old: Path, new: Path) -> bool:
    """Give a file a second name; return whether the file system can."""
    try:
        os.link(old, new, follow_symlinks=False)
    except (OSError, NotImplementedError):
        return False
    return True


def is_same(new: Path, path: Path) -> bool:
    """Tell whether there is a file with the same content at `path`."""
    return path.is_file() and not path.is_symlink() and filecmp.cmp(new, path, shallow=False)


def move(new: Path, path: Path) -> None:
    """Replace one file in one step. What was begun and not ended does not lie in the output."""
    try:
        new.replace(path)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        copy(new, path)


def copy(new: Path, path: Path) -> None:
    """Replace one file in one step by a copy of one on another file system."""
    # Beside the file, because only within one file system can it take its place in one step. A process that
    # is killed here leaves it behind, as the one thing that is on no list.
    temporary = path.with_name(f".kinepedia-{os.urandom(16).hex()}")
    try:
        shutil.copyfile(new, temporary)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def make_room(output: Path, name: str, recorded: Collection[str]) -> None:
    """Remove files of ours that stand where `name` needs a folder, or a folder of ours where it is."""
    for parent in [str(parent) for parent in PurePosixPath(name).parents][:-1]:
        if parent in recorded and (output / native_name(parent)).is_file():
            remove_file(output, parent)
    if (output / native_name(name)).is_dir():
        # Only files of ours: `collisions` has seen that there is nothing else in it.
        for other in recorded:
            if other.startswith(f"{name}/"):
                remove_file(output, other)


def remove_file(output: Path, name: str) -> None:
    """Remove one file of ours and the folders that it leaves empty; a link is not followed."""
    path = output / native_name(name)
    parents = [output / native_name(str(parent)) for parent in PurePosixPath(name).parents][:-1]
    # Somebody has put a link in the place of a folder of ours: what is behind it is not ours to remove.
    if any(parent.is_symlink() for parent in parents):
        return
    if path.is_symlink() or path.is_file():
        path.unlink()
    for parent in parents:
        try:
            parent.rmdir()
        except OSError:
            return
