"""What lies in a site's folders: names and stamps. Nothing is read, and nothing heavy imported.

A stamp tells whether a file has changed since it was read, as a version control system does it: by size,
times and number. Symbolic links are not followed.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from kinepedia.machine.fingerprint import digest_of_plain
from kinepedia.machine.folders import native_name, plain_name, theme_folder
from kinepedia.machine.stamps import NO_STAMP, Stamp

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from kinepedia.machine.folders import Folders

Item = tuple[str, str, Stamp]
"""A name below its root in UTF-8, its kind, and its stamp.

The kind is "file", "link", "special" or "hidden", a hidden folder, which is not looked into; or it is the
reason why a folder cannot be looked into.
"""

_COMPILED = "__pycache__/"  # what Python puts beside code, and what follows from that

LOOKED_INTO = ".well-known"
"""The hidden folder whose files are public: https://www.rfc-editor.org/rfc/rfc8615"""

# Two changes of a file may get the same time if they follow one another so closely. Linux and Windows count
# in steps of at most 16 milliseconds, and file systems that keep whole seconds only in steps of 2 seconds.
_FINE_STEP = 50_000_000
_COARSE_STEP = 2_100_000_000


@dataclass(frozen=True)
class Tree:
    """Everything that lies in a site's folders, code of its own included, and in the built-in theme's.

    `settings` is the stamp of the settings file, `poses` that of the site's own base poses, `links` tells
    which of the site's folders are symbolic links themselves, `taken` when the look was begun, in
    nanoseconds.
    """

    content: tuple[Item, ...]
    static: tuple[Item, ...]
    templates: tuple[Item, ...]
    theme: tuple[Item, ...]
    features: tuple[Item, ...]
    settings: Stamp
    poses: Stamp
    links: tuple[bool, ...]
    taken: int

    @cached_property
    def fingerprint(self) -> bytes | None:
        """Some bytes that change whenever anything here changes.

        None if something was changed so lately that it may change again without a trace.
        """
        parts = (self.content, self.static, self.templates, self.theme, self.features)
        stamps = [self.settings, self.poses, *(stamp for items in parts for _, _, stamp in items)]
        # A link in the content is reported and never read; one among templates and code is followed.
        if not are_all_settled(stamps, self.taken) or not are_all_seen((*self.templates, *self.features)):
            return None
        return digest_of_plain((parts, self.settings, self.poses, self.links))

    def shows_the_same_as(self, later: Tree) -> bool:
        """Tell whether nothing at all has changed between this look and a later one."""
        # Not by fingerprints, of which two may be None. Whoever has just changed
        # something is looked at again.
        return replace(later, taken=self.taken) == self and self.fingerprint is not None


def tree_of(folders: Folders, *, content: bool = True) -> Tree:
    """Look at everything in the folders of a site, or at all but its content."""
    # Before the first look: a file that changes during it then counts as changed too lately to be trusted.
    taken = time.time_ns()
    theme = theme_folder()
    return Tree(
        content=tuple(walk(folders.content)) if content else (),
        static=tuple(walk(folders.static)) if not folders.static.is_symlink() else (),
        templates=tuple(walk(folders.templates)),
        features=tuple(item for item in walk(folders.features) if _COMPILED not in item[0]),
        # In a checkout of Kinepedia itself, both are one folder, which is then the site's.
        theme=tuple(walk(theme)) if theme != folders.templates else (),
        settings=stamp_of(folders.settings_file.stat()),
        poses=_stamp_at(folders.poses_file),
        links=tuple(folder.is_symlink() for folder in (folders.content, folders.templates, folders.static)),
        taken=taken,
    )


def is_still(seen: Tree, folders: Folders, attachments: Iterable[str]) -> bool:
    """Tell whether templates, static files and these files of the content folder are as they were seen."""
    wanted = frozenset(attachments)
    for name, _, stamp in seen.content:
        if name in wanted:
            try:
                if stamp_of((folders.content / native_name(name)).stat()) != stamp:
                    return False
            except OSError:
                return False
    # Everything that is copied or compiled while the site is built, and so read after the look. Entries are
    # not among them: what is remembered of these is of the bytes that were read.
    now = tree_of(folders, content=False)
    return (now.static, now.templates, now.theme, now.features) == (
        seen.static,
        seen.templates,
        seen.theme,
        seen.features,
    )


def walk(root: Path) -> list[Item]:
    """Return everything below `root` but folders, in a fixed order; nothing if it is no folder."""
    items: list[Item] = []
    pending = [(str(root), "")] if root.is_dir() else []
    while pending:
        folder, prefix = pending.pop()
        try:
            # Each file system has an order of its own, which would show in everything that follows.
            found = sorted(os.scandir(folder), key=lambda item: item.name)
        except OSError as error:
            # A folder that cannot be read is told, not passed over: what is in it would vanish
            # from the site without a word.
            items.append((prefix.rstrip("/"), (error.strerror or str(error)).lower(), NO_STAMP))
            continue
        folders = []
        for item in found:
            name = prefix + (item.name if item.name.isascii() else plain_name(item.name))
            # First of all, because the questions below would be answered for what it leads to.
            if item.is_symlink():
                items.append((name, "link", NO_STAMP))
            elif item.is_dir():
                if item.name.startswith((".", "#")) and item.name != LOOKED_INTO:
                    items.append((name, "hidden", NO_STAMP))
                else:
                    folders.append((item.path, f"{name}/"))
            elif item.is_file():
                try:
                    stamp = stamp_of(item.stat())
                except OSError:  # it has just been removed
                    continue
                items.append((name, "file", stamp))
            else:
                items.append((name, "special", NO_STAMP))
        pending += reversed(folders)
    return items


def stamp_of(status: os.stat_result) -> Stamp:
    """Return the stamp of a file."""
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def _stamp_at(path: Path) -> Stamp:
    """Return the stamp of what is at `path`; `NO_STAMP` if there is nothing."""
    try:
        return stamp_of(path.stat())
    except OSError:
        return NO_STAMP


def are_all_seen(templates: Iterable[Item]) -> bool:
    """Tell whether no template can lie where nobody looks: behind a link, in a hidden folder."""
    return all(kind == "file" for _, kind, _ in templates)


def trusted(stamp: Stamp, taken: int) -> Stamp:
    """Return the stamp to remember of a file that was read later: none if a change may leave it the same."""
    return stamp if is_settled(stamp, taken) else NO_STAMP


def are_all_settled(stamps: Collection[Stamp], now: int) -> bool:
    """Tell whether `is_settled` is true of each of these stamps."""
    latest = max([max(changed, entered) for _, changed, entered, _ in stamps], default=0)
    return latest + _COARSE_STEP < now or all(is_settled(stamp, now) for stamp in stamps)


def is_settled(stamp: Stamp, now: int) -> bool:
    """Tell whether a file that changes after `now`, in nanoseconds, will surely have another stamp."""
    latest = max(stamp[1], stamp[2])
    # A whole second is what a coarse file system writes. Taken for one by chance, a
    # file is only read once more.
    step = _COARSE_STEP if stamp[1] % 1_000_000_000 == 0 else _FINE_STEP
    # A clock that was set back, or one of another machine, makes this false: then nothing is trusted.
    return latest + step < now
