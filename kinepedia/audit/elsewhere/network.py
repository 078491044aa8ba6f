"""Takes the address of a page apart, and finds its host; asks nobody who is not on the public internet."""

from __future__ import annotations

import asyncio
import ipaddress
import re
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias
from urllib.parse import quote, urlsplit

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
    # Python takes some of these for global, and so would let them lead into the network at home.
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
    # All of them: a name with one public and one private address is refused, whichever would be taken.
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


_USUAL_PORTS = {"http": 80, "https": 443}
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
        return host if self.port == _USUAL_PORTS[self.scheme] else f"{host}:{self.port}"


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
    # Only what can stand in a header and in a look-up: no space, no line end, no control character.
    if parts.scheme not in _USUAL_PORTS or not _HOST.fullmatch(host):
        raise refused("no browser can read this address", "copy it anew from the page that it leads to")
    if parts.username is not None or parts.password is not None:
        raise refused(
            "it has the name of a user or a password in it, which everybody can read",
            "take out what stands before the @, and change the password if it is a real one",
        )
    query = f"?{_quoted(parts.query)}" if parts.query else ""
    target = _quoted(parts.path or "/") + query
    return Address(parts.scheme, host.lower(), port or _USUAL_PORTS[parts.scheme], target)


def _quoted(text: str) -> str:
    return quote(text, safe=_KEPT, errors="surrogateescape")
