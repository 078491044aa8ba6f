"""What there is to know of a tag, found out once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


class Answers(dict[Any, Any]):
    """What a function says of each tag; it is asked once.

    There are only a few, because the elements of raw HTML are no part of a tree.
    """

    def __init__(self, ask: Callable[[Any], Any]) -> None:
        super().__init__()
        self._ask = ask

    def __missing__(self, tag: Any) -> Any:
        self[tag] = answer = self._ask(tag)
        return answer
