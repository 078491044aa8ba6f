"""The feed: what was published or changed last, as Atom (RFC 4287)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from kinepedia.model.old_addresses import as_sent
from kinepedia.plan.feature import Feature, Site, SiteFile
from kinepedia.plan.views import FileView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kinepedia.link.encyclopedia import Encyclopedia
    from kinepedia.parse.facts import Facts

FEED = "feed.xml"
"""The address of the feed, and its template."""

_MOST_NEWS = 30


class NewsView(NamedTuple):
    """An entry in the feed. Days are in ISO 8601, `id` is what feed readers know it by."""

    id: str
    title: str
    href: str
    updated: str
    published: str | None
    summary: str | None
    author: str | None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class FeedView(FileView):
    """The feed, the newest entry first."""

    updated: str
    entries: tuple[NewsView, ...]


def _files(site: Site) -> Iterator[SiteFile]:
    encyclopedia = site.encyclopedia
    base = site.settings.base_url
    if base and (news := _news(encyclopedia)):
        entries = tuple(_news_view(encyclopedia, base, facts) for facts in news)
        yield SiteFile(FEED, FEED, FeedView(base, entries[0].updated, entries))


def _news(encyclopedia: Encyclopedia) -> list[Facts]:
    """Return the entries that were published or changed last, as far as their authors say when."""
    told = encyclopedia.model.names(where="feed")
    dated = [facts for key, facts in encyclopedia.entries.items() if key.collection in told and facts.changed]
    dated.sort(key=_first_address)  # of one day, in an order that no new slug changes
    return sorted(dated, key=lambda facts: facts.changed or "", reverse=True)[:_MOST_NEWS]


def _first_address(facts: Facts) -> str:
    """Return the address that an entry had first, which stays the same when its page moves."""
    return as_sent(facts.redirect_from[0] if facts.redirect_from else facts.address)


def _news_view(encyclopedia: Encyclopedia, base: str, facts: Facts) -> NewsView:
    author = next(iter(encyclopedia.relations["author"].of(facts.key)), None)
    return NewsView(
        id=base + _first_address(facts),
        title=facts.title,
        href=base + facts.address,
        updated=facts.changed or "",
        published=facts.published,
        summary=facts.summary,
        author=encyclopedia.entries[author].title if author else None,
    )


FEATURE = Feature("feed", linked=(FEED,), absolute="feed", files=_files)
