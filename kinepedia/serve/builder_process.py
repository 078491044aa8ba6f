"""The process that builds: it keeps everything at hand that the next build may need."""

from __future__ import annotations

import signal
import sys
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kinepedia.build import pipeline
from kinepedia.build.failures import explained
from kinepedia.machine.exceptions import UnfinishedError
from kinepedia.machine.progress import Progress
from kinepedia.model.settings import parse
from kinepedia.publish.manifest import FILE
from kinepedia.read.tree import stamp_of, tree_of
from kinepedia.serve.build_report import BuildReport
from kinepedia.serve.live_memory import LiveMemory

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from kinepedia.build.options import Options, Result
    from kinepedia.machine.folders import Folders
    from kinepedia.machine.stamps import OutputStamp
    from kinepedia.read.tree import Tree

_IDLE = 1.0  # seconds without work after which the memory is saved


def work(folders: Folders, options: Options, connection: Connection) -> None:
    """Build whenever the server asks for it, until it is gone; save what is remembered in between."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())  # which ends the workers, too
    builder = _Builder(folders, options)
    try:
        while True:
            # While an author is typing, nothing is saved: only the last of many builds
            # has to be remembered on disk.
            if connection.poll(_IDLE if builder.memory.is_new else None):
                connection.recv()
                connection.send(builder.build())
            else:
                builder.memory.save()
    except (EOFError, OSError):
        builder.memory.save()


class _Builder:
    """Everything that stays between two builds."""

    def __init__(self, folders: Folders, options: Options) -> None:
        self._folders = folders
        self._options = options
        self.memory = LiveMemory()
        self._seen: Tree | None = None
        self._outputs: dict[str, OutputStamp] | None = None
        self._root = "/"

    def build(self) -> BuildReport | None:
        """Build, if anything has changed."""
        begun = time.perf_counter()
        try:
            seen = tree_of(self._folders)
            if self._seen and self._seen.shows_the_same_as(seen):
                return None
            # Until the build has ended: one that fails is tried again, although nothing has changed.
            self._seen = None
            result = pipeline.run(self._folders, self._options, Progress(), seen, self.memory)
            self._seen = seen
            changed, gone = self._changed(result)
            self._root = self._site_root(seen) or self._root
        except Exception as error:
            failure = explained(error, self._folders).format_message()
            changed, gone = frozenset(), frozenset()
            if isinstance(error, UnfinishedError):  # nobody knows which
                changed = self._outputs = None
            return BuildReport(None, failure, changed, gone, self._root, time.perf_counter() - begun)
        return BuildReport(result, "", changed, gone, self._root, time.perf_counter() - begun)

    def _changed(self, result: Result) -> tuple[frozenset[str] | None, frozenset[str]]:
        """Return which files are not what they were after the last build, and which of them are gone."""
        before, now = self._outputs, dict(self.memory.memory.outputs)
        # A memory without outputs after a build that was published is that of `remember` for
        # files that changed meanwhile.
        is_known = bool(now) or not result.ok  # else something changed while it was built
        self._outputs = now if is_known else None
        if before is None or not is_known:
            return None, frozenset()
        changed = frozenset(name for name, _ in before.items() ^ now.items()) - {FILE}
        return changed, changed - now.keys()

    def _site_root(self, seen: Tree) -> str | None:
        """Return the path under which the built site stands; None if its settings are not those any more."""
        file = self._folders.settings_file
        text = file.read_text("utf-8", "replace")
        if stamp_of(file.stat()) != seen.settings:
            return None
        settings, _ = parse(text, self._options.overrides())
        return urlsplit(settings.base_url or "/").path if settings else None
