"""Asks a server for one page, and reads nothing of its answer but the head (RFC 9112)."""

from __future__ import annotations

import asyncio
import re
import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kinepedia.audit.elsewhere.outcome import NoAnswerError, unconfirmed
from kinepedia.machine.version import __version__
from kinepedia.problems import rules

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kinepedia.audit.elsewhere.network import Address, Endpoint, Network

_USER_AGENT = f"Kinepedia/{__version__} (link check)"
_MOST_HEAD = 64 * 1024  # bytes
_MOST_ENDPOINTS = 3  # that are tried of one host
_STATUS = re.compile(rb"HTTP/1\.[01] ([1-5]\d\d)(?: |\r?\n)")

# OpenSSL's numbers of what can be wrong with a certificate (x509_vfy.h).
_CERTIFICATE_PROBLEMS = {
    9: "its certificate is not valid yet",
    10: "its certificate has expired",
    18: "it vouches for itself, with a certificate of its own making",
    19: "its certificate comes from nobody whom browsers trust",
    20: "nobody whom browsers trust can be found behind its certificate",
    21: "nobody whom browsers trust can be found behind its certificate",
    62: "its certificate is made out to another name",
    64: "its certificate is made out to another name",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """The head of an answer: the status, and the headers by their names in lower case."""

    status: int
    headers: Mapping[str, str]


async def ask(method: str, address: Address, network: Network, context: ssl.SSLContext) -> Answer:
    """Ask for a page. Raises `NoAnswerError` if there is no answer that can be understood."""
    try:
        async with asyncio.timeout(network.patience):
            endpoints = await network.endpoints_of(address.host, address.port)
            reader, writer = await _connected(endpoints[:_MOST_ENDPOINTS], address, network, context)
            try:
                writer.write(_request(method, address))
                return await _head(reader)
            finally:
                # Without reading what may follow: a page can be endless.
                writer.transport.abort()
    except TimeoutError:
        raise unconfirmed(f"its server did not answer within {network.patience:g} seconds") from None
    except ssl.SSLCertVerificationError as error:
        reason = _CERTIFICATE_PROBLEMS.get(error.verify_code, "its certificate is not in order")
        raise NoAnswerError(rules.BAD_CERTIFICATE, reached=True, host=address.host, reason=reason) from None
    except ssl.SSLError:
        raise unconfirmed("no secure connection to its server could be made", reached=True) from None
    except (OSError, EOFError) as error:
        said = (getattr(error, "strerror", None) or "the connection was lost").lower()
        raise unconfirmed(f"its server could not be reached: {said}") from None
    except ValueError:
        raise unconfirmed("its server does not speak HTTP as it should", reached=True) from None


async def _connected(
    endpoints: list[Endpoint], address: Address, network: Network, context: ssl.SSLContext
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Connect to the first of these endpoints that lets us; raise what the last one said if none does."""
    is_secure = address.scheme == "https"

    async def connect(ip: str, port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection(
            ip,
            port,
            limit=_MOST_HEAD,
            ssl=context if is_secure else None,
            # Connected by its address, it is still the name for which the certificate has to stand.
            server_hostname=address.host.rstrip(".") if is_secure else None,
        )

    *others, last = endpoints
    for ip, port in others:
        try:
            # A share of the whole patience for each, or a first address that never answers
            # would leave none for the second.
            async with asyncio.timeout(network.patience / len(endpoints)):
                return await connect(ip, port)
        # The server was reached, and that is its answer: another address would only hide it.
        except ssl.SSLError:
            raise
        except (OSError, TimeoutError):
            continue
    return await connect(*last)


def _request(method: str, address: Address) -> bytes:
    lines = (
        f"{method} {address.target} HTTP/1.1",
        f"Host: {address.host_header}",
        f"User-Agent: {_USER_AGENT}",
        "Accept: */*",
        "Connection: close",
    )
    # Address and host are quoted or checked: no line end of an author's can begin a header of its own.
    return "\r\n".join((*lines, "", "")).encode("ascii")


async def _head(reader: asyncio.StreamReader) -> Answer:
    """Read the head of the answer; heads that only say that it will come are passed over."""
    left = _MOST_HEAD
    while True:
        line = await reader.readline()
        match = _STATUS.match(line)
        if not match:
            raise ValueError("no status line") if line else EOFError
        headers: dict[str, str] = {}
        while line := (await reader.readline()).strip():
            left -= len(line)
            if left < 0:
                raise ValueError("too many headers")
            name, _, value = line.decode("utf-8", "surrogateescape").partition(":")
            headers.setdefault(name.strip().lower(), value.strip())
        status = int(match[1])
        if status >= 200:
            return Answer(status, headers)
