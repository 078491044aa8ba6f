"""Links as one page writes them: relative, so that the site works under any address."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from markupsafe import Markup, escape

from kinepedia.model.addresses import output_path, relative, sisters

if TYPE_CHECKING:
    from kinepedia.link.targets import LinkTarget
    from kinepedia.model.settings import Settings

NOT_FOUND = "404.html"
"""The page that a host shows at any address that does not exist, and whose links begin at the root."""

# The sanitizer writes every attribute in double quotes, so this cannot match inside another one.
_PLACEHOLDER = re.compile(
    r'(<(?:a|img)(?: [^\s=">]+="[^"]*")*?) (?:href|src)="kp:(\d+)"((?: [^\s=">]+="[^"]*")*)>'
)
_TEXT = re.compile(r"[^<]*")
_GIVEN_SIZE = re.compile(r' (width|height)="(\d{1,5})"')


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
        base = self._settings.base_url
        if not base:
            return None
        return base + _quoted(address)

    def body(self, html: str, targets: tuple[LinkTarget | None, ...]) -> Markup:
        """Return a piece of a body with every `kp:` placeholder exchanged for where it leads."""
        if "kp:" not in html:
            return Markup(html)  # noqa: S704 - sanitized by the parse stage
        return Markup("".join(self._pieces(html, targets)))  # noqa: S704 - see above

    def _pieces(self, html: str, targets: tuple[LinkTarget | None, ...]) -> list[str]:
        pieces = []
        end = 0
        for match in _PLACEHOLDER.finditer(html):
            pieces.append(html[end : match.start()])
            end = match.end()
            before, target, after = match[1], targets[int(match[2])], match[3]
            if target is None:
                alt = ' alt=""' if before.startswith("<img") and " alt=" not in before + after else ""
                pieces.append(f"{before}{alt}{after}>")
            elif before.startswith("<img"):
                has = before + after
                source = f' src="{escape(self.to(target.address))}"'
                alt = "" if " alt=" in has else ' alt=""'  # the author is told, once
                pieces.append(f'{before}{source}{alt}{_size(has, target)} loading="lazy"{after}>')
            elif target.external:
                mark = ' rel="external"' if target.address.startswith("http") else ""
                pieces.append(f'{before} href="{escape(target.address)}"{mark}{after}>')
            else:
                pieces.append(f'{before} href="{escape(self.to(target.address, target.anchor))}"{after}>')
                if target.title:
                    pieces.append(str(escape(target.title)))
                    end = _TEXT.match(html, end).end()  # type: ignore[union-attr]  # it matches the empty text
        pieces.append(html[end:])
        return pieces


_quoted = lru_cache(maxsize=65536)(quote)


def _size(attributes: str, target: LinkTarget) -> str:
    """Return the width and height of a picture as attributes, without those that its author gave."""
    given = {match[1]: int(match[2]) for match in _GIVEN_SIZE.finditer(attributes)}
    if not given:
        return f' width="{target.width}" height="{target.height}"'
    if "width" not in given and "height" in given:
        return f' width="{max(round(target.width * given["height"] / target.height), 1)}"'
    if "height" not in given and "width" in given:
        return f' height="{max(round(target.height * given["width"] / target.width), 1)}"'
    return ""
