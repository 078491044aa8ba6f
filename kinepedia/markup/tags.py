"""Cuts HTML into its tags as a browser would, in time that grows only with its length."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# HTML Standard, 13.2.5: only after an equals sign does a quotation mark keep a tag open. What is not closed
# is closed by the end of the text: the pattern never gives back what it took.
_TAG = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))|<[!?][^>]*+>?"
    r"|<(/?)([A-Za-z][^\s/>]*+)((?:=\s*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z))?|[^>=])*+)>?",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"([^\s=/>\"'][^\s=/>]*+)\s*+(?:=\s*+(?:\"([^\"]*+)|'([^']*+)|([^\s>]*+)))?")


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag: its name in lower case, whether it is an end tag, and where it stands in the text.

    A comment has no name.
    """

    name: str
    closing: bool
    start: int
    end: int
    attributes: tuple[tuple[str, str], ...] = ()


def tags(markup: str, start: int = 0) -> Iterator[Tag]:
    """Yield the tags and comments in `markup` from `start` on.

    Attributes are by their names in lower case, with their values as they are written.
    """
    for match in _TAG.finditer(markup, start):
        name = (match[2] or "").lower()
        attributes = tuple(
            (found[1].lower(), found[2] or found[3] or found[4] or "")
            for found in _ATTRIBUTE.finditer(match[3] or "")
        )
        yield Tag(name, match[1] == "/", match.start(), match.end(), attributes)
