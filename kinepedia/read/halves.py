"""Where the front matter of a file ends and its body begins."""

from __future__ import annotations

from typing import NamedTuple

FENCE = "---"


class Halves(NamedTuple):
    """Front matter and body of one file, without the lines around the front matter.

    `body_line` is the line of the file, counted from 1, in which the body begins.
    """

    front: str
    body: str
    body_line: int


def halves(lines: list[str]) -> Halves | None:
    """Return the two halves of a file; None if its first line opens no front matter, or none closes it."""
    if lines[0].rstrip() != FENCE:
        return None
    for number, line in enumerate(lines[1:], start=1):
        if line.startswith(FENCE) and line.rstrip() == FENCE:
            return Halves("\n".join(lines[1:number]) + "\n", "\n".join(lines[number + 1 :]), number + 2)
    return None
