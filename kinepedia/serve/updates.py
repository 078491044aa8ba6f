"""What open pages are told: which files have changed since they were loaded, and what is wrong now.

A page asks what is new since a state, and waits for the answer. A browser opens six connections to one host
for all of its tabs, and pages need some of them: so only a few may wait, and one more makes the first of them
come back later. Tabs tell each other what they learn; see `client.js`.
"""

from __future__ import annotations

import asyncio
import re
import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_MOST_WAITING = 3
_LONGEST = 25.0  # seconds that a page waits; less than what connections are closed after in between
_MOST_NAMES = 2000  # more than these are told as "any"
_NUMBER = re.compile(r"[0-9]{1,15}")


class Updates:
    """The state of the site, as numbers that only grow.

    `problems` is what the overlay shows now, as plain values; None if nothing is wrong. `run` tells this run
    of the server from all others.
    """

    def __init__(self) -> None:
        self.run = secrets.token_hex(4)  # numbers of another run of the server mean nothing to this one
        self._number = 0
        self._changed: dict[str, int] = {}
        self._all_changed = 0
        self._waiting: dict[asyncio.Future[bool], None] = {}
        self.problems: object = None

    @property
    def state(self) -> str:
        """The state now, which every page is sent with."""
        return f"{self.run}.{self._number}"

    def add(self, changed: Iterable[str] | None, problems: object) -> None:
        """Take note of files that have changed (None for all of them) and of what is wrong now; tell it."""
        self._number += 1
        self.problems = problems
        if changed is None:
            self._all_changed = self._number
            self._changed.clear()
        else:
            self._changed |= dict.fromkeys(changed, self._number)
        for future in list(self._waiting):
            self._let_go(future, is_busy=False)

    async def since(self, state: str, *, wait: bool) -> dict[str, object]:
        """Return what is new since a state.

        Those who `wait` are answered as soon as there is anything. `busy` tells to ask later. `changed` are
        names of files, or None if any may have changed.
        """
        is_busy = state == self.state and wait and await self._wait()
        return {
            "since": state,
            "state": self.state,
            "busy": is_busy,
            "changed": self._names_since(state),
            "problems": self.problems,
        }

    def _names_since(self, state: str) -> list[str] | None:
        run, _, number = state.partition(".")
        if run != self.run or not _NUMBER.fullmatch(number) or int(number) < self._all_changed:
            return None
        names = [name for name, changed in self._changed.items() if changed > int(number)]
        return names if len(names) <= _MOST_NAMES else None

    def _let_go(self, future: asyncio.Future[bool], *, is_busy: bool) -> None:
        del self._waiting[future]
        if not future.done():  # by its connection, which has just ended
            future.set_result(is_busy)

    async def _wait(self) -> bool:
        """Wait for news; return whether others wait, so that there is no room."""
        future: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        if len(self._waiting) >= _MOST_WAITING:
            self._let_go(next(iter(self._waiting)), is_busy=True)
        self._waiting[future] = None
        try:
            async with asyncio.timeout(_LONGEST):
                return await future
        except TimeoutError:
            return False
        finally:
            self._waiting.pop(future, None)
