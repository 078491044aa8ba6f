"""Finds where in a Markdown source something in the finished HTML comes from.

Python-Markdown keeps no positions. A second parser that did would not always agree with it, and would be
wrong exactly where a text is unusual. So the renderer itself is asked: a passage of the source is the
cause of a thing if the thing disappears when the passage is exchanged for another word. This is exact, and
costs nothing until there is something to report.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kinepedia.diagnostics import Span
from kinepedia.markup.complexity import TooComplexError
from kinepedia.text import span_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from kinepedia.markup.body import Body

_PROBE = "kinepediaprobe"
# Each candidate costs a conversion; a text that repeats the same mistake more often is shown these.
_MOST_CANDIDATES = 40
_OPENERS = frozenset("[(<\"'!{#")  # what a target, an id or a name usually follows
# A heading may stand in a list, a quotation or an admonition.
_HEADING_LINE = re.compile(
    r"^(?:[ \t>]|[*+-][ \t]|\d+\.[ \t])*(?:#{1,6}[ \t]*)?(\S[^\n]*?)[ \t]*#*[ \t]*$", re.MULTILINE
)


def locate(
    text: str, pattern: str, convert: Callable[[str], Body], count: Callable[[Body], int]
) -> list[Span]:
    """Return every span of `text` that matches `pattern` and causes what `count` counts.

    `convert` converts a text as the entry was converted, `count` says how often the thing in question is
    in a body. A single match is taken without asking, and the first match if none is a cause; if nothing
    matches, the first line that has text stands for the whole.
    """
    matches = list(re.finditer(pattern, text))
    if len(matches) > 1:
        before = count(convert(text))
        likely = sorted(matches, key=lambda match: text[match.start() - 1 : match.start()] not in _OPENERS)
        causes = [
            match
            for match in sorted(likely[:_MOST_CANDIDATES], key=lambda match: match.start())
            if _counted(text, match.start(), match.end(), convert, count) < before
        ]
        matches = causes or matches[:1]
    if not matches:
        first = re.search(r"\S[^\n]*", text)
        return [span_at(text, first.start(), first.start())] if first else [Span()]
    return [span_at(text, match.start(), match.end()) for match in matches]


def locate_heading(text: str, index: int, convert: Callable[[str], Body]) -> Span:
    """Return the span of the heading that is number `index`, from 0, in the outline of `text`."""
    wanted = convert(text).headings[index].text
    candidates = list(_HEADING_LINE.finditer(text))
    # The line that shows the heading's own words first: nearly always it is the one.
    candidates.sort(key=lambda match: wanted not in match[1])
    for match in candidates[: 4 * _MOST_CANDIDATES]:
        changed = _converted(text, match.start(1), match.end(1), convert)
        if changed and len(changed.headings) > index and changed.headings[index].text == _PROBE:
            return span_at(text, match.start(1), match.end(1))
    return Span()


def _counted(
    text: str, start: int, end: int, convert: Callable[[str], Body], count: Callable[[Body], int]
) -> int:
    changed = _converted(text, start, end, convert)
    return count(changed) if changed else 0


def _converted(text: str, start: int, end: int, convert: Callable[[str], Body]) -> Body | None:
    try:
        return convert(text[:start] + _PROBE + text[end:])
    except TooComplexError:
        return None
