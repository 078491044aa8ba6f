"""The files that machines ask for: sitemap, feed, `robots.txt`, the manifest for phones, HTTP headers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from kinepedia.model.addresses import Key
from kinepedia.plan.links import NOT_FOUND

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kinepedia.link.encyclopedia import Encyclopedia
    from kinepedia.parse.facts import Facts

FEED = "feed.xml"
MANIFEST = "manifest.webmanifest"

FILE_TEMPLATES = (
    "sitemap.xml",
    "sitemap-index.xml",
    FEED,
    "robots.txt",
    MANIFEST,
    "_headers",
    "theme.css",
    "figures.css",
)
"""The templates of these files."""

NO_BASE_URL = (
    "site.toml has no base_url, so there are no canonical links, no sitemap and no feed: "
    "they have to name the address at which the site will stand."
)
"""What is said of a site that does not know its own address."""

_MOST_URLS = 50_000  # in one sitemap: https://www.sitemaps.org/protocol.html
_MOST_NEWS = 30
_NEWS = ("exercises", "routines", "articles")


@dataclass(frozen=True, slots=True)
class FileView:
    """What every one of these files gets. `base` is the site's absolute address."""

    base: str


class UrlView(NamedTuple):
    """A page in a sitemap. `changed` is the day that its author gives, in ISO 8601."""

    href: str
    changed: str | None


@dataclass(frozen=True, slots=True)
class SitemapView(FileView):
    """A sitemap."""

    urls: tuple[UrlView, ...]


@dataclass(frozen=True, slots=True)
class SitemapIndexView(FileView):
    """A list of sitemaps, by their absolute addresses."""

    sitemaps: tuple[str, ...]


class NewsView(NamedTuple):
    """An entry in the feed. Days are in ISO 8601, `id` is what feed readers know it by."""

    id: str
    title: str
    href: str
    updated: str
    published: str | None
    summary: str | None
    author: str | None


@dataclass(frozen=True, slots=True)
class FeedView(FileView):
    """The feed, the newest entry first."""

    updated: str
    entries: tuple[NewsView, ...]


def machine_files(encyclopedia: Encyclopedia, pages: Sequence[str]) -> Iterator[tuple[str, str, FileView]]:
    """Yield the address, the template and the view of each file; `pages` are the addresses of all pages."""
    settings = encyclopedia.settings
    base = settings.base_url or ""
    nothing = FileView(base)
    if settings.url_style == "directory":  # a browser reads no manifest from a folder on disk
        yield MANIFEST, MANIFEST, nothing
    if settings.headers:
        yield "_headers", "_headers", nothing
    if not base:
        return
    if urlsplit(base).path == "/":  # it counts nowhere else: RFC 9309, section 2.3
        yield "robots.txt", "robots.txt", nothing
    yield from _sitemaps(base, [_url(encyclopedia, base, page) for page in pages if page != NOT_FOUND])
    if news := _news(encyclopedia):
        entries = tuple(_news_view(encyclopedia, base, facts) for facts in news)
        yield FEED, FEED, FeedView(base, entries[0].updated, entries)


def _sitemaps(base: str, urls: list[UrlView]) -> Iterator[tuple[str, str, FileView]]:
    """Yield the sitemap, or the parts of one that is too long with their index."""
    if len(urls) <= _MOST_URLS:
        yield "sitemap.xml", "sitemap.xml", SitemapView(base, tuple(urls))
        return
    parts = [tuple(urls[start : start + _MOST_URLS]) for start in range(0, len(urls), _MOST_URLS)]
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    yield "sitemap.xml", "sitemap-index.xml", SitemapIndexView(base, tuple(base + name for name in names))
    for name, part in zip(names, parts, strict=True):
        yield name, "sitemap.xml", SitemapView(base, part)


def _url(encyclopedia: Encyclopedia, base: str, page: str) -> UrlView:
    collection, _, slug = page.removesuffix("/").partition("/")
    facts = encyclopedia.entries.get(Key(collection, slug))
    return UrlView(base + page, _day(facts) if facts else None)


def _day(facts: Facts) -> str | None:
    """Return the day of an entry's last change, as far as its author says one."""
    return facts.updated or facts.published


def _news(encyclopedia: Encyclopedia) -> list[Facts]:
    """Return the entries that were published or changed last, as far as their authors say when."""
    dated = [facts for key, facts in encyclopedia.entries.items() if key.collection in _NEWS and _day(facts)]
    dated.sort(key=_first_address)  # of one day, in an order that no new slug changes
    return sorted(dated, key=lambda facts: _day(facts) or "", reverse=True)[:_MOST_NEWS]


def _first_address(facts: Facts) -> str:
    """Return the address that an entry had first, which stays the same when its page moves."""
    return facts.redirect_from[0] if facts.redirect_from else facts.key.address


def _news_view(encyclopedia: Encyclopedia, base: str, facts: Facts) -> NewsView:
    author = next(iter(encyclopedia.relations["author"].of(facts.key)), None)
    return NewsView(
        id=base + _first_address(facts),
        title=facts.title,
        href=base + facts.key.address,
        updated=_day(facts) or "",
        published=facts.published,
        summary=facts.summary,
        author=encyclopedia.entries[author].title if author else None,
    )
