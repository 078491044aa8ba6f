"""Finds tags of raw HTML that are opened and never closed, or closed and never opened.

A browser repairs such HTML without a word, and often not as its author meant it. Only the author's own tags
are looked at, and nothing that HTML allows is a fault: the end tags of `<p>` and `<li>` may be left out.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING

from markdown.util import HTML_PLACEHOLDER_RE

from kinepedia.parse.markdown.body import Finding
from kinepedia.parse.markdown.sanitize import ALLOWED_TAGS
from kinepedia.parse.markdown.tags import tags
from kinepedia.problems import rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kinepedia.parse.markdown.tags import Tag
    from kinepedia.problems.diagnostics import Rule

# HTML Standard, 13.1.2: elements without an end tag, those whose end tag may be left out, and those that end
# an open paragraph (13.1.2.4).
# fmt: off
_VOID = frozenset(["br", "col", "hr", "img", "wbr"])
_END_LEFT_OUT = frozenset([
    "caption", "colgroup", "dd", "dt", "li", "p", "rp", "rt", "tbody", "td", "tfoot", "th", "thead", "tr",
])
_BLOCKS = frozenset([
    "aside", "blockquote", "details", "div", "dl", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5",
    "h6", "hr", "ol", "p", "pre", "section", "table", "ul",
])
_PARAGRAPHS = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6"])
# fmt: on

LITERAL_COMMENT = "&lt;!--"
"""The beginning of a comment that is none, as Markdown writes it."""

_CODE_OR_COMMENT = re.compile(rf"<code\b|</code\b|{LITERAL_COMMENT}")
_MOST_CONTEXT = 60
_MOST_FINDINGS = 100  # nobody reads more of them at once, and each has to be looked for
_LAST_WORD = re.compile(r"\S+\Z")
_UNMARKED = re.compile(r"[\w\s.,;:?()]*")


@dataclass(frozen=True, slots=True)
class _Open:
    """An element that is open; `raw` tells one of the author's own HTML."""

    tag: Tag
    raw: bool


def nesting_findings(markup: str, stash: Sequence[object]) -> Iterator[Finding]:
    """Yield what is wrong with the nesting of the raw HTML in `markup`.

    `markup` is what Python-Markdown made, with placeholders for the raw HTML that is in its `stash`.
    """
    if HTML_PLACEHOLDER_RE.search(markup) or LITERAL_COMMENT in markup:
        text = _Text(list(_parts(markup, stash, raw=False)))
        yield from islice(chain(_literal_comments(text), _nesting(text)), _MOST_FINDINGS)


def _parts(markup: str, stash: Sequence[object], *, raw: bool) -> Iterator[tuple[str, bool]]:
    """Yield the pieces of `markup`, the stashed ones in their places, each with whether it is raw HTML."""
    end = 0
    for match in HTML_PLACEHOLDER_RE.finditer(markup):
        yield markup[end : match.start()], raw
        piece = stash[int(match[1])]
        if isinstance(piece, str):
            yield from _parts(piece, stash, raw=True)
        end = match.end()
    yield markup[end:], raw


