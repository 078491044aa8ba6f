"""Where the server listens, and whom it answers: browsers that asked for it by a name or address of its own.

A web page that rebinds its own name to this machine still sends that name as Host, and one of another site
that sends a form or a script request names itself as Origin. Neither gets an answer.
"""

from __future__ import annotations

import errno
import socket
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
        # The second question refuses what is no host at all, such as one with a path behind it.
        if port != self.port or parts.netloc != host or parts.username is not None:
            return False
        # Nothing stands for no name given, and a field without a host must not match it.
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


_MOST_PORTS = 20
_TAKEN = frozenset([errno.EADDRINUSE, errno.EACCES])  # Windows says the second one, too


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens on `port`, or on the next one that is free; 0 stands for any.

    Raises `OSError` if there is no such host, or no port is free.
    """
    family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    last = min(port + _MOST_PORTS, 65536) - 1 if port else 0
    for candidate in range(port, last + 1):
        try:
            return socket.create_server((str(address[0]), candidate), family=family)
        except OSError as error:
            if error.errno not in _TAKEN or candidate == last:
                raise
    raise OSError(errno.EADDRINUSE, "Address already in use")


def address_of(host: str, port: int) -> str:
    """Return what a browser on this machine opens."""
    if host in ("0.0.0.0", "::", ""):  # noqa: S104 - which stand for all of them
        host = "127.0.0.1" if host != "::" else "::1"
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def warning_for(host: str) -> str:
    """Return what to say of a host that others can reach; nothing for this machine itself."""
    if is_loopback(host):
        return ""
    return (
        f"Warning: whoever can reach this machine at {host} can read the site while it is served; "
        "without --host, only this machine can."
    )
