"""Where the front matter of a file ends and its body begins."""

from __future__ import annotations

import re
from typing import NamedTuple

FENCE = "---"

_CLOSING = re.compile(rf"\n{FENCE}[^\S\n]*(?:\n|\Z)")


class Halves(NamedTuple):
    """Front matter and body of one file, without the lines around the front matter.

    `body_line` is the line of the file, counted from 1, in which the body begins.
    """

    front: str
    body: str
    body_line: int


def halves(text: str) -> Halves | None:
    """Return the two halves of a file; None if its first line opens no front matter, or none closes it."""
    first_end = text.find("\n")
    if first_end < 0 or text[:first_end].rstrip() != FENCE:
        return None
    closing = _CLOSING.search(text, first_end)
    if not closing:
        return None
    front = text[first_end + 1 : closing.start() + 1] or "\n"
    return Halves(front, text[closing.end() :], text.count("\n", 0, closing.start()) + 3)
