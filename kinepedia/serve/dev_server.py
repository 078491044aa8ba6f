"""Serves a site, and builds it again whenever something in its folders changes, until it is told to end."""

from __future__ import annotations

import asyncio
import signal
import threading
import webbrowser
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import click

from kinepedia.serve.builder_client import BuilderClient
from kinepedia.serve.connections import Server
from kinepedia.serve.messages import Terminal, overlay
from kinepedia.serve.pose_page import PAGE, PosePage
from kinepedia.serve.routes import OWN, PublishedSite
from kinepedia.serve.updates import Updates
from kinepedia.serve.watch import Watch

if TYPE_CHECKING:
    import socket

    from kinepedia.build.options import Options
    from kinepedia.machine.folders import Folders
    from kinepedia.serve.hosts import Hosts

_CALM = 0.03  # seconds without a change, after which an editor has saved all that belongs together
_LONGEST_STORM = 1.0
_SECOND_LOOK = 1.0  # seconds after a change: a folder that came with it may not have been watched at once
_POLL = 1.0
_POLL_SHARE = 10  # a site whose look takes a tenth of a second is looked at once a second


@dataclass(frozen=True, slots=True)
class ServeOptions:
    """What the author asked for besides how to build."""

    opens: bool = False
    polls: bool = False
    quiet: bool = False


def served_folders(folders: Folders) -> Folders:
    """Return the folders with an output and a cache of their own.

    What is served may have drafts in it, and must not end up where a host is filled from; and `build` finds
    its own cache as it left it.
    """
    own = folders.cache / "serve"
    return replace(folders, cache=own / "cache", output=own / "output")


class DevServer:
    """Everything that is needed while a site is served."""

    def __init__(self, folders: Folders, options: Options, hosts: Hosts, wishes: ServeOptions) -> None:
        """Take the folders as `served_folders` returns them."""
        self._folders = folders
        self._options = options
        self._wishes = wishes
        self._builder = BuilderClient(folders, options)
        self._updates = Updates()
        self._site = PublishedSite(folders.output, self._updates, PosePage(folders))
        self._server = Server(self._site, hosts)
        self._terminal = Terminal(folders.site, quiet=wishes.quiet)
        self._noticed = asyncio.Event()
        self._watch: Watch | None = None

    async def run(self, listener: socket.socket, address: str) -> None:
        """Serve on a socket, at whose address browsers find it, until a signal ends it."""
        ended = asyncio.Event()
        for name in (signal.SIGINT, signal.SIGTERM):
            with suppress(NotImplementedError):  # Windows: there, Ctrl C raises KeyboardInterrupt
                asyncio.get_running_loop().add_signal_handler(name, ended.set)
        await self._server.start(listener)
        click.echo(f"Serving the site at {address} (Ctrl C ends it).")
        if not self._wishes.quiet:
            click.echo(f"Try poses at {address.rstrip('/')}{OWN}{PAGE}")
        working = asyncio.create_task(self._work(address))
        waiting = asyncio.create_task(ended.wait())
        try:
            await asyncio.wait([working, waiting], return_when=asyncio.FIRST_COMPLETED)
            if working.done():
                working.result()
        finally:
            await self._server.close()
            self._builder.close()
            if self._watch:
                self._watch.close()
            for task in (working, waiting):
                task.cancel()

    async def _work(self, address: str) -> None:
        """Build, and build again after each change."""
        self._start_watching()
        took = await self._build(is_asked=True)
        if self._wishes.opens:
            # Some browsers run in the terminal, and return when they are closed.
            threading.Thread(target=webbrowser.open, args=[address], daemon=True).start()
        has_changed = True
        while True:
            pause = _SECOND_LOOK if has_changed else None
            if self._watch is None:
                pause = max(_POLL, took * _POLL_SHARE)
            has_changed = await self._changes_within(pause)
            if has_changed:
                await self._settled()
            # Also when nothing was noticed: a second look finds what came in a
            # folder before that was watched.
            took = await self._build(is_asked=has_changed)

    async def _build(self, *, is_asked: bool) -> float:
        """Build and tell of it; return the seconds that it took to see that nothing has changed, or 0.

        One that nobody asked for is not told of if it comes to the same as the last one.
        """
        clock = asyncio.get_running_loop().time
        begun = clock()
        report = await self._builder.build()
        if report is None:
            return clock() - begun
        # Before anybody is told: a page that asks at once must find the new files.
        self._site.update(report)
        problems = overlay(report, self._folders.site, strict=self._options.strict)
        is_news = report.changed is None or report.changed or problems != self._updates.problems
        if is_news:
            self._updates.add(report.changed, problems)
        if is_news or is_asked:
            self._terminal.tell(report)
        return 0

    async def _changes_within(self, seconds: float | None) -> bool:
        """Wait for a change, for so long at most; return whether there was one."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                return await self._noticed.wait()
        return False

    async def _settled(self) -> None:
        """Wait until no more changes follow, and watch the folders that have come with them."""
        clock = asyncio.get_running_loop().time
        end = clock() + _LONGEST_STORM
        is_still = False
        while not is_still and clock() < end:
            # Before waiting, or a change between the two would be lost.
            self._noticed.clear()
            is_still = not await self._changes_within(_CALM)
        if self._watch:
            try:
                self._watch.refresh()
            except OSError as error:
                self._give_up_watching(error)

    def _start_watching(self) -> None:
        if self._wishes.polls:
            return
        loop = asyncio.get_running_loop()

        def noticed() -> None:
            # The watch has a thread of its own, and an event belongs to the loop.
            loop.call_soon_threadsafe(self._noticed.set)

        try:
            self._watch = Watch(self._folders, noticed)
        except OSError as error:
            self._give_up_watching(error)

    def _give_up_watching(self, error: OSError) -> None:
        if self._watch:
            self._watch.close()
        self._watch = None
        click.echo(
            f"The system cannot watch the folders ({error.strerror or error}); "
            "they are looked at every second instead, as with --poll.",
            err=True,
        )