class _Text:
    """HTML that knows which of it is the author's own."""

    def __init__(self, parts: list[tuple[str, bool]]) -> None:
        self.markup = "".join(part for part, _ in parts)
        self._borders: list[int] = []  # raw HTML reaches from the first to the second, and so on
        length = 0
        for part, raw in parts:
            # Pieces come in turns of both kinds, but an empty one may stand between two of the same.
            if raw != bool(len(self._borders) % 2):
                self._borders.append(length)
            length += len(part)

    def is_raw(self, index: int) -> bool:
        return bool(bisect_right(self._borders, index) % 2)

    def finding(self, rule: Rule, words: str, start: int, **facts: str) -> Finding:
        """Return the finding for `words` of the source, which begin at `start` in this text.

        What stands beside them in the text tells them from others like them.
        """
        end = start + len(words)
        border = bisect_right(self._borders, start)
        raw_start = raw_end = end
        if border % 2:
            raw_start = self._borders[border - 1]
            raw_end = self._borders[border] if border < len(self._borders) else len(self.markup)
        verbatim = min(raw_end, end + _MOST_CONTEXT)
        unmarked = _UNMARKED.match(self.markup, verbatim, max(verbatim, end + _MOST_CONTEXT))
        after = self.markup[end : unmarked.end() if unmarked else verbatim]
        before = _LAST_WORD.search(self.markup[max(raw_start, start - _MOST_CONTEXT) : start])
        behind = f"(?<={re.escape(before[0])})" if before else ""
        if self.markup.endswith("<p>", 0, start):
            behind = r"(?<![^\s>])"  # it begins a line
        # Lines of a quotation begin with a mark.
        context = r"[\s>]+".join(map(re.escape, after.split()))
        space = r"[\s>]*" if after[:1].isspace() else ""
        pattern = rf"{behind}(?i:{re.escape(words)})(?={space}{context})"
        return Finding(rule, pattern, tuple(facts.items()))

    def tag_finding(self, rule: Rule, tag: Tag) -> Finding:
        words = f"<{'/' if tag.closing else ''}{tag.name}"
        return self.finding(rule, words, tag.start, tag=f"{words}>", name=tag.name)


def _literal_comments(text: _Text) -> Iterator[Finding]:
    """Yield each comment that Markdown took for text, because it does not end where it should."""
    in_code = False
    for match in _CODE_OR_COMMENT.finditer(text.markup):
        if match.group() != LITERAL_COMMENT:
            in_code = match.group() == "<code"
        elif not in_code and not text.is_raw(match.start()):
            yield text.finding(rules.UNCLOSED_COMMENT, "<!--", match.start())


def _nesting(text: _Text) -> Iterator[Finding]:
    opened: list[_Open] = []
    for tag in tags(text.markup):
        raw = text.is_raw(tag.start)
        if tag.endless and not tag.name:
            yield text.finding(rules.UNCLOSED_COMMENT, "<!--", tag.start)
            return
        if tag.endless:
            yield text.tag_finding(rules.SWALLOWED_TEXT, tag)
            return
        if tag.name in _VOID or tag.name not in ALLOWED_TAGS:
            continue
        if not tag.closing:
            if raw:
                _close_implied(opened, tag.name)
            opened.append(_Open(tag, raw))
        elif not raw:
            yield from (text.tag_finding(rules.UNCLOSED_HTML, lost) for lost in _close_ours(opened, tag.name))
        elif not _close_raw(opened, tag.name):
            yield text.tag_finding(rules.UNOPENED_HTML, tag)
    yield from (text.tag_finding(rules.UNCLOSED_HTML, lost) for lost in _lost(opened))


def _close_raw(opened: list[_Open], name: str) -> bool:
    """Close the author's last element of this name, and return whether there was one."""
    for index in range(len(opened) - 1, -1, -1):
        if opened[index].raw and opened[index].tag.name == name:
            del opened[index]
            return True
    return False


def _close_implied(opened: list[_Open], name: str) -> None:
    """Close what a start tag closes: a block ends an open paragraph, a link another link."""
    if name in _BLOCKS:
        _close_raw(opened, "p")
    elif name == "a":
        _close_raw(opened, "a")


def _close_ours(opened: list[_Open], name: str) -> list[Tag]:
    """Close an element that Markdown made; return the author's start tags that it leaves without an end.

    A block that begins in a paragraph ends it, and goes on after it.
    """
    inner: list[_Open] = []
    while opened and (opened[-1].raw or opened[-1].tag.name != name):
        inner.insert(0, opened.pop())
    if opened:
        opened.pop()
    if name not in _PARAGRAPHS:
        return _lost(inner)
    opened += [item for item in inner if item.tag.name in _BLOCKS]
    return _lost([item for item in inner if item.tag.name not in _BLOCKS])


def _lost(opened: list[_Open]) -> list[Tag]:
    return [item.tag for item in opened if item.raw and item.tag.name not in _END_LEFT_OUT]
