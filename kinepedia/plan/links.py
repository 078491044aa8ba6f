"""Links as one page writes them: relative, so that the site works under any address."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from markupsafe import Markup, escape

from kinepedia.model.addresses import output_path, relative, sisters
from kinepedia.model.link_attributes import LINK_ATTRIBUTES, PLACEHOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kinepedia.link.targets import LinkTarget
    from kinepedia.model.settings import Settings

NOT_FOUND = "404.html"
"""The page that a host shows at any address that does not exist, and whose links begin at the root."""

# The sanitizer writes every attribute in double quotes, so these cannot match inside another one.
_ATTRIBUTE = re.compile(r' ([^\s=">]+)="([^"]*)"')
# A whole tag, because what an attribute becomes depends on others of its tag, as the size of a picture does.
_LINKING = re.compile(
    r'<({tags})((?:{any})*? (?:{names})="{mark}\d+"(?:{any})*)>'.format(
        tags="|".join(dict.fromkeys(tag for tag, _ in LINK_ATTRIBUTES)),
        names="|".join(dict.fromkeys(name for _, name in LINK_ATTRIBUTES)),
        any=r' [^\s=">]+="[^"]*"',
        mark=PLACEHOLDER,
    )
)
_TEXT = re.compile(r"[^<]*")


class Linker:
    """Makes the links of the page at `origin`."""

    __slots__ = ("_folder", "_name_index", "_own", "_settings", "origin")

    def __init__(self, origin: str, settings: Settings) -> None:
        self.origin = origin
        self._settings = settings
        self._name_index = settings.url_style == "file"
        self._folder, self._own = sisters(origin)

    def to(self, address: str, anchor: str = "") -> str:
        """Return the link from this page to an address of the site."""
        fragment = f"#{quote(anchor, safe=':~!$&()*+,;=@/?-._')}" if anchor else ""
        if fragment and address == self.origin:
            return fragment
        # Before all else: a host shows this page at addresses of any depth, from
        # where no relative link would fit.
        if self.origin == NOT_FOUND:
            root = urlsplit(self._settings.base_url or "/").path
            return root + quote(output_path(address) if self._name_index else address) + fragment
        # Most links are the same from all pages of this folder, and so are remembered for all of them.
        origin = self.origin if address.startswith(self._own) else self._folder
        return relative(origin, address, self._name_index) + fragment

    def canonical(self) -> str | None:
        """Return the absolute address of this page, if the site has a base URL."""
        return None if self.origin == NOT_FOUND else self.absolute(self.origin)

    def absolute(self, address: str) -> str | None:
        """Return the absolute address of something on the site, if the site has a base URL."""
        # It ends in a slash, as the settings make sure.
        base = self._settings.base_url
        if not base:
            return None
        return base + _quoted(address)

    def body(self, html: str, targets: tuple[LinkTarget | None, ...]) -> Markup:
        """Return a piece of a body with every placeholder exchanged for where it leads."""
        if PLACEHOLDER not in html:
            return Markup(html)  # noqa: S704 - sanitized by the parse stage
        return Markup("".join(self._pieces(html, targets)))  # noqa: S704 - see above

    def _pieces(self, html: str, targets: tuple[LinkTarget | None, ...]) -> Iterator[str]:
        end = 0
        for match in _LINKING.finditer(html):
            yield html[end : match.start()]
            end = match.end()
            tag, title = match[1], ""
            # No attribute comes twice: the sanitizer's parser keeps the first, as a browser does.
            attributes = dict(_ATTRIBUTE.findall(match[2]))
            yield f"<{tag}"
            for name, value in attributes.items():
                if (tag, name) in LINK_ATTRIBUTES and value.startswith(PLACEHOLDER):
                    # There is one for each: the sanitizer numbers links in the order in which it returns
                    # them, and linking keeps that.
                    target = targets[int(value.removeprefix(PLACEHOLDER))]
                    yield from self._leading(tag, name, target, attributes)
                    title = target.title if target and tag == "a" else ""
                else:
                    yield f' {name}="{value}"'
            yield ">"
            if title:
                yield str(escape(title))
                # The text of such a link is a stand-in (`_WikiLinks`) without markup, which
                # ends where the next tag begins.
                end = _TEXT.match(html, end).end()  # type: ignore[union-attr]  # it matches the empty text
        yield html[end:]

    def _leading(
        self, tag: str, name: str, target: LinkTarget | None, given: Mapping[str, str]
    ) -> Iterator[str]:
        """Yield the attribute that leads to a target, and what goes with it; `given` are the tag's own."""
        if target and target.external:
            yield f' {name}="{escape(target.address)}"'
            if tag == "a" and target.address.startswith("http"):
                yield ' rel="external"'
        elif target:
            yield f' {name}="{escape(self.to(target.address, target.anchor))}"'
        if tag == "img":
            if "alt" not in given:
                yield ' alt=""'  # the author is told, once
            if target:
                yield f'{_size(given, target)} loading="lazy"'


_quoted = lru_cache(maxsize=65536)(quote)


def _size(given: Mapping[str, str], target: LinkTarget) -> str:
    """Return the width and height of a picture as attributes, without those that its author gave."""
    if "width" in given and "height" in given:
        return ""
    if "height" in given:
        # The sanitizer lets only whole numbers of pixels through, and no picture
        # without a height can be linked.
        return f' width="{max(round(target.width * int(given["height"]) / target.height), 1)}"'
    if "width" in given:
        return f' height="{max(round(target.height * int(given["width"]) / target.width), 1)}"'
    return f' width="{target.width}" height="{target.height}"'
