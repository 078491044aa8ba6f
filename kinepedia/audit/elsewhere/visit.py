"""Visits pages as a polite guest: few at a time, one after the other at each host, and never in a hurry."""

from __future__ import annotations

import asyncio
import ssl
import time
from collections import defaultdict
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from kinepedia.audit.elsewhere.ask import Answer, ask
from kinepedia.audit.elsewhere.network import address_of
from kinepedia.audit.elsewhere.outcome import LinkOutcome, NoAnswerError, unconfirmed
from kinepedia.problems import rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kinepedia.audit.elsewhere.network import Address, Network

_MOST_AT_ONCE = 8
_MOST_REDIRECTS = 5
_REDIRECTS = frozenset([301, 302, 303, 307, 308])
_FOR_GOOD = frozenset([301, 308])
_BUSY = frozenset([429, 503])
# It leads on to a publisher, who often lets no program in. That it leads anywhere is the answer: it says 404
# of a DOI that there is not (https://www.doi.org/doi-handbook/HTML/).
_DOI = frozenset(["doi.org", "dx.doi.org", "www.doi.org"])

_REASONS = {
    401: "its server asks for a password",
    403: "its server does not let programs in",
    429: "its server says that it was asked too often",
    451: "its server may not show it, for legal reasons",
}


def visit_all(links: Iterable[str], network: Network, done: Callable[[], None]) -> dict[str, LinkOutcome]:
    """Ask for each of these addresses, and return what became of it; `done` is called after each."""

    async def visit() -> dict[str, LinkOutcome]:
        visitor = _Visitor(network)

        async def one(link: str) -> tuple[str, LinkOutcome]:
            outcome = await visitor.visit(link)
            done()
            return link, outcome

        return dict(await asyncio.gather(*map(one, links)))

    return asyncio.run(visit())


class _Host:
    """A host that is asked one thing at a time. One that gave no answer is not asked again."""

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.free_at = 0.0
        self.failure: NoAnswerError | None = None


class _Visitor:
    def __init__(self, network: Network) -> None:
        self._network = network
        self._context = ssl.create_default_context()
        self._hosts: dict[tuple[str, int], _Host] = defaultdict(_Host)
        self._slots = asyncio.Semaphore(_MOST_AT_ONCE)

    async def visit(self, link: str) -> LinkOutcome:
        """Ask for a page, wherever it has gone."""
        here, moved_to = link, ""
        host, is_for_good = "", True
        for hop in range(_MOST_REDIRECTS + 1):
            try:
                # Checked at each hop: a page on the public internet can lead to a machine at home.
                address = address_of(here)
                if host in _DOI and address.host not in _DOI:
                    return LinkOutcome()
                answer = await self._answer(address)
                onward = _onward(here, answer)
            except NoAnswerError as error:
                return error.outcome(reached=hop > 0)
            # Only as far as all hops up to here are for good: behind a passing one, the old
            # address is still the right one.
            if hop and is_for_good:
                moved_to = str(address)
            if not onward:
                return _outcome(answer.status, moved_to)
            here, host = onward, address.host
            is_for_good = is_for_good and answer.status in _FOR_GOOD
        return unconfirmed("it leads on and on to other addresses", reached=True).outcome()

    async def _answer(self, address: Address) -> Answer:
        """Ask for the head of a page; for the page itself if the server does not know that question."""
        answer = await self._polite(address, "HEAD")
        # Many servers answer 403, 404 or 405 to HEAD for a page that they show. Who was asked
        # too often is not asked again.
        if (400 <= answer.status < 500 and answer.status != 429) or answer.status == 501:
            answer = await self._polite(address, "GET")
        return answer

    async def _polite(self, address: Address, method: str) -> Answer:
        host = self._hosts[address.host, address.port]
        async with host.lock:
            if host.failure:
                raise host.failure
            try:
                answer = await self._in_turn(host, address, method)
                wait = _wait(answer)
                if answer.status in _BUSY and 0 <= wait <= self._network.most_wait:
                    await asyncio.sleep(wait)
                    answer = await self._in_turn(host, address, method)
                if answer.status == 429:
                    raise unconfirmed(_REASONS[429], reached=True)
            except NoAnswerError as error:
                host.failure = error
                raise
        return answer

    async def _in_turn(self, host: _Host, address: Address, method: str) -> Answer:
        await asyncio.sleep(max(host.free_at - time.monotonic(), 0))
        # Only while asking, not while waiting for its turn: a host with many links would hold up all others.
        async with self._slots:
            try:
                return await ask(method, address, self._network, self._context)
            finally:
                host.free_at = time.monotonic() + self._network.pause


def _onward(here: str, answer: Answer) -> str:
    """Return where an answer leads; an empty text if it does not lead on."""
    if answer.status not in _REDIRECTS:
        return ""
    try:
        return urljoin(here, answer.headers["location"])
    except KeyError:
        return ""
    except ValueError:
        raise unconfirmed("it leads on to an address that no browser can read", reached=True) from None


def _outcome(status: int, moved_to: str) -> LinkOutcome:
    if status in (404, 410):
        return LinkOutcome(rules.DEAD_LINK.code, {"status": str(status)})
    if status >= 400:
        return unconfirmed(_REASONS.get(status, f"its server answers {status}"), reached=True).outcome()
    if moved_to:
        return LinkOutcome(rules.MOVED_LINK.code, {"new": moved_to})
    return LinkOutcome()


def _wait(answer: Answer) -> float:
    """Return how many seconds a server asks to wait (RFC 9110, 10.2.3); -1 if it does not say."""
    said = answer.headers.get("retry-after", "")
    if said.isdecimal():
        return float(said[:9])
    try:
        return max((parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds(), 0)
    except (TypeError, ValueError):  # a date without a zone, or no date
        return -1
