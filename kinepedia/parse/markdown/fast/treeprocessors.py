"""The tree: inline syntax is looked for only where its characters are, and no pass walks for nothing."""

from __future__ import annotations

import re
from collections import deque
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.etree.ElementTree import Element

import markdown
from markdown import inlinepatterns as patterns
from markdown import treeprocessors
from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.extensions.footnotes import FootnoteInlineProcessor
from markdown.util import INLINE_PLACEHOLDER_PREFIX, INLINE_PLACEHOLDER_RE, STX, AtomicString

from kinepedia.parse.markdown.fast.inlinepatterns import DelimiterProcessor, LinkInlineProcessor
from kinepedia.parse.markdown.fast.util import Answers

if TYPE_CHECKING:
    from markdown import Markdown

# By class and regular expression, because extensions use these classes with expressions of their own: one of
# these strings is in every text that the pattern changes. Emphasis had three classes before 3.11.1.
_NEEDS: dict[tuple[Any, str | None], tuple[str, ...]] = {
    (patterns.BacktickInlineProcessor, patterns.BACKTICK_RE): ("`",),
    (patterns.EscapeInlineProcessor, patterns.ESCAPE_RE): ("\\",),
    (FootnoteInlineProcessor, r"\[\^([^\]]*)\]"): ("[^",),
    (patterns.LinkInlineProcessor, patterns.LINK_RE): ("](",),
    (LinkInlineProcessor, patterns.LINK_RE): ("](",),
    (patterns.ImageInlineProcessor, patterns.IMAGE_LINK_RE): ("](",),
    (patterns.AutolinkInlineProcessor, patterns.AUTOLINK_RE): ("<",),
    (patterns.AutomailInlineProcessor, patterns.AUTOMAIL_RE): ("<",),
    (patterns.SubstituteTagInlineProcessor, patterns.LINE_BREAK_RE): ("  \n",),
    (patterns.HtmlInlineProcessor, patterns.HTML_RE): ("<",),
    (patterns.HtmlInlineProcessor, patterns.ENTITY_RE): ("&",),
    (patterns.SimpleTextInlineProcessor, getattr(patterns, "NOT_STRONG_RE", None)): ("*", "_"),
    (getattr(patterns, "AsteriskProcessor", None), r"\*"): ("*",),
    (getattr(patterns, "UnderscoreProcessor", None), "_"): ("_",),
    (getattr(patterns, "DelimiterProcessor", None), r"\*|_"): ("*", "_"),
    (DelimiterProcessor, r"\*|_"): ("*", "_"),
}
_REFERENCES = frozenset(
    [
        patterns.ReferenceInlineProcessor,
        patterns.ShortReferenceInlineProcessor,
        patterns.ImageReferenceInlineProcessor,
        patterns.ShortImageReferenceInlineProcessor,
    ]
)
_ESCAPED = re.compile(rf"{STX}\d")
_LAST_FIRST = markdown.__version_info__ < (3, 9)
"""The order in which elements were treated; what a text stashes, and footnotes, are numbered in it."""


class _Try(NamedTuple):
    """A pattern, its place among all, and what it needs."""

    place: int
    pattern: patterns.Pattern
    needs: tuple[str, ...]


