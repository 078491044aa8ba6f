"""The fourth stage: which page is made from which template with which view."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from kinepedia import rules
from kinepedia.plan.claims import Claims
from kinepedia.plan.entries import Drafter
from kinepedia.plan.exercise import exercise_view
from kinepedia.plan.links import NOT_FOUND
from kinepedia.plan.lists import home_view, list_view
from kinepedia.plan.sites import SiteViews
from kinepedia.plan.terms import routine_view, term_view
from kinepedia.plan.views import HeadView, Page, PageView, RedirectView
from kinepedia.schema import COLLECTIONS, Routine

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from kinepedia.diagnostics import Diagnostic
    from kinepedia.link import Encyclopedia
    from kinepedia.parse import Entry
    from kinepedia.read import Attachment

_DIGEST_CHARACTERS = 10


@dataclass(frozen=True, slots=True)
class Plan:
    """All files of the output: pages to be rendered, and files to be copied, by their addresses."""

    pages: tuple[Page, ...]
    copies: Mapping[str, Path]

    def addresses(self) -> set[str]:
        """Return the address of every file."""
        return {*self.copies, *(page.address for page in self.pages)}


def plan(encyclopedia: Encyclopedia, assets: Mapping[str, Attachment]) -> tuple[Plan, list[Diagnostic]]:
    """Decide on every file of the output. Returns the plan, and addresses that are claimed twice."""
    asset_addresses = {name: _asset_address(name, asset) for name, asset in assets.items()}
    site = SiteViews(encyclopedia, asset_addresses)
    claims = Claims()
    pages = [
        page
        for page in _pages(encyclopedia, site)
        if claims.claim(page.address, page.source or "the site itself")
    ]
    copies: dict[str, Path] = {}
    for address, asset in ((asset_addresses[name], asset) for name, asset in assets.items()):
        if claims.claim(address, f"templates/assets/{asset.path.name}"):
            copies[address] = asset.path
    for address, attachment in encyclopedia.media.items():
        if claims.claim(address, f"the file {attachment.path.name}"):
            copies[address] = attachment.path
    for address, attachment in encyclopedia.static.items():
        if claims.claim(address, f"static/{address}"):
            copies[address] = attachment.path
    pages += _redirects(encyclopedia, site, claims)
    return Plan(tuple(pages), copies), claims.problems


def _asset_address(name: str, asset: Attachment) -> str:
    path = PurePosixPath(name)
    return f"assets/{path.with_suffix('')}.{asset.digest[:_DIGEST_CHARACTERS]}{path.suffix}"


def _pages(encyclopedia: Encyclopedia, site: SiteViews) -> Iterator[Page]:
    def page(address: str, template: str, view: PageView, source: str | None = None) -> Page:
        return Page(address, template, view, site.at(address), source)

    yield page("", "home.html", home_view(encyclopedia))
    for name in COLLECTIONS:
        if entries := encyclopedia.collection(name):
            template = "exercises.html" if name == "exercises" else "collection.html"
            yield page(f"{name}/", template, list_view(encyclopedia, name, entries))
    for key, entry in encyclopedia.entries.items():
        template = f"{_TEMPLATES[key.collection]}.html"
        yield page(key.address, template, _entry_view(encyclopedia, entry), entry.source.path)
    drafter = Drafter(encyclopedia, NOT_FOUND)
    yield page(NOT_FOUND, "404.html", PageView(drafter.head("Page not found"), "Page not found"))


_TEMPLATES = {
    "exercises": "exercise",
    "categories": "category",
    "muscles": "muscle",
    "types": "type",
    "levels": "level",
    "equipment": "equipment",
    "routines": "routine",
    "articles": "article",
    "authors": "author",
}


def _entry_view(encyclopedia: Encyclopedia, entry: Entry) -> PageView:
    if entry.key.collection == "exercises":
        return exercise_view(encyclopedia, entry)
    if isinstance(entry.fields, Routine):
        return routine_view(encyclopedia, entry)
    return term_view(encyclopedia, entry)


def _redirects(encyclopedia: Encyclopedia, site: SiteViews, claims: Claims) -> Iterator[Page]:
    for key, entry in encyclopedia.entries.items():
        for index, address in enumerate(entry.fields.redirect_from):
            span = entry.source.marks.value("redirect_from", index)
            place = entry.source.place(span)
            if other := claims.owner(address):
                if other == entry.source.path and address in entry.fields.redirect_from[:index]:
                    claims.problems.append(rules.REPEATED_VALUE.at(place, value=f"/{address}"))
                else:
                    claims.problems.append(
                        rules.REDIRECT_HIDES_PAGE.at(place, address=f"/{address}", other=other)
                    )
                continue
            claims.claim(address, entry.source.path)
            drafter = Drafter(encyclopedia, address)
            canonical = encyclopedia.settings.base_url
            head = drafter.head(entry.title)
            view = RedirectView(
                head=HeadView(head.title, None, canonical + key.address if canonical else None),
                title=entry.title,
                href=drafter.linker.to(key.address),
            )
            yield Page(address, "redirect.html", view, site.at(address), entry.source.path)
