"""Builds in a process of its own, which stays and remembers.

A large build forks workers. In the process of the server, with its threads, a fork could take a lock along
that nobody in the child will ever release; here there is no other thread. And while this process is busy for
seconds, the server goes on answering.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import signal
from typing import TYPE_CHECKING

from kinepedia.serve.build_report import BuildReport

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

    from kinepedia.build.options import Options
    from kinepedia.machine.folders import Folders

_PATIENCE = 10.0  # seconds to wait for the process to end


class BuilderClient:
    """The process that builds, as the server sees it."""

    def __init__(self, folders: Folders, options: Options) -> None:
        self._folders = folders
        self._options = options
        self._process: SpawnProcess | None = None
        self._connection: Connection | None = None
        self._is_building = False

    async def build(self) -> BuildReport | None:
        """Build; return None if nothing has changed since the last build."""
        connection = self._connection or self._start()
        self._is_building = True
        try:
            connection.send("build")
            # In a thread that only waits. Cancelled, it goes on until `close` ends the
            # process, which ends the connection.
            report: BuildReport | None = await asyncio.to_thread(connection.recv)
        except (EOFError, OSError):
            self.close()
            failure = "The process that builds was ended from outside, or ran out of memory."
            return BuildReport(None, failure, None, frozenset(), "", 0)
        self._is_building = False
        return report

    def _start(self) -> Connection:
        context = multiprocessing.get_context("spawn")
        self._connection, its_end = context.Pipe()
        self._process = context.Process(target=_work, args=(self._folders, self._options, its_end))
        # Ctrl C at a terminal reaches all processes; this one ends when its work is done.
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            self._process.start()
        finally:
            signal.signal(signal.SIGINT, before)
        # The process has its own copy. Open here, too, it would keep `recv` from
        # noticing that the process has died.
        its_end.close()
        return self._connection

    def close(self) -> None:
        """End the process: at once if it is building, else when it has saved what it remembers."""
        if self._process is None or self._connection is None:
            return
        if self._is_building:
            # In the middle of a build as well: what is left of it, the next one completes or clears away.
            self._process.terminate()
        else:
            self._connection.close()
        self._process.join(_PATIENCE)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._connection.close()
        self._process = self._connection = None
        self._is_building = False


def _work(folders: Folders, options: Options, connection: Connection) -> None:
    from kinepedia.serve.builder_process import work  # the server itself needs nothing of this

    work(folders, options, connection)
