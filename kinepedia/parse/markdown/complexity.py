"""Refuses bodies on which Python-Markdown would be busy for ever.

The time it takes grows with the square of what nests in, or stands in, one paragraph. The limits are far
above what any text needs, and so low that no body takes more than a second or two.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from kinepedia.problems import rules

if TYPE_CHECKING:
    from kinepedia.problems.diagnostics import Rule

# Possessive quantifiers, because a line of spaces must not be tried in every way that it can be divided.
_RULE = r" {0,3}+(?:(?:-++ {0,2}+){3,}+|(?:\*++ {0,2}+){3,}+) *+$"  # "- - -" is a line, not lists in lists
_MARKERS = r"[ \t]*+(?:(?:[-*+]|\d++\.)(?:[ \t]++|$)){40}"
# Each begins with the end of the line before, because that is found much faster than a place after one.
_TOO_DEEP = {
    "quotations": re.compile(r"\n(?:[ \t]*+>){40}"),
    "lists": re.compile(
        rf"\n(?=[ \t*+\d-])(?!{_RULE})(?:{_MARKERS}|(?: {{0,3}}\t| {{4}}){{40}}[ \t]*+\S)", re.MULTILINE
    ),
}
_MOST_OPEN_BRACKETS = 100
_MOST_MARKS_IN_A_PARAGRAPH = 2_000
_MOST_LINES_IN_A_PARAGRAPH = 1_000
_MOST_MARKS = 20_000
_MOST_PARAGRAPHS = 5_000
_MARKS = b"[]<&`*_\\!#"
_PARAGRAPHS = re.compile(r"\n[ \t]*\n")


class TooComplexError(Exception):
    """A body would take for ever to be converted: which rule it breaks, the rule's facts, and where."""

    def __init__(self, rule: Rule, index: int, **facts: Any) -> None:
        super().__init__(rule.code)
        self.rule = rule
        self.index = index
        self.facts = facts


def refuse_complexity(text: str) -> None:
    """Raise `TooComplexError` if converting `text` would take longer than anybody waits."""
    lines = f"\n{text}"
    for what, pattern in _TOO_DEEP.items():
        if match := pattern.search(lines):
            # Where the line end before the first line is, so that its index is that of
            # the next character in `text`.
            raise TooComplexError(rules.TOO_DEEP, match.start(), what=what)
    marks = _marks_in(text)
    for what, count, most in (
        ("special characters", marks, _MOST_MARKS),
        ("paragraphs", text.count("\n\n"), _MOST_PARAGRAPHS),
    ):
        if count > most:
            raise TooComplexError(rules.TOO_DENSE, 0, count=count, what=what, where="entry", most=most)
    if marks > _MOST_OPEN_BRACKETS or text.count("\n") > _MOST_LINES_IN_A_PARAGRAPH:
        start = 0
        for paragraph in _PARAGRAPHS.split(text):
            _refuse_complex_paragraph(paragraph, text.index(paragraph, start))
            start += len(paragraph)


def _marks_in(text: str) -> int:
    # No byte of a longer character is one of these: UTF-8 keeps the first 128 to themselves.
    data = text.encode("utf-8", "surrogatepass")
    return len(data) - len(data.translate(None, _MARKS))


def _refuse_complex_paragraph(paragraph: str, start: int) -> None:
    counts = (
        ("special characters", _marks_in(paragraph), _MOST_MARKS_IN_A_PARAGRAPH),
        ("lines", paragraph.count("\n") + 1, _MOST_LINES_IN_A_PARAGRAPH),
    )
    for what, count, most in counts:
        if count > most:
            raise TooComplexError(
                rules.TOO_DENSE, start, count=count, what=what, where="paragraph", most=most
            )
    if paragraph.count("[") <= _MOST_OPEN_BRACKETS:
        return
    opened = 0
    for match in re.finditer(r"[\[\]]", paragraph):
        opened = opened + 1 if match.group() == "[" else max(opened - 1, 0)
        if opened > _MOST_OPEN_BRACKETS:
            raise TooComplexError(rules.TOO_DEEP, start + match.start(), what="brackets")
