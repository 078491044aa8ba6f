"""Takes the address of a page apart, as HTTP needs it, and refuses what should not be asked for."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from kinepedia.audit.elsewhere.outcome import refused

_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[A-Za-z0-9._-]{1,253}|[0-9A-Fa-f:.]+")
_KEPT = "/%:=&?~+!$,;'@()*[]|"  # characters of a path or a query that are no letters and stay as they are


class Address(NamedTuple):
    """A page elsewhere: its scheme, the name of its host in ASCII, the port, and what to ask the host for."""

    scheme: str
    host: str
    port: int
    target: str

    def __str__(self) -> str:
        return f"{self.scheme}://{self.host_header}{self.target}"

    @property
    def host_header(self) -> str:
        """The host as its server wants to be called: with its port, if that is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


def address_of(text: str) -> Address:
    """Take an address apart; its fragment is left out, which servers never see.

    Raises `NoAnswerError` for one that cannot or should not be asked for.
    """
    try:
        parts = urlsplit(text.strip())
        host, port = parts.hostname or "", parts.port
        if not host.isascii():
            host = host.encode("idna").decode("ascii")
    except ValueError:  # a UnicodeError is one, too
        host, port, parts = "", None, urlsplit("")
    if parts.scheme not in _PORTS or not _HOST.fullmatch(host):
        raise refused("no browser can read this address", "copy it anew from the page that it leads to")
    if parts.username is not None or parts.password is not None:
        raise refused(
            "it has the name of a user or a password in it, which everybody can read",
            "take out what stands before the @, and change the password if it is a real one",
        )
    query = f"?{_quoted(parts.query)}" if parts.query else ""
    target = _quoted(parts.path or "/") + query
    return Address(parts.scheme, host.lower(), port or _PORTS[parts.scheme], target)


def _quoted(text: str) -> str:
    return quote(text, safe=_KEPT, errors="surrogateescape")
