"""Removes from HTML what could run a script or break the page, and takes note of links and anchors.

The policy allows what a text needs: headings, lists, tables, figures, footnotes, ids and classes. It
allows no script, no style, no form, no frame, and no attribute that could hold one.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import nh3

from kinepedia.model.link_attributes import LINK_ATTRIBUTES, PLACEHOLDER, LinkKind
from kinepedia.parse.markdown.body import Link
from kinepedia.parse.markdown.tags import tags

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

# fmt: off
ALLOWED_TAGS = frozenset([
    *(tag for tag, _ in LINK_ATTRIBUTES),
    "a", "abbr", "aside", "b", "bdi", "bdo", "blockquote", "br", "caption", "cite", "code", "col", "colgroup",
    "dd", "del", "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4",
    "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "rp", "rt", "ruby", "s",
    "samp", "section", "small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot",
    "th", "thead", "time", "tr", "u", "ul", "var", "wbr",
])
# fmt: on

ALLOWED_SCHEMES = frozenset(["http", "https", "mailto", "tel"])

_ATTRIBUTES = {
    "*": {"class", "dir", "id", "lang", "title"},
    "a": {"hreflang"},
    "col": {"span"},
    "colgroup": {"span"},
    "details": {"open"},
    "div": {"aria-label", "role", "tabindex"},
    "img": {"alt", "height", "width"},
    "li": {"value"},
    "ol": {"reversed", "start", "type"},
    "td": {"colspan", "headers", "rowspan"},
    "th": {"abbr", "colspan", "headers", "rowspan", "scope"},
    "time": {"datetime"},
}
# From the one table, so that no address gets past `_filter` without a number.
for _tag, _attribute in LINK_ATTRIBUTES:
    _ATTRIBUTES.setdefault(_tag, set()).add(_attribute)

_LINKING = frozenset(attribute for _, attribute in LINK_ATTRIBUTES)

# The scheme that wiki links carry between the Markdown and this place; `:` marks one without a text.
WIKI = "wiki:"
WIKI_TITLED = "wiki-titled:"

_SCHEMES = {*ALLOWED_SCHEMES, PLACEHOLDER[:-1], WIKI[:-1], WIKI_TITLED[:-1]}
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
# URL Standard, 4.4: a browser takes these out before it reads an address.
_IGNORED = re.compile(r"^[\x00-\x20]+|[\t\n\r]+")
_HOST = re.compile(r"https?://[^\s/?#\\]", re.IGNORECASE)
# Most addresses are of this kind, which every browser can read: the host is a name in ASCII, and neither a
# number nor Punycode, in which two hyphens follow one another.
_PLAIN_ADDRESS = re.compile(r"https?://(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]+(?:[/?#][!-~]*)?")
_PIXELS = re.compile(r"[1-9][0-9]{0,4}")

_judge = nh3.Cleaner(tags={"a"}, attributes={"a": {"href"}}, url_schemes=set(ALLOWED_SCHEMES), link_rel=None)


class Sanitizer:
    """Sanitizes the pieces of one body after the other and collects their links and anchors."""

    def __init__(self, added: Mapping[str, Collection[str]] | None = None) -> None:
        """Take the elements, with their attributes, that are let through besides those of every text."""
        self._tags = ALLOWED_TAGS | {*(added or {})}
        attributes = {tag: {*names} for tag, names in _ATTRIBUTES.items()}
        for tag, names in (added or {}).items():
            attributes.setdefault(tag, set()).update(names)
        self.links: list[Link] = []
        self.anchors: list[str] = []
        self._cleaner = nh3.Cleaner(
            tags=set(self._tags),
            attributes=attributes,
            attribute_filter=self._filter,
            url_schemes=_SCHEMES,
            link_rel=None,
        )

    def reset(self) -> None:
        """Forget the links and anchors of the last body."""
        self.links = []
        self.anchors = []

    def clean(self, markup: str) -> str:
        """Return `markup` without what the policy forbids, addresses exchanged for `kp:` and a number."""
        return self._cleaner.clean(markup) if markup else ""

    def _filter(self, tag: str, attribute: str, value: str) -> str | None:
        # The library asks for the attributes of elements, too, that it then
        # removes: their ids are on no page.
        if tag not in self._tags:
            return None
        if kind := LINK_ATTRIBUTES.get((tag, attribute)):
            self.links.append(_link(kind, value))
            # Whatever the author wrote, no address is left in the HTML: one that says "kp:3"
            # itself gets a number as well.
            return f"{PLACEHOLDER}{len(self.links) - 1}"
        # `plan.links` reckons with these, and takes for granted that they are whole numbers above 0.
        if attribute in ("width", "height") and not _PIXELS.fullmatch(value):
            return None
        if attribute == "id":
            if value.split() != [value]:  # it is empty or has a space
                return None
            self.anchors.append(value)
        return value


def scheme(address: str) -> str | None:
    """Return the scheme of an address in lower case, as a browser reads it, or None if it has none."""
    match = _SCHEME.match(_IGNORED.sub("", address))
    return match[1].lower() if match else None


def address_problem(address: str) -> str | None:
    """Return what to do about an address elsewhere that leads nowhere, or None if it is in order."""
    name = scheme(address)
    if name in ("http", "https") and not _HOST.match(_IGNORED.sub("", address)):
        return f'write "{name}://" and then the name of a host, such as {name}://example.org/'
    if name in ("mailto", "tel") and not address.partition(":")[2].strip():
        return f'write an address after "{name}:"'
    if name in ALLOWED_SCHEMES and "href" not in _judge.clean(f'<a href="{html.escape(address)}">x</a>'):
        return "no browser can read this address; copy it anew from the page that it leads to"
    return None


def is_faulty(address: str) -> bool:
    """Tell whether an address is unsafe, or leads nowhere by itself."""
    if _PLAIN_ADDRESS.fullmatch(address):
        return False
    name = scheme(address)
    return name is not None and (name not in ALLOWED_SCHEMES or address_problem(address) is not None)


def forbidden_tags(raw_html: str, added: Collection[str] = ()) -> list[str]:
    """Return the names of the elements in a piece of raw HTML that the policy removes.

    `added` are those that are let through besides those of every text.
    """
    names = (tag.name for tag in tags(raw_html) if tag.name and not tag.closing)
    return [name for name in names if name not in ALLOWED_TAGS and name not in added]


def addresses(raw_html: str) -> list[str]:
    """Return the addresses in a piece of raw HTML, as they are written.

    Those on elements that may have none are among them: a parser may make another element of one, as of
    `<image>`, and an author who wrote an address wants to hear of it.
    """
    found = (attribute for tag in tags(raw_html) if not tag.closing for attribute in tag.attributes)
    return [value for name, value in found if name in _LINKING]


def forbidden_attributes(raw_html: str) -> list[str]:
    """Return the names of the styles and event handlers in a piece of raw HTML, which the policy removes."""
    found = (name for tag in tags(raw_html) if not tag.closing for name, _ in tag.attributes)
    return [name for name in found if name == "style" or name.startswith("on")]


def _link(kind: LinkKind, value: str) -> Link:
    if kind == "picture":  # one whose author wrote the scheme of wiki links is reported
        return Link(value, picture=True)
    if value.startswith(WIKI):
        return Link(value.removeprefix(WIKI), wiki=True)
    if value.startswith(WIKI_TITLED):
        return Link(value.removeprefix(WIKI_TITLED), wiki=True, titled=True)
    return Link(value)
