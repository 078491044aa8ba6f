"""The fourth stage: which page is made from which template with which view."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, cast

from kinepedia import rules
from kinepedia.addresses import fold
from kinepedia.diagnostics import Diagnostic, Place
from kinepedia.plan.entries import Drafter, cautions, level_order
from kinepedia.plan.exercise import exercise_view
from kinepedia.plan.links import NOT_FOUND, Linker
from kinepedia.plan.views import (
    FactView,
    HomeView,
    LinkView,
    ListView,
    Page,
    PageView,
    RedirectView,
    RoutineItemView,
    RoutineView,
    SiteView,
    TermView,
)
from kinepedia.plan.words import dose, merged
from kinepedia.schema import COLLECTIONS, Author, Category, Routine, Target, Type

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

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
    site = _SiteViews(encyclopedia, asset_addresses)
    claims = _Claims()
    pages = [
        page
        for page in _pages(encyclopedia, site)
        if claims.claim(page.address, page.source or f"templates/{page.template}")
    ]
    copies: dict[str, Path] = {}
    for address, asset in ((asset_addresses[name], asset) for name, asset in assets.items()):
        if claims.claim(address, f"templates/assets/{asset.path.name}"):
            copies[address] = asset.path
    for address, attachment in encyclopedia.media.items():
        if claims.claim(address, attachment.path.name):
            copies[address] = attachment.path
    for address, attachment in encyclopedia.static.items():
        if claims.claim(address, f"static/{address}"):
            copies[address] = attachment.path
    pages += _redirects(encyclopedia, site, claims)
    return Plan(tuple(pages), copies), claims.problems


class _Claims:
    """Who takes which address; two files that some file system cannot tell apart are reported."""

    def __init__(self) -> None:
        self._owners: dict[str, str] = {}
        self._folders: dict[str, str] = {}
        self.problems: list[Diagnostic] = []

    def owner(self, address: str) -> str | None:
        """Return who has an address, or has made it impossible."""
        key = fold(address)
        folders = [str(parent) for parent in PurePosixPath(key).parents][:-1]
        above = next((self._owners[folder] for folder in folders if folder in self._owners), None)
        return self._owners.get(key) or self._folders.get(key) or above

    def claim(self, address: str, owner: str) -> bool:
        """Give an address to its owner, a file; return False, and report, if another has it."""
        if other := self.owner(address):
            self.problems.append(rules.ADDRESS_TAKEN.at(Place(owner), address=f"/{address}", other=other))
            return False
        key = fold(address)
        self._owners[key] = owner
        for parent in [str(parent) for parent in PurePosixPath(key).parents][:-1]:
            self._folders.setdefault(parent, owner)
        return True


class _SiteViews:
    """What pages show of the site; all pages of one folder share a view."""

    def __init__(self, encyclopedia: Encyclopedia, assets: Mapping[str, str]) -> None:
        self._encyclopedia = encyclopedia
        self._assets = assets
        present = {key.collection for key in encyclopedia.entries}
        self._collections = [name for name in COLLECTIONS if name in present]
        self._made: dict[str, SiteView] = {}

    def at(self, address: str) -> SiteView:
        """Return the view for the page at `address`."""
        folder = NOT_FOUND if address == NOT_FOUND else address.rpartition("/")[0]
        current = any(target.address == address for _, target in self._encyclopedia.navigation)
        if current:
            return self._make(address)
        if folder not in self._made:
            self._made[folder] = self._make(address)
        return self._made[folder]

    def _make(self, address: str) -> SiteView:
        settings = self._encyclopedia.settings
        linker = Linker(address, settings)
        licence = settings.licence
        return SiteView(
            title=settings.title,
            tagline=settings.tagline,
            language=settings.language,
            home=linker.to(""),
            navigation=tuple(
                LinkView(
                    label,
                    target.address if target.external else linker.to(target.address),
                    current=target.address == address,
                )
                for label, target in self._encyclopedia.navigation
            ),
            licence=LinkView(licence.name, licence.url or "") if licence else None,
            assets={name: linker.to(asset) for name, asset in self._assets.items()},
            collections=tuple(
                LinkView(getattr(settings.labels, name), linker.to(f"{name}/")) for name in self._collections
            ),
        )


def _asset_address(name: str, asset: Attachment) -> str:
    path = PurePosixPath(name)
    return f"assets/{path.with_suffix('')}.{asset.digest[:_DIGEST_CHARACTERS]}{path.suffix}"


def _pages(encyclopedia: Encyclopedia, site: _SiteViews) -> Iterator[Page]:
    def page(address: str, template: str, view: PageView, source: str | None = None) -> Page:
        return Page(address, template, view, site.at(address), source, indexable=address != NOT_FOUND)

    yield page("", "home.html", _home(encyclopedia))
    for name in COLLECTIONS:
        if entries := encyclopedia.collection(name):
            template = "exercises.html" if name == "exercises" else "collection.html"
            yield page(f"{name}/", template, _list(encyclopedia, name, entries))
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
        return _routine(encyclopedia, entry)
    return _term(encyclopedia, entry)


def _home(encyclopedia: Encyclopedia) -> HomeView:
    drafter = Drafter(encyclopedia, "")
    settings = encyclopedia.settings
    labels = settings.labels
    categories = sorted(encyclopedia.collection("categories"), key=_category_order)
    groups = (
        drafter.group(labels.categories, "categories", [entry.key for entry in categories]),
        drafter.group(
            labels.routines, "routines", [entry.key for entry in encyclopedia.collection("routines")]
        ),
        drafter.group(
            labels.articles, "articles", [entry.key for entry in encyclopedia.collection("articles")]
        ),
    )
    return HomeView(
        head=drafter.head(settings.title, settings.description or settings.tagline),
        title=settings.title,
        description=settings.description,
        groups=tuple(group for group in groups if group.cards),
        exercises=drafter.collection_link("exercises"),
        count=len(encyclopedia.collection("exercises")),
    )


def _category_order(entry: Entry) -> tuple[bool, int, str]:
    order = entry.fields.order if isinstance(entry.fields, Category) else None
    return order is None, order or 0, entry.title.casefold()


def _list(encyclopedia: Encyclopedia, name: str, entries: list[Entry]) -> ListView:
    drafter = Drafter(encyclopedia, f"{name}/")
    label = getattr(encyclopedia.settings.labels, name)
    if name == "exercises":
        by_letter: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            initial = entry.title[0].upper()
            by_letter[initial if initial.isalpha() else "#"].append(entry)
        groups = tuple(
            drafter.group(letter, f"letter-{number}", [entry.key for entry in by_letter[letter]])
            for number, letter in enumerate(sorted(by_letter), start=1)
        )
    else:
        order = {"levels": level_order, "categories": _category_order}.get(name)
        in_order = sorted(entries, key=order) if order else entries
        groups = (drafter.group(label, "all", [entry.key for entry in in_order]),)
    count = f"{len(entries)} {label.lower()}" if len(entries) > 1 else None
    return ListView(
        head=drafter.head(label, count and f"{count}, with links to each."),
        title=label,
        crumbs=drafter.crumbs(),
        groups=groups,
        count=len(entries),
    )


_TERM_GROUPS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "muscles": (
        ("Stretched by", "stretched", "stretches"),
        ("Strengthened by", "strengthened", "strengthens"),
        ("Mobilized by", "mobilized", "mobilizes"),
    ),
    "types": (("Exercises of this type", "exercises", "type"),),
    "levels": (("Exercises of this level", "exercises", "level"),),
    "equipment": (("Exercises that use it", "exercises", "equipment"),),
}


def _term(encyclopedia: Encyclopedia, entry: Entry) -> TermView:
    key = entry.key
    drafter = Drafter(encyclopedia, key.address)
    found = encyclopedia.relations
    fields = entry.fields
    common: dict[str, Any] = drafter.common(entry)
    if key.collection == "categories":
        sequence = encyclopedia.sequences[key]
        groups = [drafter.group("Exercises in order", "exercises", sequence, ordered=True)]
    elif key.collection == "authors":
        written = found["author"].to(key)
        groups = [
            drafter.group(
                getattr(encyclopedia.settings.labels, name),
                name,
                [k for k in written if k.collection == name],
            )
            for name in COLLECTIONS
        ]
    else:
        groups = [
            drafter.group(title, anchor, found[name].to(key))
            for title, anchor, name in _TERM_GROUPS.get(key.collection, ())
        ]
    return TermView(
        **common,
        crumbs=drafter.crumbs(drafter.collection_link(key.collection)),
        groups=tuple(group for group in groups if group.cards),
        definition=fields.definition if isinstance(fields, Type) else None,
        latin=fields.latin if isinstance(fields, Target) else None,
        kind=fields.kind if isinstance(fields, Target) else None,
        credentials=fields.credentials if isinstance(fields, Author) else (),
        link=fields.link if isinstance(fields, Author) else None,
    )


def _routine(encyclopedia: Encyclopedia, entry: Entry) -> RoutineView:
    drafter = Drafter(encyclopedia, entry.key.address)
    fields = cast("Routine", entry.fields)
    common: dict[str, Any] = drafter.common(entry)
    resolved = encyclopedia.routine_items.get(entry.key, {})
    items = []
    for index, item in enumerate(fields.items):
        if key := resolved.get(index):
            own = merged(item.dose, getattr(encyclopedia.entries[key].fields, "dose", None))
            items.append(RoutineItemView(drafter.card(key), dose(own), item.note))
    facts = [FactView("Exercises", text=str(len(items))), *drafter.facts_of_term("Level", entry.key, "level")]
    return RoutineView(
        **common,
        crumbs=drafter.crumbs(drafter.collection_link("routines")),
        facts=tuple(facts),
        items=tuple(items),
        cautions=cautions(fields.cautions),
    )


def _redirects(encyclopedia: Encyclopedia, site: _SiteViews, claims: _Claims) -> Iterator[Page]:
    for key, entry in encyclopedia.entries.items():
        for index, address in enumerate(entry.fields.redirect_from):
            span = entry.source.marks.value("redirect_from", index)
            place = entry.source.place(span)
            if other := claims.owner(address):
                claims.problems.append(
                    rules.REDIRECT_HIDES_PAGE.at(place, address=f"/{address}", other=other)
                )
                continue
            claims.claim(address, entry.source.path)
            drafter = Drafter(encyclopedia, address)
            canonical = encyclopedia.settings.base_url
            head = drafter.head(entry.title)
            view = RedirectView(
                head=type(head)(head.title, None, canonical + key.address if canonical else None),
                title=entry.title,
                href=drafter.linker.to(key.address),
            )
            yield Page(address, "redirect.html", view, site.at(address), entry.source.path, indexable=False)
