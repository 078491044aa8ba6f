"""Lines of source: what only passes would find unchanged is passed on as it is."""

from __future__ import annotations

from markdown import preprocessors
from markdown.extensions.fenced_code import FencedBlockPreprocessor

_UNCLEAN = ("\x02", "\x03", "\r", "\t", " \n")


class NormalizeWhitespace(preprocessors.NormalizeWhitespace):
    """Cleans only a text that has control characters, tabs or spaces at the end of a line."""

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines as the original does."""
        source = "\n".join([*lines, ""])
        if any(character in source for character in _UNCLEAN):
            return super().run(lines)
        # The library ends a text with two line breaks before it splits it.
        return [*lines, "", ""]


class HtmlBlockPreprocessor(preprocessors.HtmlBlockPreprocessor):
    """Parses only a text that has a tag or an entity."""

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines as the original does."""
        source = "\n".join(lines)
        # Nothing else means anything to an HTML parser: it would put the same lines together again.
        return super().run(lines) if "<" in source or "&" in source else lines


class FencedCodePreprocessor(FencedBlockPreprocessor):
    """Looks for fenced code only in a text that has a fence."""

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines as the original does."""
        source = "\n".join(lines)
        return super().run(lines) if "```" in source or "~~~" in source else lines
