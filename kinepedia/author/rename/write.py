"""Writes a renaming: everything, or nothing."""

from __future__ import annotations

import shutil
from contextlib import suppress
from typing import TYPE_CHECKING
from uuid import uuid4

from kinepedia.machine.folders import native_name

if TYPE_CHECKING:
    from pathlib import Path

    from kinepedia.author.rename.naming import Renaming
    from kinepedia.machine.folders import Folders


class HalfDoneError(Exception):
    """The machine failed, and again while what was done was being undone; the text says what is new."""


def write(folders: Folders, renaming: Renaming) -> None:
    """Write the changed files, then move the one that gets another name.

    Raises `OSError` if the machine fails; everything is then as it was. If that, too, fails, raises
    `HalfDoneError`.
    """
    files = {
        # A link of the author's stays one, and what it leads to is replaced.
        (folders.site / native_name(change.before.path)).resolve(): change
        for change in renaming.changes
    }
    prepared: dict[Path, Path] = {}
    done: list[Path] = []
    try:
        for path, change in files.items():
            # All are written before any is exchanged: a full disk is noticed while nothing has changed.
            prepared[path] = _beside(path, change.after.data)
        for path, new in prepared.items():
            new.replace(path)
            done.append(path)
        # Last, because it is one step: until it succeeds, everything above can be undone under the old names.
        if renaming.move:
            source, target = (
                folders.content / native_name(name) for name in (renaming.move.old, renaming.move.new)
            )
            if target.exists():
                raise FileExistsError(17, "it exists already", str(target))
            source.rename(target)
    except BaseException as error:
        kept = []
        for path in done:
            try:
                _beside(path, files[path].before.data).replace(path)
            except OSError:
                kept.append(files[path].before.path)
        if kept:
            said = f"{error}. These files have new texts already: {', '.join(kept)}"
            raise HalfDoneError(said) from error
        raise
    finally:
        for new in prepared.values():
            with suppress(OSError):
                new.unlink(missing_ok=True)


def _beside(path: Path, data: bytes) -> Path:
    """Write a new file beside another one, with the same rights, under a name that a build ignores."""
    new = path.with_name(f".{uuid4().hex}.tmp")
    try:
        new.write_bytes(data)
        shutil.copymode(path, new)
    except BaseException:
        with suppress(OSError):
            new.unlink(missing_ok=True)
        raise
    return new
