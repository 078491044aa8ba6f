"""What the rest of an encyclopedia has to know of an entry: not its body, and not most of its fields.

Links, lists and orders are made from this alone, so that a build with one changed file need not look at
all the others again. Everything here is made of texts, numbers and tuples.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from kinepedia.model.addresses import Key
from kinepedia.parse.markdown.body import Link


class Facts(NamedTuple):
    """What others know of an entry.

    `path` is relative to the site, `content_path` to the content folder; `address` is that of its page,
    `template` the one that it has of its own. A `faulty` entry cannot be shown,
    and its facts are those that could be read. `stated` has the names in each field that refers to entries,
    `items` those of a routine's exercises, `links` the targets that its author wrote in the body.
    `conditions` are those for which an exercise has cautions, and `cautions` the fingerprint of these with
    their advice; `needs_nothing` tells that its author said so of its equipment. `digest` is that of the
    file; `published` and `updated` are days in ISO 8601. `own` has the values of the site's own fields,
    those that refer to entries aside, as plain ones.
    """

    key: Key
    path: str
    content_path: str
    title: str
    digest: bytes
    address: str
    aliases: tuple[str, ...] = ()
    summary: str | None = None
    draft: bool = False
    faulty: bool = False
    stated: tuple[tuple[str, tuple[str, ...]], ...] = ()
    items: tuple[str, ...] = ()
    order: int | None = None
    rank: int | None = None
    kind: str | None = None
    credentials: tuple[str, ...] = ()
    lists_sequence: bool = False
    gives_slug: bool = False
    redirect_from: tuple[str, ...] = ()
    published: str | None = None
    updated: str | None = None
    position: str | None = None
    needs_nothing: bool = False
    conditions: tuple[str, ...] = ()
    cautions: bytes = b""
    has_figures: bool = False
    has_strip: bool = False
    template: str | None = None
    own: tuple[tuple[str, Any], ...] = ()
    # Last, as `to_plain` takes for granted. Whatever a page shows of other entries must be a fact: facts that
    # are equal tell the short way that nobody else's page has changed.
    links: tuple[Link, ...] = ()

    @property
    def changed(self) -> str | None:
        """The day of the entry's last change, as far as its author says one."""
        return self.updated or self.published

    @property
    def names(self) -> tuple[str, ...]:
        """The names by which others may call it, besides its slug."""
        return (self.title, *self.aliases) if self.title else self.aliases


def to_plain(facts: Facts) -> tuple[Any, ...]:
    """Return facts as plain tuples, for `marshal`."""
    plain = (tuple(facts.key), *facts[1:-1])
    return (*plain, tuple(tuple(link) for link in facts.links))


def from_plain(plain: tuple[Any, ...]) -> Facts:
    """Return the facts that `to_plain` took apart."""
    links = tuple(map(Link._make, plain[-1]))
    return Facts._make((Key._make(plain[0]), *plain[1:-1], links))
