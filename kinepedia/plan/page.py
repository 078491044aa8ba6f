"""One page to be made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from kinepedia.model.addresses import Key
    from kinepedia.model.content_model import Model
    from kinepedia.parse.facts import Facts


PageKind = Literal[
    "home", "list", "entry", "not-found", "own-file", "added", "data", "companion", "redirect", "machine"
]
"""What a page is.

The last six are made by a template of the site's own, by a feature as a page, as data or beside an entry, for
an old address, and for machines. Authors choose templates, so that these say nothing of it.
"""


class Page(NamedTuple):
    """A page to be made: its address and its template.

    Its kind says what it is, and so what it shows. `key` is the entry that it shows, that it accompanies, or
    to which an old address leads; `collection` is the one that it lists.
    """

    address: str
    template: str
    kind: PageKind
    key: Key | None = None
    collection: str | None = None

    @property
    def entry(self) -> Key | None:
        """The entry whose own page this is: what stands elsewhere only leads to it, or accompanies it."""
        return self.key if self.kind == "entry" else None


def entry_page(model: Model, facts: Facts) -> Page:
    """Return the page of an entry."""
    template = facts.template or model.collections[facts.key.collection].template
    return Page(facts.address, template, "entry", facts.key)
