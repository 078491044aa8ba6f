"""Blocks: each is offered only to the processors that could take it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import SubElement

from markdown import blockparser
from markdown import blockprocessors as processors
from markdown.extensions.abbr import AbbrBlockprocessor
from markdown.extensions.admonition import AdmonitionProcessor
from markdown.extensions.def_list import DefListIndentProcessor, DefListProcessor
from markdown.extensions.footnotes import FootnoteBlockProcessor
from markdown.extensions.sane_lists import SaneOListProcessor, SaneUListProcessor
from markdown.extensions.tables import TableProcessor

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree.ElementTree import Element, ElementTree

    from markdown import Markdown

_INDENT = "    "
_ANY = None

# With one of these signs, a line begins in every block that the processor takes, spaces aside. Further signs
# are "0" for any digit, a line break for an empty line, a space for a block that is indented, and a bar
# wherever it stands.
_SIGNS: dict[type[Any], str | None] = {
    AdmonitionProcessor: "! ",
    processors.EmptyBlockProcessor: "\n",
    processors.ListIndentProcessor: " ",
    DefListIndentProcessor: " ",
    processors.CodeBlockProcessor: " ",
    TableProcessor: "|",
    processors.HashHeaderProcessor: "#",
    processors.SetextHeaderProcessor: "=-",
    processors.HRProcessor: "-_*",
    processors.OListProcessor: "0",
    SaneOListProcessor: "0",
    processors.UListProcessor: "*-+",
    SaneUListProcessor: "*-+",
    DefListProcessor: ":",
    processors.BlockQuoteProcessor: ">",
    FootnoteBlockProcessor: "[",
    AbbrBlockprocessor: "*",
    processors.ReferenceProcessor: "[",
    processors.ParagraphProcessor: _ANY,
}


class BlockParser(blockparser.BlockParser):
    """Parses blocks with the same processors in the same order, but skips those that could not take one.

    If there is a processor that is neither the library's own nor has an attribute `signs`, as above, none is
    skipped.
    """

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self._processors: list[processors.BlockProcessor] = []
        self._takers: dict[str, list[processors.BlockProcessor]] = {}

    def parseDocument(self, lines: Iterable[str]) -> ElementTree:  # noqa: N802 - the name is the library's
        """Parse a document as the original does."""
        self._look_at_processors()
        return super().parseDocument(lines)

    def parseBlocks(self, parent: Element, blocks: list[str]) -> None:  # noqa: N802 - as above
        """Parse blocks as the original does."""
        if not self._processors:
            self._look_at_processors()
        while blocks:
            signs = _signs_of(blocks[0])
            takers = self._takers.get(signs)
            if takers is None:
                takers = self._takers[signs] = self._takers_of(signs)
            for processor in takers:
                if processor.test(parent, blocks[0]) and processor.run(parent, blocks) is not False:
                    break

    def _look_at_processors(self) -> None:
        registered = list(self.blockprocessors)
        # The same few signs come again in every document, but a line can begin with anything.
        if registered != self._processors or len(self._takers) > 1000:
            self._processors = registered
            self._takers = {}

    def _takers_of(self, signs: str) -> list[processors.BlockProcessor]:
        takers = []
        for processor in self._processors:
            if type(processor) in _SIGNS:
                wanted = _SIGNS[type(processor)]
            elif hasattr(processor, "signs"):
                wanted = processor.signs
            else:
                # One that nobody knows may take anything, and then those after it must be
                # asked as ever: none is left out.
                return self._processors
            if wanted is _ANY or any(sign in wanted for sign in signs):
                takers.append(processor)
        return takers


class HashHeaderProcessor(processors.HashHeaderProcessor):
    """Reads a heading that is a single line, without backslashes or further hashes, at sight."""

    signs = "#"

    def test(self, parent: Element, block: str) -> bool:
        """Return what the original does."""
        return _is_heading(block) or super().test(parent, block)

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Add the heading, as the original does."""
        if not _is_heading(blocks[0]):
            super().run(parent, blocks)
            return
        block = blocks.pop(0)
        text = block.lstrip("#")
        SubElement(parent, f"h{len(block) - len(text)}").text = text.strip()


class HRProcessor(processors.HRProcessor):
    """Looks for a rule only in a block with a line that ends like one."""

    signs = "-_*"

    def test(self, parent: Element, block: str) -> bool:
        """Return what the original does."""
        # A rule is a line of nothing but one of these and spaces, wherever it stands in the block.
        ends = [line.rstrip(" ")[-1:] for line in block.split("\n")]
        return ("-" in ends or "_" in ends or "*" in ends) and super().test(parent, block)


def _is_heading(block: str) -> bool:
    text = block.lstrip("#")
    # With nothing in it that can end a heading or hide a hash, the library's pattern
    # takes the line as a whole, too.
    return 0 < len(block) - len(text) <= 6 and not ("\n" in text or "\\" in text or "#" in text)


def _signs_of(block: str) -> str:
    if "\n" not in block:
        # No sign is a letter, and a block of one line can be no table. Most blocks end here.
        if block[:1].isalpha():
            return ""
        return _sign(block) + (" " if block.startswith(_INDENT) else "")
    signs = {_sign(line) for line in block.split("\n")}
    if "|" in block:
        signs.add("|")
    if block.startswith(_INDENT):
        signs.add(" ")
    return "".join(sorted(signs))


def _sign(line: str) -> str:
    first = line.lstrip(" ")[:1]
    if first.isalpha():
        return ""
    return "0" if first.isdecimal() else first or "\n"
