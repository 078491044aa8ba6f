"""What features add to the way in which the bodies of entries are read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from kinepedia.problems.diagnostics import Diagnostic, Place, Severity, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from kinepedia.problems.blame import Code
    from kinepedia.problems.spans import Spans


@dataclass(frozen=True, slots=True)
class Syntax:
    """More Markdown than Kinepedia has: an extension, and what it makes that a text may not have otherwise.

    `extension` is called for each converter and returns an extension of Python-Markdown. `tags` are the
    elements that are let through, each with its attributes, in addition to those that every text may have.
    """

    extension: Callable[[], Any]
    tags: Mapping[str, Collection[str]] = field(default_factory=dict)


class EntryText(NamedTuple):
    """An entry as its author wrote it, for whoever checks texts.

    `fields` is its front matter as a record, `text` the Markdown below it.
    """

    path: str
    collection: str
    slug: str
    fields: Any
    text: str
    body_line: int
    spans: Spans

    def problem(
        self,
        code: str,
        message: str,
        *,
        field: str = "",
        line: int = 0,
        hint: str = "",
        severity: Severity = Severity.WARNING,
    ) -> Diagnostic:
        """Return a problem at a field, at a line of the text (from 1), or at the beginning of the file."""
        span = Span(self.body_line + line - 1) if line else self.spans.value(field) if field else Span()
        place = Place(self.path, span)
        return problem_at(place, code, message, hint, severity)


def problem_at(place: Place, code: str, message: str, hint: str, severity: Severity) -> Diagnostic:
    """Return a problem of a feature's own."""
    span = place.span
    return Diagnostic(place.path, span.line, span.column, code, message, hint, severity, span.length)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Reading:
    """What one feature adds to the way in which entries are read, and whose code that is."""

    code: Code
    syntax: Syntax | None = None
    check: Callable[[EntryText], Iterable[Diagnostic]] | None = None
