"""What browsers ask for, and what they are answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Request:
    """What a browser asks for: the target as it was sent, and the fields by their names in small letters."""

    method: str
    target: str
    fields: Mapping[str, str]
    has_body: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, fields, and the pieces of the body: bytes, or ranges of bytes of a file."""

    status: int
    fields: tuple[tuple[str, str], ...] = ()
    pieces: Sequence[bytes | range] = ()
    file: BinaryIO | None = None

    @property
    def length(self) -> int:
        """The length of the body in bytes."""
        return sum(map(len, self.pieces))


def plain(status: int, text: str, *fields: tuple[str, str]) -> Answer:
    """Return an answer of one line of text."""
    kind = ("Content-Type", "text/plain; charset=utf-8")
    return Answer(status, (kind, ("Cache-Control", "no-store"), *fields), (f"{text}\n".encode(),))
