"""Bytes to text, and places in a text."""

from __future__ import annotations

import re

from kinepedia.problems import rules
from kinepedia.problems.diagnostics import Diagnostic, Place, Span

# Characters that no editor shows, and to which Markdown, YAML or HTML give a meaning of their own. U+2028
# and U+2029 end a line for YAML but for no editor, so that every line after them would be numbered wrongly.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
"""The characters that may not stand in a text."""


_MOST_CONTROLS = 10  # more than these in one file were not typed: it is no text, and one report is enough

# A byte-order mark, or NUL bytes at every other place, which no text in UTF-8 has.
_ENCODINGS = (
    (re.compile(rb"\xff\xfe\x00\x00"), "UTF-32", "utf-32"),
    (re.compile(rb"\xff\xfe|\xfe\xff"), "UTF-16", "utf-16"),
    (re.compile(rb"(?:[^\x00]\x00){4}"), "UTF-16", "utf-16-le"),
    (re.compile(rb"(?:\x00[^\x00]){4}"), "UTF-16", "utf-16-be"),
)


def decode(data: bytes, path: str) -> tuple[str, list[Diagnostic]]:
    r"""Return the text of a file with line ends of "\n" and without a byte-order mark.

    What is wrong with it is returned, too, as problems of the file `path`; the text is then as near to
    the file as it can be.
    """
    problems: list[Diagnostic] = []
    for beginning, name, codec in _ENCODINGS:
        if beginning.match(data):
            problems.append(rules.WRONG_ENCODING.at(Place(path), encoding=name))
            return CONTROL.sub(" ", unix_lines(data.decode(codec, "replace"))), problems
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = unix_lines(error.object[: error.start].decode("utf-8-sig", "replace"))
        place = Place(path, span_at(before, len(before)))
        problems.append(rules.INVALID_UTF8.at(place, byte=error.object[error.start]))
        text = data.decode("utf-8-sig", "replace")
    text = unix_lines(text)
    found = [match.start() for match in CONTROL.finditer(text)]
    many = len(found) > _MOST_CONTROLS
    hint = f"there are {len(found):,} of them in this file; make sure that it is a text" if many else ""
    for index in found[:1] if many else found:
        place = Place(path, span_at(text, index))
        problems.append(rules.CONTROL_CHARACTER.at(place, code=ord(text[index]), hint=hint))
    return (CONTROL.sub(" ", text) if problems else text), problems


def unix_lines(text: str) -> str:
    r"""Return `text` with line ends of "\n"."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def span_at(text: str, start: int, end: int | None = None) -> Span:
    """Return the span of `text[start:end]`, of one character if `end` is left out; it ends with its line."""
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", start)
    length = min(start + 1 if end is None else end, line_end if line_end >= 0 else len(text)) - start
    return Span(text.count("\n", 0, start) + 1, start - line_start + 1, max(length, 0))
