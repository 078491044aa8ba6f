"""Answers browsers over HTTP/1.1, and bounds what one that misbehaves can take.

On asyncio, so that a connection is not a thread: hundreds of slow ones cost next to nothing. `h11` reads what
comes in, because a parser that has met every attack is better than one of our own. A connection has only so
long to ask and to take what it asked for, and only so many are open at once: beyond that, the one closes that
has done nothing for longest.
"""

from __future__ import annotations

import asyncio
import socket
from contextlib import suppress
from http import HTTPStatus
from typing import TYPE_CHECKING

import h11

from kinepedia.serve.answers import Answer, Request, plain
from kinepedia.serve.routes import COMMON

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator

    from kinepedia.serve.hosts import Hosts
    from kinepedia.serve.routes import PublishedSite

_MOST_CONNECTIONS = 128
_MOST_HEAD = 16_384  # bytes of a request line and its fields
_CHUNK = 65_536
_TIME_TO_ASK = 30.0  # seconds for a request to come in, and for a browser to think of the next one
_TIME_TO_TAKE = 20.0  # seconds for each chunk
_TIME_TO_LEAVE = 2.0


class Server:
    """Listens on a socket, and answers with what is in a site."""

    def __init__(self, site: PublishedSite, hosts: Hosts) -> None:
        self._site = site
        self._hosts = hosts
        self._server: asyncio.Server | None = None
        self._open: dict[asyncio.StreamWriter, None] = {}  # that has done nothing for longest is first
        # The loop itself holds its tasks only weakly.
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self, listener: socket.socket) -> None:
        """Begin to answer."""
        self._server = await asyncio.start_server(self._begin, sock=listener, limit=_MOST_HEAD)

    async def close(self) -> None:
        """Stop listening, and close every connection."""
        if self._server:
            self._server.close()
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=_TIME_TO_LEAVE)

    def _begin(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._meet(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one connection until it ends."""
        if len(self._open) >= _MOST_CONNECTIONS:
            longest = next(iter(self._open))
            del self._open[longest]
            longest.transport.abort()
        self._open[writer] = None
        wire = _Wire(reader, writer, lambda: self._has_moved(writer))
        try:
            # An answer goes out in pieces; else the system would hold the last one back for a while.
            writer.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while await self._answer_next(wire):
                pass
        except (OSError, TimeoutError, h11.ProtocolError):
            writer.transport.abort()  # it is gone, or too slow
        except asyncio.CancelledError:
            writer.transport.abort()
            raise
        finally:
            self._open.pop(writer, None)
            writer.close()
            with suppress(OSError, TimeoutError):
                async with asyncio.timeout(_TIME_TO_LEAVE):
                    await writer.wait_closed()
            writer.transport.abort()

    async def _answer_next(self, wire: _Wire) -> bool:
        """Answer one request; return whether there may be another one."""
        try:
            async with asyncio.timeout(_TIME_TO_ASK):
                request = await wire.ask()
        except h11.RemoteProtocolError as error:
            await wire.tell(plain(error.error_status_hint, "This is no request of a browser.", _LAST))
            return False
        if request is None:
            return False
        # Before anything is looked up: a page of another site learns nothing, not even what is there.
        answer = self._refusal(request, wire.reached_at)
        if answer is None:
            answer = await wire.unless_gone(self._site.answer(request))
        if answer is None:
            return False
        try:
            await wire.tell(answer)
        finally:
            if answer.file:
                # Also if nobody took it: else a browser that breaks off ten thousand times
                # would use up the open files.
                answer.file.close()
        return wire.goes_on()

    def _refusal(self, request: Request, reached_at: str) -> Answer | None:
        """Return what a request gets that is not looked at any further; None for all others."""
        origin = request.fields.get("origin")
        # The name before all else: to a page that has rebound its own to this machine,
        # answers are of its own origin.
        if not self._hosts.allow(request.fields.get("host", ""), reached_at):
            return plain(421, "This server has another name: open the address that it printed.", _LAST)
        if origin is not None and not self._hosts.allow_origin(origin, reached_at):
            return plain(403, "Pages of other sites get nothing here.", _LAST)
        if request.method not in ("GET", "HEAD"):
            return plain(405, "Only GET and HEAD are possible.", ("Allow", "GET, HEAD"), _LAST)
        if request.has_body:
            return plain(413, "No request has a body here.", _LAST)
        return None

    def _has_moved(self, writer: asyncio.StreamWriter) -> None:
        if writer in self._open:
            del self._open[writer]
            self._open[writer] = None


_LAST = ("Connection", "close")


class _Wire:
    """One connection: what comes in as requests, and answers as what goes out."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, moved: Callable[[], None]
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._moved = moved
        self._state = h11.Connection(h11.SERVER, max_incomplete_event_size=_MOST_HEAD)
        self._is_head = False
        self.reached_at = str((writer.get_extra_info("sockname") or [""])[0])  # nothing if it is gone

    async def ask(self) -> Request | None:
        """Return the next request; None if there is none. Its body, if it has one, stays where it is."""
        while True:
            event = self._state.next_event()
            if event is h11.NEED_DATA:
                self._state.receive_data(await self._reader.read(_MOST_HEAD))
                continue
            if not isinstance(event, h11.Request):
                return None
            self._moved()
            self._is_head = event.method == b"HEAD"
            return Request(
                event.method.decode("ascii"),
                event.target.decode("ascii"),
                {name.decode("ascii"): value.decode("latin-1") for name, value in event.headers},
                has_body=not isinstance(self._state.next_event(), h11.EndOfMessage),
            )

    async def unless_gone(self, answering: Coroutine[None, None, Answer]) -> Answer | None:
        """Return an answer that may take a while; None if nobody is there any more to take it."""
        answer = asyncio.ensure_future(answering)
        await asyncio.sleep(0)
        if answer.done():
            return answer.result()
        # The only way to notice that a page which waits for news has been closed.
        more = asyncio.ensure_future(self._reader.read(_MOST_HEAD))
        try:
            await asyncio.wait([answer, more], return_when=asyncio.FIRST_COMPLETED)
            if more.done() and not answer.done():
                data = more.result()
                if not data:
                    return None
                self._state.receive_data(data)  # the next request, already
            return await answer
        finally:
            for task in (answer, more):
                task.cancel()
            # A stream can have one reader: the next `ask` must not begin before this one is gone.
            await asyncio.wait([answer, more])

    async def tell(self, answer: Answer) -> None:
        """Send an answer, as fast as the other side takes it."""
        length = [("Content-Length", str(answer.length))] if answer.status != HTTPStatus.NOT_MODIFIED else []
        fields = [*answer.fields, *COMMON, *length]
        reason = HTTPStatus(answer.status).phrase
        await self._send(h11.Response(status_code=answer.status, headers=fields, reason=reason))
        if not self._is_head:
            for chunk in _chunks(answer):
                await self._send(h11.Data(data=chunk))
        await self._send(h11.EndOfMessage())

    async def _send(self, event: h11.Event) -> None:
        self._writer.write(self._state.send(event) or b"")
        async with asyncio.timeout(_TIME_TO_TAKE):
            await self._writer.drain()
        self._moved()

    def goes_on(self) -> bool:
        """Tell whether another request may follow."""
        if self._state.our_state is not h11.DONE or self._state.their_state is not h11.DONE:
            return False
        self._state.start_next_cycle()
        return True


def _chunks(answer: Answer) -> Iterator[bytes]:
    """Yield the body of an answer. Raises `OSError` if its file has become shorter meanwhile."""
    for piece in answer.pieces:
        if isinstance(piece, bytes):
            yield piece
        elif answer.file:
            answer.file.seek(piece.start)
            for start in range(piece.start, piece.stop, _CHUNK):
                wanted = min(_CHUNK, piece.stop - start)
                chunk = answer.file.read(wanted) or b""
                if len(chunk) < wanted:
                    # The length has been told: only by a connection that breaks off does the browser learn
                    # that something is missing.
                    raise OSError("this file was cut while it was read")
                yield chunk
