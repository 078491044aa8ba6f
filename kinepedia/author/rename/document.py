"""A file of an author, in which single passages are exchanged and every other byte stays what it is."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kinepedia.problems.text import unix_lines
from kinepedia.read.front_matter import split

if TYPE_CHECKING:
    from kinepedia.read.front_matter import FrontMatter

_BOM = b"\xef\xbb\xbf"
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_LINE_END = re.compile(r"\r\n|\r|\n")


class CannotRenameError(Exception):
    """An entry is not renamed, and nothing was changed; the text says why, `hint` what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Document:
    """A text file: its path below the site, whether it begins with a byte-order mark, and its text.

    The text has the line ends of the file. An entry consists of `text[:yaml[0]]`, its front matter, the
    line that ends this, and its body.
    """

    path: str
    has_bom: bool
    text: str

    @classmethod
    def of(cls, path: str, data: bytes) -> Document:
        """Return the document that a file's bytes hold; they must be valid UTF-8."""
        return cls(path, data.startswith(_BOM), data.removeprefix(_BOM).decode())

    @property
    def data(self) -> bytes:
        """The bytes of the file."""
        return (_BOM if self.has_bom else b"") + self.text.encode()

    @property
    def line_end(self) -> str:
        """What ends its first line."""
        found = _LINE_END.search(self.text)
        return found[0] if found else "\n"

    @property
    def unix_text(self) -> str:
        r"""The text with line ends of "\n"."""
        return unix_lines(self.text)

    @property
    def front_matter(self) -> FrontMatter:
        """The front matter as a build reads it."""
        return split(self.path, self.unix_text)

    @property
    def yaml(self) -> tuple[int, int]:
        """Where in the text the front matter begins and ends, without the lines around it."""
        lines = _LINE.finditer(self.text)
        start = next(lines).end()
        # There is one: a file without it has an error, and a site with errors is not renamed in.
        return start, next(line.start() for line in lines if line[0].rstrip() == "---")

    @property
    def body_start(self) -> int:
        """Where in the text the body begins."""
        match = _LINE.match(self.text, self.yaml[1])
        return match.end() if match else len(self.text)

    def exchanged(self, start: int, end: int, text: str) -> Document:
        """Return the document with another text in place of `text[start:end]`."""
        return replace(self, text=self.text[:start] + text + self.text[end:])


@dataclass(frozen=True, slots=True)
class Change:
    """A file before and after, under its old path; `places` tells how many references were mended."""

    before: Document
    after: Document
    places: int
