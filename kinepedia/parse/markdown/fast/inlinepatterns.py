"""Emphasis and links: those without anything of their kind within them are read at sight."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element

import markdown
from markdown import inlinepatterns as patterns

if TYPE_CHECKING:
    from markdown import Markdown

# Without brackets, quotation marks or angle brackets in it, the library's own count of
# brackets comes to the same end.
_LINK = re.compile(r"([^\[\]]*+)\]\(([^()<>'\"]*+)\)")

# Emphasis had other classes before 3.11.1, and other rules before 3.11.2.
_HAS_KNOWN_EMPHASIS = markdown.__version_info__ >= (3, 11, 2)
_Original: Any = getattr(patterns, "DelimiterProcessor", patterns.InlineProcessor)

_PATTERN = r"\*|_"
# Nothing between the two marks can begin or end emphasis, so that they belong together for the library, too.
_EMPHASIS = re.compile(r"(\*\*?)(?![\s*])([^*_]++)(?<!\s)\1(?!\*)")


class DelimiterProcessor(_Original):  # type: ignore[misc]  # there is none in older versions
    """Finds the end of plain emphasis between asterisks at sight."""

    def handleMatch(  # noqa: N802 - the name is the library's
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        """Return the element and where it stands, as the original does."""
        asterisk = self.delimiters.get("*")
        is_usual = self.pattern == _PATTERN and asterisk.tag_count == 2 and not asterisk.smart
        # With regions, it is in the middle of something that was found before.
        if is_usual and not self.regions and (plain := _EMPHASIS.match(data, m.start())):
            strong, emphasis = asterisk.tags
            element = Element(strong if len(plain[1]) == 2 else emphasis)
            element.text = plain[2]
            return element, plain.start(), plain.end()
        found: tuple[Element | None, int | None, int | None] = super().handleMatch(m, data)
        return found


class LinkInlineProcessor(patterns.LinkInlineProcessor):
    """Reads a link that has neither a title, nor brackets or quotation marks within it, at sight."""

    def handleMatch(  # type: ignore[override]  # noqa: N802 - the name is the library's
        self, m: re.Match[str], data: str
    ) -> tuple[Element | str | None, int | None, int | None]:
        """Return the element and where it stands, as the original does."""
        link = _LINK.match(data, m.end())
        if not link:
            return super().handleMatch(m, data)
        element = Element("a")
        element.text = link[1]
        element.set("href", self.unescape(link[2]).strip())
        return element, m.start(), link.end()


def register_patterns(md: Markdown) -> None:
    """Let links be read by the classes above, and emphasis if the library reads it by known rules."""
    md.inlinePatterns.register(LinkInlineProcessor(patterns.LINK_RE, md), "link", 160)
    if _HAS_KNOWN_EMPHASIS:
        processor = DelimiterProcessor("*", "strong,em", md)
        processor.add("_", "strong,em", smart=True)
        md.inlinePatterns.register(processor, "em_strong", 60)
