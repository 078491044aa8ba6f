"""What can be said to an author: a problem, where it is, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Severity(StrEnum):
    """How much a problem matters: an error stops publishing, a warning does so only under `--strict`."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one line: line and column count from 1, length is in characters (0 when unknown)."""

    line: int = 1
    column: int = 1
    length: int = 0

    def down(self, lines: int) -> Span:
        """Return this span moved down by a number of lines."""
        return Span(self.line + lines, self.column, self.length)


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of one file. `path` is relative to the site's folder, with forward slashes."""

    path: str
    span: Span = Span()


@dataclass(frozen=True, slots=True, order=True)
class Diagnostic:
    """One problem at one place. Line and column count from 1, `length` is in characters."""

    path: str
    line: int
    column: int
    code: str
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR
    length: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of problem, as data: its stable code, what is said about it and what helps.

    `message` and `hint` are `str.format` templates; `at` fills them. A hint given to `at` replaces
    the general one, because a "did you mean" helps more than advice.
    """

    code: str
    severity: Severity
    message: str
    hint: str = ""

    def at(self, place: Place, *, hint: str = "", **facts: object) -> Diagnostic:
        """Return the diagnostic for one occurrence of this problem at `place`.

        Raises `KeyError` if a fact that the message names is missing.
        """
        return Diagnostic(
            path=place.path,
            line=place.span.line,
            column=place.span.column,
            code=self.code,
            message=self.message.format(**facts),
            hint=hint or self.hint.format(**facts),
            severity=self.severity,
            length=place.span.length,
        )


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return the diagnostics sorted by file, line and column, each once."""
    return tuple(sorted(set(diagnostics)))


def has_errors(diagnostics: Iterable[Diagnostic], *, strict: bool = False) -> bool:
    """Tell whether these diagnostics forbid publishing. Under `strict`, warnings do too."""
    return any(strict or diagnostic.severity is Severity.ERROR for diagnostic in diagnostics)
