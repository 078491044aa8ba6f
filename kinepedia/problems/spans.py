"""Where the values of a file stand."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from kinepedia.problems.diagnostics import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Loc = tuple[str | int, ...]
"""The way to a value: keys and list positions, as in `("dose", "limit", "unit")`."""


class Spans:
    """Where the keys and the values of a file's fields stand."""

    def __init__(
        self, keys: Mapping[Loc, Span] | None = None, values: Mapping[Loc, Span] | None = None
    ) -> None:
        self._find: Callable[[], tuple[Mapping[Loc, Span], Mapping[Loc, Span]]]
        self._find = lambda: (keys or {}, values or {})

    @classmethod
    def later(cls, find: Callable[[], tuple[Mapping[Loc, Span], Mapping[Loc, Span]]]) -> Spans:
        """Return spans that `find` finds when one is asked for, as of most files none ever is."""
        spans = cls()
        spans._find = find
        return spans

    @cached_property
    def _found(self) -> tuple[Mapping[Loc, Span], Mapping[Loc, Span]]:
        return self._find()

    @property
    def keys(self) -> Mapping[Loc, Span]:
        """The spans of keys."""
        return self._found[0]

    @property
    def values(self) -> Mapping[Loc, Span]:
        """The spans of values."""
        return self._found[1]

    def value(self, *loc: str | int) -> Span:
        """Return the span of the value at `loc`, or of the nearest value around it."""
        for end in range(len(loc), 0, -1):
            if span := self.values.get(loc[:end]) or self.keys.get(loc[:end]):
                return span
        return Span()

    def key(self, *loc: str | int) -> Span:
        """Return the span of the key at `loc`, or of the nearest value around it."""
        return self.keys.get(loc) or self.value(*loc)
