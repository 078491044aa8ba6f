"""Finds where in an entry's file its author wrote what a problem is about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kinepedia.markup.convert import literal
from kinepedia.markup.locate import TooManyProbesError, locate, locate_heading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kinepedia.diagnostics import Diagnostic, Place
    from kinepedia.markup.body import Body, Finding, Link
    from kinepedia.read import Source

# Characters that are converted anew to find the places of one entry's problems: about a second's worth.
_MOST_PROBED = 1_000_000
_NO_TARGET = r"(?<=\]\()[ \t]*(?=\))|(?<=\[\[)\s*(?=[\]|])|(?:href|src)=(?:\"\"|'')"


class Locator:
    """Finds places in one source.

    `convert` converts a changed text of the source, to see what the change does to `body`.
    """

    def __init__(self, source: Source, body: Body, convert: Callable[[str], Body]) -> None:
        self._source = source
        self.body = body
        self._convert = convert
        self._probed = 0

    def finding(self, finding: Finding) -> Iterator[Diagnostic]:
        """Yield a diagnostic for every place of a finding."""
        count = self.body.findings.count(finding)
        spans = locate(
            self._source.body, finding.pattern, self._probe, lambda body: body.findings.count(finding), count
        )
        for span in spans:
            place = self._source.body_place(span)
            yield finding.rule.at(place, hint=finding.hint, **dict(finding.facts))

    def heading(self, index: int) -> Place:
        """Return where a heading stands, the first one being 0."""
        wanted = self.body.headings[index].text
        return self._source.body_place(locate_heading(self._source.body, index, wanted, self._probe))

    def anchor(self, anchor: str) -> Place:
        """Return where an anchor comes from: a heading, or an id that the author gave."""
        for index, heading in enumerate(self.body.headings):
            if heading.anchor == anchor:
                return self.heading(index)
        spans = locate(
            self._source.body, literal(anchor), self._probe, lambda body: anchor in body.anchors, 1
        )
        return self._source.body_place(spans[0])

    def links(self, link: Link) -> list[Place]:
        """Return every place where the author wrote this link."""
        text = self._source.body
        pattern = literal(link.target) if link.target else _NO_TARGET
        whole = rf"(?<![\w/#-]){pattern}(?![\w/#-])"
        spans = locate(
            text,
            whole if link.target and re.search(whole, text) else pattern,
            self._probe,
            lambda body: body.links.count(link),
            self.body.links.count(link),
        )
        return [self._source.body_place(span) for span in spans]

    def _probe(self, text: str) -> Body:
        """Convert a changed text; a source with many problems is shown less."""
        self._probed += len(text)
        if self._probed > _MOST_PROBED:
            raise TooManyProbesError
        return self._convert(text)
