"""Where links lead."""

from __future__ import annotations

from typing import Any, NamedTuple

from kinepedia.model.addresses import Key


class LinkTarget(NamedTuple):
    """Where a link leads: an address on this site with an anchor, or an address elsewhere.

    `title` is what a wiki link without a text shows; `key` is set for the page of an entry; `width` and
    `height` are set for a picture, in pixels.
    """

    address: str
    anchor: str = ""
    external: bool = False
    title: str = ""
    key: Key | None = None
    width: int = 0
    height: int = 0


def plain_target(target: LinkTarget) -> tuple[Any, ...]:
    """Return a target in plain tuples, for `marshal`."""
    # By its place among the fields: `key` is the only one that is not plain, because
    # `marshal` refuses named tuples.
    return (*target[:4], tuple(target.key) if target.key else None, *target[5:])


def target_of(plain: tuple[Any, ...]) -> LinkTarget:
    """Return the target that `plain_target` took apart."""
    return LinkTarget._make((*plain[:4], Key(*plain[4]) if plain[4] else None, *plain[5:]))
