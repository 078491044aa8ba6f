"""The fourth stage: which page is made from which template, and of what."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from kinepedia import rules
from kinepedia.plan.claims import Claims
from kinepedia.plan.entries import Drafter
from kinepedia.plan.exercise import exercise_view
from kinepedia.plan.links import NOT_FOUND
from kinepedia.plan.lists import HOME_GROUPS, home_view, list_view
from kinepedia.plan.sites import SiteViews
from kinepedia.plan.surroundings import Surveyor
from kinepedia.plan.terms import routine_view, term_view
from kinepedia.plan.views import HeadView, PageView, RedirectView
from kinepedia.schema import COLLECTIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from kinepedia.addresses import Key
    from kinepedia.diagnostics import Diagnostic
    from kinepedia.link import Encyclopedia
    from kinepedia.parse import Entry
    from kinepedia.places import Places
    from kinepedia.plan.surroundings import Rows
    from kinepedia.plan.views import SiteView
    from kinepedia.read import Attachment

_DIGEST_CHARACTERS = 10


@dataclass(frozen=True, slots=True)
class Page:
    """A page to be made: its address and its template.

    `key` is the entry that it shows, or that an old address leads to; `collection` the one that it lists.
    """

    address: str
    template: str
    key: Key | None = None
    collection: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """All files of the output: pages to be rendered, and files to be copied, by their addresses."""

    pages: tuple[Page, ...]
    copies: Mapping[str, Path]

    def addresses(self) -> set[str]:
        """Return the address of every file."""
        return {*self.copies, *(page.address for page in self.pages)}


def plan(
    encyclopedia: Encyclopedia, assets: Mapping[str, Attachment], places: Places
) -> tuple[Plan, list[Diagnostic]]:
    """Decide on every file of the output. Returns the plan, and addresses that are claimed twice."""
    claims = Claims()
    entries = encyclopedia.entries
    pages = [
        page
        for page in _pages(encyclopedia)
        if claims.claim(page.address, entries[page.key].path if page.key else "the site itself")
    ]
    copies: dict[str, Path] = {}
    for name, asset in assets.items():
        address = _asset_address(name, asset)
        if claims.claim(address, f"templates/assets/{asset.path.name}"):
            copies[address] = asset.path
    for address, attachment in encyclopedia.media.items():
        if claims.claim(address, f"the file {attachment.path.name}"):
            copies[address] = attachment.path
    for address, attachment in encyclopedia.static.items():
        if claims.claim(address, f"static/{address}"):
            copies[address] = attachment.path
    pages += _redirects(encyclopedia, claims, places)
    return Plan(tuple(pages), copies), claims.problems


def _asset_address(name: str, asset: Attachment) -> str:
    path = PurePosixPath(name)
    return f"assets/{path.with_suffix('')}.{asset.digest[:_DIGEST_CHARACTERS]}{path.suffix}"


_TEMPLATES = {
    "exercises": "exercise.html",
    "categories": "category.html",
    "muscles": "muscle.html",
    "types": "type.html",
    "levels": "level.html",
    "equipment": "equipment.html",
    "routines": "routine.html",
    "articles": "article.html",
    "authors": "author.html",
}
_REDIRECT = "redirect.html"


def _pages(encyclopedia: Encyclopedia) -> Iterator[Page]:
    yield Page("", "home.html")
    present = {key.collection for key in encyclopedia.entries}
    for name in COLLECTIONS:
        if name in present:
            template = "exercises.html" if name == "exercises" else "collection.html"
            yield Page(f"{name}/", template, collection=name)
    for key in encyclopedia.entries:
        yield Page(key.address, _TEMPLATES[key.collection], key)
    yield Page(NOT_FOUND, "404.html")


def _redirects(encyclopedia: Encyclopedia, claims: Claims, places: Places) -> Iterator[Page]:
    for key, facts in encyclopedia.entries.items():
        for index, address in enumerate(facts.redirect_from):
            if other := claims.owner(address):
                place = places.value(facts, "redirect_from", index)
                if other == facts.path and address in facts.redirect_from[:index]:
                    claims.problems.append(rules.REPEATED_VALUE.at(place, value=f"/{address}"))
                else:
                    claims.problems.append(
                        rules.REDIRECT_HIDES_PAGE.at(place, address=f"/{address}", other=other)
                    )
                continue
            claims.claim(address, facts.path)
            yield Page(address, _REDIRECT, key)


class Drafts:
    """Drafts the view of one page after the other; tells what has to be drafted anew."""

    def __init__(
        self,
        encyclopedia: Encyclopedia,
        assets: Mapping[str, Attachment],
        load: Callable[[Key], Entry],
        related: Mapping[Key, tuple[Key, ...]] | None = None,
    ) -> None:
        """Take the encyclopedia, and a way to load a whole entry.

        `related` has the exercises related to each, if they are known already.
        """
        self._encyclopedia = encyclopedia
        self._load = load
        self.surveyor = Surveyor(encyclopedia, related)
        self._site = SiteViews(
            encyclopedia, {name: _asset_address(name, asset) for name, asset in assets.items()}
        )
        self._frame = self._site.fingerprint()

    def fingerprint(self, page: Page) -> bytes:
        """Return 16 bytes that change whenever the views of a page may change."""
        is_entry = page.key and page.template != _REDIRECT
        own = self.surveyor.fingerprint(self._rows(page), page.key if is_entry else None)
        known = repr((page.address, page.template, len(self._exercises) if not page.address else 0))
        return blake2b(self._frame + own + known.encode(), digest_size=16).digest()

    def site(self, page: Page) -> SiteView:
        """Return what a page shows of the site."""
        return self._site.at(page.address)

    def view(self, page: Page) -> PageView:
        """Return what a page shows."""
        is_entry = page.key and page.template != _REDIRECT
        surroundings = self.surveyor.around(self._rows(page), page.key if is_entry else None)
        drafter = Drafter(surroundings, self._encyclopedia.settings, page.address)
        if page.key and page.template == _REDIRECT:
            return _redirect_view(drafter, page.key)
        if page.key:
            return self._entry_view(drafter, page.key)
        if page.collection:
            return list_view(drafter, page.collection)
        if page.address == NOT_FOUND:
            return PageView(drafter.head("Page not found"), "Page not found")
        return home_view(drafter, len(self._exercises))

    @property
    def _exercises(self) -> list[Key]:
        return self._encyclopedia.collection("exercises")

    def _rows(self, page: Page) -> Rows:
        """Return the entries that a page shows."""
        if page.key and page.template == _REDIRECT:
            return {"entry": (page.key,)}
        if page.key:
            return self.surveyor.rows(page.key)
        if page.collection:
            return {"all": self._in_order(page.collection)}
        if page.address == NOT_FOUND:
            return {}
        return {name: self._in_order(name) for name in HOME_GROUPS}

    def _in_order(self, collection: str) -> tuple[Key, ...]:
        keys = self._encyclopedia.collection(collection)
        number = {"categories": "order", "levels": "rank"}.get(collection)
        return self.surveyor.in_order(keys, number) if number else tuple(keys)

    def _entry_view(self, drafter: Drafter, key: Key) -> PageView:
        entry = self._load(key)
        if key.collection == "exercises":
            return exercise_view(drafter, entry)
        if key.collection == "routines":
            return routine_view(drafter, entry, lambda item: getattr(self._load(item).fields, "dose", None))
        return term_view(drafter, entry)


def _redirect_view(drafter: Drafter, key: Key) -> RedirectView:
    title = drafter.surroundings.cards[key].title
    base = drafter.settings.base_url
    return RedirectView(
        head=HeadView(drafter.head(title).title, None, base + key.address if base else None),
        title=title,
        href=drafter.linker.to(key.address),
    )
