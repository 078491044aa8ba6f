"""The notation: words with their places, and clauses between commas, semicolons and line ends."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kinepedia.problems.diagnostics import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_UNIT = r"(?:\s?(?:\N{DEGREE SIGN}|cm\b|s\b|degrees?\b|seconds?\b))?"
_TOKEN = re.compile(
    r"(?P<comment>\#[^\n]*)"
    r"|(?P<number>(?<![A-Za-z0-9])[-+\N{MINUS SIGN}]?\d{1,6}(?:\.\d{1,6})?)" + _UNIT + r"|(?P<mark>[,;:\n])"
    r"|(?P<word>[^\W\d_]+(?:['\N{RIGHT SINGLE QUOTATION MARK}][^\W\d_]+)?)"
    r"|(?P<space>[ \t\r\f\v]+|(?<=\w)-(?=\w))|(?P<other>.)"
)


class Word(NamedTuple):
    """A word, a number or a mark, and where it stands. Numbers have a value."""

    text: str
    span: Span
    value: float | None = None


class Clause(NamedTuple):
    """What stands between two marks; `side` is the one that a "right:" before it gives."""

    words: tuple[Word, ...]
    side: str | None


class Strange(NamedTuple):
    """A character that means nothing here."""

    text: str
    span: Span


SIDES = ("left", "right", "both")


def clauses(text: str) -> Iterator[Clause | Strange]:
    """Yield the clauses of a text in order; a clause "then" begins the next pose."""
    words: list[Word] = []
    side: str | None = None
    for token in _tokens(text):
        if isinstance(token, Strange):
            yield token
        elif token.text not in (",", ";", ":", "\n"):
            words.append(token)
            if token.text == "then" and len(words) == 1:
                yield Clause((token,), None)
                words, side = [], None
        elif token.text == ":":
            if len(words) == 1 and words[0].text in SIDES:
                side = words.pop().text
            else:
                yield Strange(":", token.span)
        else:
            if words:
                yield Clause(tuple(words), side)
                words = []
            if token.text == "\n":
                side = None
    if words:
        yield Clause(tuple(words), side)


def _tokens(text: str) -> Iterator[Word | Strange]:
    line, start, until = 1, 0, 0
    for match in _TOKEN.finditer(text):
        if match.start() < until:
            continue
        kind, found = match.lastgroup, match.group()
        span = Span(line, match.start() - start + 1, len(found))
        if kind == "number":
            number = match["number"]
            yield Word(number, span, float(number.replace("\N{MINUS SIGN}", "-")))
        elif kind == "word" and found.lower() == "says":  # what follows is read aloud as it is written
            until = min(
                end
                for end in (text.find(";", match.end()), text.find("\n", match.end()), len(text))
                if end >= 0
            )
            yield Word("says", span)
            yield Word(" ".join(text[match.end() : until].split()), span)
        elif kind == "word":
            yield Word(found.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"), span)
        elif kind == "mark":
            yield Word(found, span)
        elif kind == "other":
            yield Strange(found, span)
        if found == "\n":
            line, start = line + 1, match.end()


class Reader:
    """Reads one clause from left to right; `side` is the one that it is about, if it says one."""

    def __init__(self, clause: Clause) -> None:
        self.words = clause.words
        self.side = clause.side
        self.index = 0

    @property
    def at_end(self) -> bool:
        """Whether all words are read."""
        return self.index >= len(self.words)

    def word(self) -> Word | None:
        """Return the next word without reading it."""
        return None if self.at_end else self.words[self.index]

    def number(self) -> Word | None:
        """Read a number, if there is one."""
        word = self.word()
        if word and word.value is not None:
            self.index += 1
            return word
        return None

    def one_of(self, names: Iterable[str]) -> str | None:
        """Read the longest of some names that stands here; each may have several words."""
        rest = [word.text for word in self.words[self.index :]]
        found = ""
        for name in names:
            parts = name.split()
            if len(name) > len(found) and rest[: len(parts)] == parts:
                found = name
        if not found:
            return None
        self.index += len(found.split())
        return found

    def span(self, start: int = 0, end: int | None = None) -> Span:
        """Return the place of the words from one to before another; these are on one line."""
        words = self.words[start : self.index if end is None else end] or self.words[-1:]
        first, last = words[0].span, words[-1].span
        return Span(first.line, first.column, last.column + last.length - first.column)

    def rest(self) -> str:
        """Return the words that are not read yet."""
        return " ".join(word.text for word in self.words[self.index :])
