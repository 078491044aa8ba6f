"""Finds where in an entry's file its author wrote what a problem is about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kinepedia.parse.markdown.convert import disguised, literal
from kinepedia.parse.markdown.locate import TooManyProbesError, locate, locate_heading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kinepedia.parse.markdown.body import Body, Finding, Link
    from kinepedia.problems.diagnostics import Diagnostic, Place, Span
    from kinepedia.read.source import Source

# Characters that are converted anew to find the places of one entry's problems: about a second's worth.
_MOST_PROBED = 1_000_000
_NO_TARGET = r"(?<=\]\()[ \t]*(?=\))|(?<=\[\[)\s*(?=[\]|])|(?:href|src)=(?:\"\"|'')"


class Locator:
    """Finds places in one source.

    `convert` converts a changed text of the source, to see what the change does to `body`. `is_cut_short`
    tells whether there may be more places than were found, because nobody would have waited for them.
    """

    def __init__(self, source: Source, body: Body, convert: Callable[[str], Body]) -> None:
        self._source = source
        self.body = body
        self._convert = convert
        self._probed = 0
        self.is_cut_short = False

    def finding(self, finding: Finding) -> Iterator[Diagnostic]:
        """Yield a diagnostic for every place of a finding."""
        for span in [finding.span] if finding.span else self._spans_of(finding):
            place = self._source.body_place(span)
            yield finding.rule.at(place, hint=finding.hint, **dict(finding.facts))

    def _spans_of(self, finding: Finding) -> list[Span]:
        count = self.body.findings.count(finding)
        return self._spans(finding.pattern, lambda body: body.findings.count(finding), count)

    def heading(self, index: int) -> Place:
        """Return where a heading stands, the first one being 0."""
        wanted = self.body.headings[index].text
        span, cut_short = locate_heading(self._source.body, index, wanted, self._probe)
        self.is_cut_short |= cut_short
        return self._source.body_place(span)

    def anchor(self, anchor: str) -> Place:
        """Return where an anchor comes from: a heading, or an id that the author gave."""
        for index, heading in enumerate(self.body.headings):
            if heading.anchor == anchor:
                return self.heading(index)
        spans = self._spans(literal(anchor), lambda body: anchor in body.anchors, 1)
        return self._source.body_place(spans[0])

    def links(self, link: Link) -> list[Place]:
        """Return every place where the author wrote this link."""
        text = self._source.body
        pattern = literal(link.target) if link.target else _NO_TARGET
        if not re.search(pattern, text):
            pattern = disguised(link.target)
        whole = rf"(?<![\w/#-]){pattern}(?![\w/#-])"
        spans = self._spans(
            whole if link.target and re.search(whole, text) else pattern,
            lambda body: body.links.count(link),
            self.body.links.count(link),
        )
        return [self._source.body_place(span) for span in spans]

    def _spans(self, pattern: str, count: Callable[[Body], int], before: int) -> list[Span]:
        spans, cut_short = locate(self._source.body, pattern, self._probe, count, before)
        self.is_cut_short |= cut_short
        return spans

    def _probe(self, text: str) -> Body:
        """Convert a changed text; a source with many problems is shown less."""
        self._probed += len(text)
        if self._probed > _MOST_PROBED:
            raise TooManyProbesError
        return self._convert(text)