# Has the name of the class it extends, so that its private method takes the place of the original's.
class InlineProcessor(treeprocessors.InlineProcessor):
    """Tries a pattern only on a text that has what the pattern needs.

    A pattern that is not the library's own is tried on every text, or on those with one of the strings in
    its attribute `needs`.
    """

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self._known: tuple[Any, ...] = ()
        self._patterns: list[_Try] = []
        self._signs: set[str] = set()
        self._is_left = False

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        """Apply the patterns to a tree, as the original does."""
        self._look_at_patterns()
        if self._is_left:
            return super().run(tree, ancestors)
        self.stashed_nodes = {}
        self.ancestors = []
        # First come, first served, as in the library: what is stashed, and
        # footnotes, are numbered in this order.
        waiting = deque([tree])
        while waiting:
            parent = waiting.popleft()
            made = []
            for child in parent:
                if child.text and not isinstance(child.text, AtomicString):
                    text = self.__handleInline(child.text)
                    # A pattern changes a text by a placeholder and in no other way:
                    # without one, it is what it was.
                    if INLINE_PLACEHOLDER_PREFIX in text:
                        child.text = None
                        nodes = self._nodes(text, child)
                        waiting += nodes
                        made.append((child, nodes))
                # The loop meets what this adds after the child, as the library's does: tails
                # in there have to be read, too.
                if child.tail:
                    tail = self.__handleInline(child.tail)
                    if INLINE_PLACEHOLDER_PREFIX in tail:
                        self._insert_after(child, tail, parent)
                if len(child):
                    waiting.append(child)
            for child, nodes in made:
                child[:0] = nodes
        return tree

    def _look_at_patterns(self) -> None:
        registered = tuple(self.md.inlinePatterns)
        # An extension may exchange a pattern's expression without a new object, and
        # references are those of each document.
        known = (bool(self.md.references), registered, [pattern.pattern for pattern in registered])
        if known == self._known:
            return
        self._known = known
        self._patterns = [
            _Try(place, pattern, _needs_of(pattern))
            for place, pattern in enumerate(registered)
            if self.md.references or type(pattern) not in _REFERENCES
        ]
        self._signs = {need.lstrip(" ")[:1] for each in self._patterns for need in each.needs or ("",)}
        # Which elements a text stands in matters only to patterns that exclude some.
        self._is_left = _LAST_FIRST or any(each.pattern.ANCESTOR_EXCLUDES for each in self._patterns)

    def _insert_after(self, child: Element, tail: str, parent: Element) -> None:
        carrier = Element("d")
        nodes = self._nodes(tail, carrier, is_text=False)
        child.tail = carrier.tail
        place = list(parent).index(child) + 1
        parent[place:place] = nodes

    def _nodes(self, text: str, parent: Element, *, is_text: bool = True) -> list[Element]:
        before, *pieces = INLINE_PLACEHOLDER_RE.split(text)
        stashed = [self.stashed_nodes.get(number) for number in pieces[::2]]
        nodes = [node for node in stashed if isinstance(node, Element)]
        if len(nodes) != text.count(INLINE_PLACEHOLDER_PREFIX):  # some are texts, or none that it knows
            found = self.__processPlaceholders(text, parent, is_text)  # type: ignore[attr-defined]
            return [node for node, _ in found]
        if is_text:
            parent.text = before or None
        else:
            parent.tail = before or None
        for node, after in zip(nodes, pieces[1::2], strict=True):
            for each in (node, *node):
                if each.tail:
                    self.__processElementText(node, each, isText=False)
                if each.text:
                    self.__processElementText(each, each)
            if after:
                node.tail = (node.tail or "") + after
        return nodes

    def __processElementText(  # noqa: N802 - the name is the library's
        self,
        node: Element,
        subnode: Element,
        isText: bool = True,  # noqa: N803, FBT001, FBT002 - as above
    ) -> None:
        if INLINE_PLACEHOLDER_PREFIX in (subnode.text if isText else subnode.tail):  # type: ignore[operator]
            super().__processElementText(node, subnode, isText)  # type: ignore[misc]

    def __handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803 - as above
        if isinstance(data, AtomicString):
            return data
        # It takes much longer to find two characters in a text than to find one.
        for sign in self._signs:
            if sign in data:
                break
        else:
            return data
        for place, pattern, needs in self._patterns:
            if place < patternIndex:
                continue
            for need in needs:
                if need in data:
                    break
            else:
                if needs:
                    continue
            matched, start = True, 0
            while matched:
                data, matched, start = self.__applyPattern(  # type: ignore[attr-defined]
                    pattern, data, place, start
                )
                # Behind the last sign, the pattern would find nothing: the round in which the
                # library sees that is left out.
                if matched and needs:
                    matched = any(data.find(need, start) >= 0 for need in needs)
        return data


def _needs_of(pattern: patterns.Pattern) -> tuple[str, ...]:
    if type(pattern) in _REFERENCES:
        return ("[",)
    known = _NEEDS.get((type(pattern), pattern.pattern))
    return known if known is not None else getattr(pattern, "needs", ())


class PrettifyTreeprocessor(treeprocessors.PrettifyTreeprocessor):
    """Adds line breaks, and asks once for each tag whether it is block-level."""

    md: Markdown

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self._block_level: list[str] = []
        self._is_block = Answers(md.is_block_level)

    def run(self, root: Element) -> None:
        """Add line breaks, as the original does."""
        if self._block_level != self.md.block_level_elements:  # extensions may change them at any time
            self._block_level = self.md.block_level_elements.copy()
            self._is_block.clear()
        super().run(root)

    def _prettifyETree(self, elem: Element) -> None:  # noqa: N802 - the name is the library's
        is_block = self._is_block
        if is_block[elem.tag] and elem.tag not in ("code", "pre"):
            if len(elem) and is_block[elem[0].tag] and (not elem.text or not elem.text.strip()):
                elem.text = "\n"
            for child in elem:
                if is_block[child.tag]:
                    self._prettifyETree(child)
        if not elem.tail or not elem.tail.strip():
            elem.tail = "\n"


class UnescapeTreeprocessor(treeprocessors.UnescapeTreeprocessor):
    """Restores escaped characters, where there are any."""

    def run(self, root: Element) -> None:
        """Restore escaped characters, as the original does."""
        # In a text, an escape may stand in code, where it is left: the library knows.
        # Attributes have no such cases.
        if _ESCAPED.search("".join(root.itertext())):
            super().run(root)
            return
        for element in root.iter():
            if element.attrib:
                for name, value in element.items():
                    if value and STX in value:
                        element.set(name, self.unescape(value))


class AttributeListTreeprocessor(AttrListTreeprocessor):
    """Looks for attribute lists only in a tree that has a brace."""

    def run(self, doc: Element) -> None:
        """Assign the attributes, as the original does."""
        # An attribute list begins with one, and can stand in nothing but texts.
        if "{" in "".join(doc.itertext()):
            super().run(doc)
