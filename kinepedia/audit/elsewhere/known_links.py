"""Keeps what became of links in the cache, as JSON, so that nobody is asked the same thing every time."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from kinepedia.audit.elsewhere.outcome import RULES, LinkOutcome
from kinepedia.cache.folder import check_cache, make_cache
from kinepedia.machine.exceptions import RefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_FILE = "outside-links.json"
_VERSION = 1
_WEEK = 7 * 24 * 60 * 60
_HOUR = 60 * 60
_LASTING = frozenset(["", "moved-link"])

KnownLinks = dict[str, tuple[float, LinkOutcome]]
"""What became of links, by their addresses, and when they were asked for, in seconds since 1970."""


def load(cache: Path, now: float) -> KnownLinks:
    """Return what is still worth believing: a page that is there for a week, anything else for an hour."""
    try:
        data = json.loads((cache / _FILE).read_text("utf-8"))
        if data["version"] != _VERSION:
            return {}
        known = {link: _entry(kept) for link, kept in data["links"].items()}
    except (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return {}
    return {
        link: (asked, outcome)
        for link, (asked, outcome) in known.items()
        if 0 <= now - asked < (_WEEK if outcome.code in _LASTING else _HOUR)
    }


def save(cache: Path, known: Mapping[str, tuple[float, LinkOutcome]]) -> None:
    """Keep what is known. A cache that cannot be written costs the next check time, and nothing else."""
    links = {
        link: {"asked": asked, "code": outcome.code, "facts": dict(outcome.facts)}
        for link, (asked, outcome) in sorted(known.items())
        if outcome.reached is not None  # some of these have passwords in them
    }
    text = json.dumps({"version": _VERSION, "links": links}, indent=1)
    with suppress(OSError, RefusedError):
        check_cache(cache)
        make_cache(cache)
        new = cache / f"{_FILE}-{uuid4().hex}"
        try:
            new.write_text(text, "utf-8")
            new.replace(cache / _FILE)
        finally:
            new.unlink(missing_ok=True)


def _entry(kept: Any) -> tuple[float, LinkOutcome]:
    """Return one entry of the file; raise `ValueError` or what else comes if it is not as we wrote it."""
    asked, code, facts = kept["asked"], kept["code"], kept["facts"]
    if code:
        # Tried here, so that a file that somebody has edited fails while it is read and
        # not in the middle of a report.
        RULES[code].message.format(target="", **facts)
        RULES[code].hint.format(target="", **facts)
    if not isinstance(asked, int | float) or not all(isinstance(fact, str) for fact in facts.values()):
        raise ValueError("not as it was written")
    return asked, LinkOutcome(code, facts)
