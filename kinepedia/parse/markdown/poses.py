"""Fenced blocks of poses, in whose places figures will stand.

They are taken from what the library's own fenced code has found, so that a block of poses is exactly what
would be a block of code.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown.preprocessors import Preprocessor
from markdown.util import HTML_PLACEHOLDER_RE

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from markdown import Markdown


_PLACEHOLDER = "\x02kp-pose-{}\x03"
PLACEHOLDER = re.compile(r"(?<=>)\x02kp-pose-(\d{1,6})\x03(?=</figure>)")
"""The mark in whose place a figure will stand, with the number of its block.

Authors cannot write it: the control characters are Python-Markdown's own and taken out of every text, and a
reference to one is an error.
"""

LOST_PLACEHOLDER = re.compile(r"\x02kp-pose-\d+\x03")
"""A mark anywhere, such as in an element of the author's own in which no figure can stand."""

_LANGUAGE = '<code class="language-pose"'
_CODE = re.compile(rf'<pre( id="[^"]*")?(?: class="([^"]*)")?>{_LANGUAGE}([^>]*)>.*</code></pre>', re.DOTALL)


class PoseBlocks(Preprocessor):
    """Puts marks in the places of blocks of poses, and takes note of where these stood.

    It comes right after fenced code, when nothing else has been stashed yet, and every block of code is a
    line of its own.
    """

    def __init__(self, found: list[tuple[int, int]], md: Markdown) -> None:
        """Take the list to which the line and the height of each block are added."""
        super().__init__(md)
        self._found = found

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines as they are."""
        blocks = self.md.htmlStash.rawHtmlBlocks
        if any(_LANGUAGE in str(block) for block in blocks):
            self._exchange(lines, blocks)
        return lines

    def _exchange(self, lines: list[str], blocks: list[str | Element]) -> None:
        lost = 0  # lines that the blocks up to here have lost
        for number, line in enumerate(lines):
            match = HTML_PLACEHOLDER_RE.fullmatch(line)
            if not match:
                continue
            code = str(blocks[int(match[1])])
            height = code.count("\n")
            if found := _CODE.fullmatch(code):
                anchor, classes, others = found.groups(default="")
                placeholder = _PLACEHOLDER.format(len(self._found))
                attributes = f'{anchor} class="{f"pose {classes}".rstrip()}"{others}'
                blocks[int(match[1])] = f"<figure{attributes}>{placeholder}</figure>"
                self._found.append((number + lost, height))
            # An empty line, the placeholder and another empty line stand for two fences and what was between.
            lost += height - 1
