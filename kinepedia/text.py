"""Bytes to text, and places in a text."""

from __future__ import annotations

import re

from kinepedia import rules
from kinepedia.diagnostics import Diagnostic, Place, Span

# Characters that no editor shows, and to which Markdown, YAML or HTML give a meaning of their own. U+2028
# and U+2029 end a line for YAML but for no editor, so that every line after them would be numbered wrongly.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
"""The characters that may not stand in a text."""


def decode(data: bytes, path: str) -> tuple[str, list[Diagnostic]]:
    r"""Return the text of a file with line ends of "\n" and without a byte-order mark.

    What is wrong with it is returned, too, as problems of the file `path`; the text is then as near to
    the file as it can be.
    """
    problems: list[Diagnostic] = []
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = unix_lines(error.object[: error.start].decode("utf-8-sig", "replace"))
        place = Place(path, span_at(before, len(before)))
        problems.append(rules.INVALID_UTF8.at(place, byte=error.object[error.start]))
        text = data.decode("utf-8-sig", "replace")
    text = unix_lines(text)
    for match in CONTROL.finditer(text):
        place = Place(path, span_at(text, match.start()))
        problems.append(rules.CONTROL_CHARACTER.at(place, code=ord(match.group())))
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
