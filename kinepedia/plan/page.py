"""One page to be made."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from kinepedia.model.addresses import Key
    from kinepedia.model.collections import Model
    from kinepedia.parse.facts import Facts


class Page(NamedTuple):
    """A page to be made: its address and its template.

    `key` is the entry that it shows, or whose steps it shows, or that an old address leads to; `is_own` tells
    that it is the entry's own page. `collection` is the one that it lists.
    """

    address: str
    template: str
    key: Key | None = None
    collection: str | None = None
    is_own: bool = False

    @property
    def entry(self) -> Key | None:
        """The entry whose own page this is: what stands elsewhere only leads to it, or accompanies it."""
        return self.key if self.is_own else None


def entry_page(model: Model, facts: Facts) -> Page:
    """Return the page of an entry."""
    template = facts.template or model.collections[facts.key.collection].template
    return Page(facts.address, template, facts.key, is_own=True)
