"""Where the values of a file stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kinepedia.diagnostics import Span

if TYPE_CHECKING:
    from collections.abc import Mapping

Loc = tuple[str | int, ...]
"""The way to a value: keys and list positions, as in `("dose", "limit", "unit")`."""


@dataclass(frozen=True, slots=True)
class Marks:
    """Where the keys and the values of a file's fields stand."""

    keys: Mapping[Loc, Span] = field(default_factory=dict)
    values: Mapping[Loc, Span] = field(default_factory=dict)

    def value(self, *loc: str | int) -> Span:
        """Return the span of the value at `loc`, or of the nearest value around it."""
        for end in range(len(loc), 0, -1):
            if span := self.values.get(loc[:end]) or self.keys.get(loc[:end]):
                return span
        return Span()

    def key(self, *loc: str | int) -> Span:
        """Return the span of the key at `loc`, or of the nearest value around it."""
        return self.keys.get(loc) or self.value(*loc)
