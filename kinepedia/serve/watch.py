"""Notices that something in a site's folders may have changed.

What exactly is none of its business: a build looks at everything, and finds out in no time when nothing has.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from kinepedia.machine.folders import theme_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from watchdog.observers.api import ObservedWatch

    from kinepedia.machine.folders import Folders

# Reading a file is an event, too: "opened", then "closed_no_write".
_CHANGES = frozenset(["created", "modified", "moved", "deleted", "closed"])


class Watch:
    """Calls `noticed`, in a thread of its own, whenever something may have changed."""

    def __init__(self, folders: Folders, noticed: Callable[[], None]) -> None:
        """Watch a site's folders and the theme's. Raises `OSError` if the system cannot watch that many."""
        self._roots = (folders.content, folders.templates, folders.static, folders.features, theme_folder())
        # Only these, because the output and the cache lie in the site's folder, too: a
        # build would set off the next.
        named = {os.fspath(path) for path in (*self._roots, folders.settings_file, folders.poses_file)}
        # A folder that comes and goes shows in the one around it, and so do the site's own files.
        above = {folders.site, *(root.parent for root in self._roots)}
        self._inside = _Handler(noticed)
        self._watched: dict[Path, tuple[tuple[int, int], ObservedWatch]] = {}
        self._observer = Observer()
        self._observer.start()
        try:
            for folder in above - {*self._roots}:
                self._observer.schedule(_Handler(noticed, named), os.fspath(folder), recursive=False)
            self.refresh()
        except OSError:
            self.close()
            raise

    def refresh(self) -> None:
        """Watch the folders that have come since the last time. Raises `OSError` as above."""
        for root in self._roots:
            try:
                status = root.stat()
            except OSError:
                continue
            # A folder that was removed and made again has the same name, and is another
            # one: nothing watches it yet.
            identity = (status.st_dev, status.st_ino)
            before = self._watched.get(root)
            if before is None or before[0] != identity:
                if before:
                    with suppress(KeyError, OSError):  # it went with its folder
                        self._observer.unschedule(before[1])
                watch = self._observer.schedule(self._inside, os.fspath(root), recursive=True)
                self._watched[root] = (identity, watch)

    def close(self) -> None:
        """Stop watching."""
        self._observer.stop()
        self._observer.join()


class _Handler(FileSystemEventHandler):
    """Tells of changes, or of those only that are about certain paths."""

    def __init__(self, noticed: Callable[[], None], paths: Iterable[str] | None = None) -> None:
        self._noticed = noticed
        self._paths = None if paths is None else frozenset(paths)

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Take note of an event."""
        if event.event_type not in _CHANGES:
            return
        if self._paths is None or not self._paths.isdisjoint(
            map(os.fsdecode, (event.src_path, event.dest_path))
        ):
            self._noticed()
