"""Finds out where a host is, and asks nobody who is not on the public internet."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from kinepedia.audit.elsewhere.outcome import NoAnswerError, refused, unconfirmed
from kinepedia.problems import rules

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

Endpoint: TypeAlias = tuple[str, int]
"""An IP address and a port."""

_PORTS = frozenset([80, 443])

# IPv6 addresses that stand for IPv4 ones, behind which anything may be: compatible and mapped ones
# (RFC 4291), NAT64 (RFC 6052 and 8215), Teredo (RFC 4380) and 6to4 (RFC 3056); and the former addresses of
# a site (RFC 3879).
_REFUSED = [
    ipaddress.IPv6Network(each)
    for each in (
        "::/96",
        "::ffff:0:0/96",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "2001::/32",
        "2002::/16",
        "fec0::/10",
    )
]


def is_public(ip: str) -> bool:
    """Tell whether an IP address belongs to one host on the public internet, as IANA's registries say."""
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:  # with a zone, which only a link-local address has
        return False
    if address.version == 6 and any(address in network for network in _REFUSED):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


async def endpoints_of(host: str, port: int) -> list[Endpoint]:
    """Return where to connect to a host.

    Raises `NoAnswerError` if there is no such host, or if any of its addresses is not public. Connections go
    to these addresses and nowhere else, whatever the name becomes the next time it is looked up. Nobody's
    links make this program knock on the doors of other services than those of the web.
    """
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError:  # a part of the name is too long
        raise NoAnswerError(rules.UNKNOWN_HOST, host=host) from None
    except socket.gaierror as error:
        if error.errno in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", None)):
            raise NoAnswerError(rules.UNKNOWN_HOST, host=host) from None
        raise unconfirmed(f'the address of the host "{host}" could not be looked up') from None
    ips = list(dict.fromkeys(str(each[4][0]) for each in found))
    for ip in ips:
        if not is_public(ip):
            where = "" if ip == host else f" ({ip})"
            raise refused(
                f'the host "{host}" is not on the public internet{where}',
                "link to a page that everybody can open, or take the link out",
            )
    if port not in _PORTS:
        reason = f"only the usual ports of the web are asked, and this is port {port}"
        raise unconfirmed(reason, reached=None)
    return [(ip, port) for ip in ips]


@dataclass(frozen=True, slots=True)
class Network:
    """How pages are asked for.

    `endpoints_of` finds a host. In seconds: the pause between two requests to a host, the patience with which
    an answer is awaited, and the longest wait for which a server may ask.
    """

    endpoints_of: Callable[[str, int], Awaitable[list[Endpoint]]] = endpoints_of
    pause: float = 0.5
    patience: float = 10
    most_wait: float = 10
