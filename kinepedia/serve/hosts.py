"""Whom the server answers: browsers that asked for it by a name or address of its own.

A web page that rebinds its own name to this machine still sends that name as Host, and one of another site
that sends a form or a script request names itself as Origin. Neither gets an answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

_LOCAL = frozenset(["localhost", "127.0.0.1", "::1"])


@dataclass(frozen=True, slots=True)
class Hosts:
    """The port at which the server is, and the host that the author gave, if any."""

    port: int
    given: str = ""

    def allow(self, host: str, reached_at: str) -> bool:
        """Tell whether a Host field may be answered; `reached_at` is our end of the connection.

        That address is always right: only names can be rebound.
        """
        try:
            parts = urlsplit(f"//{host}")
            name, port = parts.hostname or "", 80 if parts.port is None else parts.port
        except ValueError:  # a port that is no number, a bracket that nothing closes
            return False
        if port != self.port or parts.netloc != host or parts.username is not None:
            return False
        return name in {*_LOCAL, self.given.lower(), _plain(reached_at)} - {""}

    def allow_origin(self, origin: str, reached_at: str) -> bool:
        """Tell whether a request with this Origin field comes from one of our own pages."""
        scheme, _, host = origin.partition("://")
        return scheme == "http" and self.allow(host, reached_at)


def is_loopback(host: str) -> bool:
    """Tell whether only programs on this machine can reach an address or a name."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _plain(address: str) -> str:
    """Return an address without its zone, and an IPv4 address as such when it came through IPv6."""
    return address.partition("%")[0].removeprefix("::ffff:").lower()
