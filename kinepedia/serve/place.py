"""Where the server is: a socket on a free port, and the address that a browser opens."""

from __future__ import annotations

import errno
import socket

from kinepedia.serve.hosts import is_loopback

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
