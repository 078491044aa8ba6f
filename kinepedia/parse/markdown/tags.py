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


# HTML Standard, 13.2.6.2 and 13.2.6.4: what they contain is no HTML, up to their own end tag.
_TEXT_ONLY = frozenset(
    ["iframe", "noembed", "noframes", "plaintext", "script", "style", "textarea", "title", "xmp"]
)
_WHOLE_COMMENT = re.compile(r"<!--(?:-?|.*--!?)>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag: its name in lower case, whether it is an end tag, and where it stands in the text.

    Attributes are by their names in lower case, with their values as they are written. A comment has no
    name. What is `endless` takes all the text that follows it for its content.
    """

    name: str
    closing: bool
    start: int
    end: int
    attributes: tuple[tuple[str, str], ...] = ()
    endless: bool = False


def tags(markup: str) -> Iterator[Tag]:
    """Yield the tags and comments in `markup`."""
    end = 0
    while match := _TAG.search(markup, end):
        name, closing = (match[2] or "").lower(), match[1] == "/"
        end, endless = match.end(), False
        if name in _TEXT_ONLY and not closing:
            content_end = re.compile(rf"</{name}(?![\w-])", re.IGNORECASE).search(markup, end)
            endless = not content_end or name == "plaintext"
            end = content_end.start() if content_end else len(markup)
        elif not name and match[0].startswith("<!--"):
            endless = not _WHOLE_COMMENT.fullmatch(match[0])
        attributes = tuple(
            (found[1].lower(), found[2] or found[3] or found[4] or "")
            for found in _ATTRIBUTE.finditer(match[3] or "")
        )
        yield Tag(name, closing, match.start(), match.end(), attributes, endless)
