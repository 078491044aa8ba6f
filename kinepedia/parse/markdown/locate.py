"""Finds where in a Markdown source something in the finished HTML comes from.

Python-Markdown keeps no positions. A second parser that did would not always agree with it, and would be
wrong exactly where a text is unusual. So the renderer itself is asked: a passage of the source is the
cause of a thing if the thing disappears when the passage is exchanged for another word. This is exact, and
costs nothing until there is something to report.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kinepedia.parse.markdown.complexity import TooComplexError
from kinepedia.problems.diagnostics import Span
from kinepedia.problems.text import span_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from kinepedia.parse.markdown.body import Body

_PROBE = "kinepediaprobe"
# Each candidate costs a conversion; a text that repeats the same mistake more often is shown these.
_MOST_CANDIDATES = 40
_OPENERS = frozenset("[(<\"'!{#")  # what a target, an id or a name usually follows
# A heading may stand in a list, a quotation or an admonition.
_HEADING_LINE = re.compile(
    r"^(?:[ \t>]|[*+-][ \t]|\d+\.[ \t])*(?:#{1,6}[ \t]*)?(\S[^\n]*?)[ \t]*#*[ \t]*$", re.MULTILINE
)


class TooManyProbesError(Exception):
    """A body has been converted often enough to look for the places of its problems."""


def locate(
    text: str, pattern: str, convert: Callable[[str], Body], count: Callable[[Body], int], before: int
) -> tuple[list[Span], bool]:
    """Return every span of `text` that matches `pattern` and causes what `count` counts.

    `convert` converts a text as the entry was converted, and may raise `TooManyProbesError`; `count` says
    how often the thing in question is in a body, which is `before` times in that of `text`. A single match
    is taken without asking, and the likeliest match if none is known to be a cause; if nothing matches, the
    first line that has text stands for the whole. The second value tells whether there may be more places,
    for which nobody would have waited.
    """
    matches = list(re.finditer(pattern, text))
    cut_short = len(matches) > _MOST_CANDIDATES
    if len(matches) > 1:
        likely = sorted(matches, key=lambda match: text[match.start() - 1 : match.start()] not in _OPENERS)
        causes = []
        try:
            for match in sorted(likely[:_MOST_CANDIDATES], key=lambda match: match.start()):
                # Fewer, not none: one of several places accounts for one of several findings.
                if _counted(text, match.start(), match.end(), convert, count) < before:
                    causes.append(match)  # noqa: PERF401 - what is found before the limit counts
        except TooManyProbesError:
            cut_short = True
        cut_short = cut_short and len(causes) < before
        matches = causes or likely[:1]
    if not matches:
        first = re.search(r"\S[^\n]*", text)
        return [span_at(text, first.start(), first.start())] if first else [Span()], False
    return [span_at(text, match.start(), match.end()) for match in matches], cut_short


def locate_heading(text: str, index: int, wanted: str, convert: Callable[[str], Body]) -> tuple[Span, bool]:
    """Return the span of the heading that is number `index`, from 0, in the outline of `text`.

    `wanted` is its text without markup; `convert` is as for `locate`. The second value tells whether the
    place is only a guess, because looking for it was cut short.
    """
    lines = list(_HEADING_LINE.finditer(text))
    marked = [match for match in lines if "#" in text[match.start() : match.start(1)]]
    place = {match.start(): number for number, match in enumerate(marked)}
    # The line with the heading's own words, at its place among all headings: nearly always it is the one.
    lines.sort(key=lambda match: (wanted not in match[1], abs(place.get(match.start(), 1 << 30) - index)))
    try:
        for match in lines[: 4 * _MOST_CANDIDATES]:
            changed = _converted(text, match.start(1), match.end(1), convert)
            if changed and len(changed.headings) > index and changed.headings[index].text == _PROBE:
                return span_at(text, match.start(1), match.end(1)), False
        cut_short = len(lines) > 4 * _MOST_CANDIDATES
    except TooManyProbesError:
        cut_short = True
    likeliest = lines[0] if lines and wanted in lines[0][1] else None
    return span_at(text, likeliest.start(1), likeliest.end(1)) if likeliest else Span(), cut_short


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
