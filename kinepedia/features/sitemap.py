"""The sitemap, and `robots.txt`, which says where it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from kinepedia.plan.feature import Feature, Site, SiteFile
from kinepedia.plan.links import NOT_FOUND
from kinepedia.plan.views import FileView

if TYPE_CHECKING:
    from collections.abc import Iterator


_SITEMAP = "sitemap.xml"
_INDEX = "sitemap-index.xml"
_ROBOTS = "robots.txt"
_MOST_URLS = 50_000  # in one sitemap: https://www.sitemaps.org/protocol.html


class UrlView(NamedTuple):
    """A page in a sitemap. `changed` is the day that its author gives, in ISO 8601."""

    href: str
    changed: str | None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class SitemapView(FileView):
    """A sitemap."""

    urls: tuple[UrlView, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class SitemapIndexView(FileView):
    """A list of sitemaps, by their absolute addresses."""

    sitemaps: tuple[str, ...]


def _files(site: Site) -> Iterator[SiteFile]:
    base = site.settings.base_url
    if not base:
        return
    if urlsplit(base).path == "/":  # it counts nowhere else: RFC 9309, section 2.3
        yield SiteFile(_ROBOTS, _ROBOTS, FileView(base))
    changed = {facts.address: facts.changed for facts in site.encyclopedia.entries.values()}
    yield from _sitemaps(
        base, [UrlView(base + page, changed.get(page)) for page in site.pages if page != NOT_FOUND]
    )


def _sitemaps(base: str, urls: list[UrlView]) -> Iterator[SiteFile]:
    """Yield the sitemap, or the parts of one that is too long with their index."""
    if len(urls) <= _MOST_URLS:
        yield SiteFile(_SITEMAP, _SITEMAP, SitemapView(base, tuple(urls)))
        return
    parts = [tuple(urls[start : start + _MOST_URLS]) for start in range(0, len(urls), _MOST_URLS)]
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    yield SiteFile(_SITEMAP, _INDEX, SitemapIndexView(base, tuple(base + name for name in names)))
    for name, part in zip(names, parts, strict=True):
        yield SiteFile(name, _SITEMAP, SitemapView(base, part))


FEATURE = Feature("sitemap", absolute="sitemap", files=_files)
