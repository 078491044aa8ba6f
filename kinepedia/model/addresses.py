"""Slugs, addresses of pages, and the relative links between them.

An address is what follows the site's root, without a leading slash: `exercises/pigeon-pose/` is a page,
`assets/style.css` a file, and the empty text is the home page.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote, urlsplit

_BASE_URL = re.compile(r"https?://[^\s/?#<>\"']+(?:/[^\s?#<>\"']*)?", re.IGNORECASE)
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_MOST_CHARACTERS = 80
_PART = re.compile(r"[\w~-][\w.~-]*")
_MOST_ADDRESS = 800  # characters; with its folder, macOS takes 1,024 bytes
_MOST_PART = 240  # bytes; all common file systems take 255

# Windows keeps these names for devices, whatever the suffix:
# https://learn.microsoft.com/windows/win32/fileio/naming-a-file
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))]
)


class Key(NamedTuple):
    """What identifies an entry: its collection and its slug."""

    collection: str
    slug: str

    def __str__(self) -> str:
        return f"{self.collection}/{self.slug}"


def is_base_url(text: str) -> bool:
    """Tell whether a text can be the address of a site: without a query and without a fragment."""
    try:
        urlsplit(text)
    except ValueError:  # such as a bracket that no IPv6 address closes
        return False
    return _BASE_URL.fullmatch(text) is not None


def is_device(name: str) -> bool:
    """Tell whether Windows would take a file of this name for a device."""
    return name.partition(".")[0].lower() in _DEVICES


def slug_problem(slug: str) -> str | None:
    """Return why `slug` cannot be part of an address, or None if it can."""
    if not slug:
        return "it is empty"
    if len(slug) > _MOST_CHARACTERS:
        return f"it is longer than {_MOST_CHARACTERS} characters"
    if is_device(slug):
        return "Windows reserves this name"
    if slug == "index":
        return 'an "index" is the page of its folder'
    if not _SLUG.fullmatch(slug):
        return "it may only have a to z, 0 to 9 and single hyphens between them"
    return None


def page_address(text: str) -> str:
    """Return the address of a page that an author wrote as `/contact/`, without its leading slash.

    Raises `ValueError` with what is expected instead if no page can have it.
    """
    expected = 'an address on this site, such as "/contact/" or "/contact.html"'
    parts = unicodedata.normalize("NFC", text).removeprefix("/").removesuffix("/").split("/")
    if text == "/":
        return ""
    if not text.startswith("/") or not all(map(_is_part, parts)):
        raise ValueError(expected)
    if len(text) > _MOST_ADDRESS or any(len(part.encode()) > _MOST_PART for part in parts):
        raise ValueError(f"at most {_MOST_ADDRESS} characters long, {_MOST_PART} bytes between two slashes")
    if text.endswith("/"):
        if parts[-1] == "index.html":
            raise ValueError(expected)
        return f"{'/'.join(parts)}/"
    if not parts[-1].endswith(".html") or parts[-1] in ("index.html", ".html"):
        raise ValueError(f'{expected}; it ends in "/" or ".html"')
    return "/".join(parts)


def _is_part(part: str) -> bool:
    return bool(_PART.fullmatch(part)) and not part.endswith(".") and not is_device(part)


def beside(page: str, name: str) -> str:
    """Return the address of a file that belongs to a page: in its folder, or named after it."""
    return page + name if page.endswith("/") or not page else f"{page.removesuffix('.html')}.{name}"


def slugify(text: str) -> str:
    """Return the slug nearest to `text`; it may be empty if there is nothing to make one from."""
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:_MOST_CHARACTERS].rstrip("-")


def output_path(address: str) -> str:
    """Return the file below the output folder that holds what stands at `address`."""
    return f"{address}index.html" if address == "" or address.endswith("/") else address


def fold(address: str) -> str:
    """Return a key that is equal for two addresses which some file system cannot tell apart."""
    path = output_path(address)
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def sisters(origin: str) -> tuple[str, str]:
    """Return a page that stands for all in the same folder as the page at `origin`, and what is its own.

    From both, the links to all addresses are the same that do not begin with the second, which is a folder.
    """
    folder, _, slug = origin.rpartition("/")[0].rpartition("/")
    if not slug:
        return origin, origin
    return (f"{folder}/*/", f"{folder}/{slug}") if folder else ("*/", slug)


@lru_cache(maxsize=65536)
def relative(origin: str, target: str, name_index: bool = False) -> str:  # noqa: FBT001, FBT002 - the cache is quicker so
    """Return the link from the page at `origin` to `target`, percent-encoded.

    `name_index` names `index.html` in links to pages, for sites that are read from a folder on disk.
    """
    here = _folders(origin)
    there = _folders(target)
    same = 0
    while same < len(here) and same < len(there) and here[same] == there[same]:
        same += 1
    steps = [*[".."] * (len(here) - same), *there[same:], _file(target, name_index=name_index)]
    return "/".join(steps) or "./"


@lru_cache(maxsize=65536)
def _folders(address: str) -> tuple[str, ...]:
    return tuple(quote(part) for part in address.split("/")[:-1])


def _file(address: str, *, name_index: bool) -> str:
    name = address.rpartition("/")[2]
    if name in ("", "index.html"):
        return "index.html" if name_index else ""
    return quote(name)
