"""Old addresses of a site, as an author writes them and as browsers send them.

An old address is kept like any other: without its leading slash, decoded, in NFC. Only what would mean
something else if it were decoded stays encoded: `%2F` in a path is no slash, `%26` in a query divides
nothing. So each address has one form, and `?` begins a query wherever it stands.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

from kinepedia.model.addresses import is_device

_MOST_ADDRESS = 800  # characters, percent-encoded; Cloudflare takes 1,000 in a line with the new address
_MOST_IN_PATH = 800  # bytes; with its folder, macOS takes 1,024
_MOST_IN_PART = 240  # bytes; all common file systems take 255

_ENCODED = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_BROKEN = re.compile(r"%(?![0-9A-Fa-f]{2})")
_HOST = re.compile(r"(?:https?:)?//[^/?#]*", re.IGNORECASE)
_KEPT_IN_PATH = "/?#%"
_KEPT_IN_QUERY = "&=+#%"
_DIVIDERS = re.compile(r"([/?&=+%])")

# What browsers leave alone, in a path and in a query: https://url.spec.whatwg.org/#percent-encoded-bytes
_SENT_IN_PATH = "/!$&'()*+,;=:@[]|%"
_SENT_IN_QUERY = "/?!$&()*+,;=:@[]|{}^`%"

# https://learn.microsoft.com/windows/win32/fileio/naming-a-file, and what hosts refuse in names of files.
_NOT_IN_FILES = re.compile(r'[<>:"|?*#%]')
_PAGES = (".html", ".htm")


def read_old_address(text: str) -> str:
    """Return an old address of the site as it is kept.

    Raises `ValueError` with what is expected instead if it cannot be one.
    """
    if host := _HOST.match(text):
        rest = text[host.end() :].removeprefix("/")
        raise ValueError(f'only what follows the host: "/{rest}"')
    if not text.startswith("/"):
        raise ValueError('an address on this site, such as "/stretches/old-name/" or "/?p=123"')
    if "#" in text:
        raise ValueError(
            'an address without "#", which no browser sends to the host; write %23 if it is part of a name'
        )
    if _BROKEN.search(text):
        raise ValueError('an address with two hexadecimal digits after each "%"; write %25 for a "%" itself')
    path, _, query = text.removeprefix("/").partition("?")
    path, query = _decoded(path, _KEPT_IN_PATH), _decoded(query, _KEPT_IN_QUERY)
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in path + query):
        raise ValueError("an address without control characters")
    if "\\" in path + query:
        raise ValueError('an address without "\\", which browsers send as "/"')
    parts = path.removesuffix("/").split("/")
    if "." in parts or ".." in parts:
        raise ValueError('an address without "." and "..", which browsers resolve before they ask for it')
    if "" in parts and path:
        raise ValueError("an address without two slashes in a row")
    if path and not path.endswith("/") and "." not in parts[-1]:
        path += "/"
    address = f"{path}?{query}" if query else path
    if len(as_sent(address)) >= _MOST_ADDRESS:
        raise ValueError(f"at most {_MOST_ADDRESS} characters long, percent-encoded")
    return address


def _decoded(text: str, kept: str) -> str:
    """Return a text without percent-encoding, but for the characters that are kept."""

    def decode(match: re.Match[str]) -> str:
        plain = bytes.fromhex(match[0].replace("%", "")).decode()
        return "".join(f"%{ord(each):02X}" if each in kept else each for each in plain)

    try:
        decoded = _ENCODED.sub(decode, text)
    except UnicodeDecodeError:
        raise ValueError(
            "an address in UTF-8, in which %C3%9C stands for \N{LATIN CAPITAL LETTER U WITH DIAERESIS}"
        ) from None
    # Piece by piece: a mark behind "=" would make another character of it.
    return "".join(unicodedata.normalize("NFC", piece) for piece in _DIVIDERS.split(decoded))


def has_page(address: str) -> bool:
    """Tell whether a page can stand at an old address, so that any host answers it."""
    if "?" in address:
        return False
    parts = address.removesuffix("/").split("/")
    is_page = address.endswith("/") or parts[-1].lower().endswith(_PAGES)
    return is_page and len(address.encode()) <= _MOST_IN_PATH and all(map(_is_name, parts))


def _is_name(part: str) -> bool:
    """Tell whether every file system and every host takes a part of an address as the name of a file."""
    # Windows reads a superscript digit as the digit, and looks for a device before the first dot.
    stem = unicodedata.normalize("NFKC", part).partition(".")[0].strip()
    return not (
        _NOT_IN_FILES.search(part)
        or part.startswith((".", " "))
        or part.endswith((".", " "))
        or is_device(stem)
        or len(part.encode()) > _MOST_IN_PART
        or any(each != " " and unicodedata.category(each).startswith("Z") for each in part)
    )


def as_sent(address: str) -> str:
    """Return an old address as browsers send it, without its leading slash: percent-encoded."""
    path, mark, query = address.partition("?")
    return quote(path, safe=_SENT_IN_PATH) + mark + quote(query, safe=_SENT_IN_QUERY)


def spellings(address: str) -> tuple[str, ...]:
    """Return an old address in all the ways in which it is commonly asked for, percent-encoded.

    Forms, and programs that pass links on, encode more than browsers have to, and whoever types an address
    leaves out its last slash, where that does not make it the address of a file.
    """
    path, mark, query = address.partition("?")
    is_folder = path.endswith("/") and "." not in path.split("/")[-2]
    paths = [path, path.removesuffix("/")] if is_folder else [path]
    sent = [as_sent(each + mark + query) for each in paths]
    strict = [quote(each, safe="/%") + mark + quote(query, safe="&=+%") for each in paths]
    return tuple(dict.fromkeys(sent + strict))


def claim(address: str) -> str:
    """Return a key that is equal for two old addresses between which a server may not tell."""
    # nginx compares them without regard to case, as do Windows and macOS with files.
    return unicodedata.normalize("NFC", address.casefold())
