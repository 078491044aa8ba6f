"""The fourth stage: which page is made from which template, and of what."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from kinepedia.features import finder
from kinepedia.features.compression import SUFFIXES, is_text
from kinepedia.features.figure_files import STRIP, strip_address, style_files
from kinepedia.features.figure_files import STYLE as FIGURES
from kinepedia.features.machine_files import FILE_TEMPLATES, machine_files
from kinepedia.features.theme import STYLE, theme_address, theme_view
from kinepedia.model.addresses import Key
from kinepedia.model.schema import COLLECTIONS
from kinepedia.plan.links import NOT_FOUND
from kinepedia.plan.taken_addresses import TakenAddresses
from kinepedia.problems import rules
from kinepedia.problems.diagnostics import Place

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    from kinepedia.features.machine_files import FileView
    from kinepedia.link.encyclopedia import Encyclopedia
    from kinepedia.parse.places import Places
    from kinepedia.problems.diagnostics import Diagnostic
    from kinepedia.read.files import Attachment

REDIRECT = "redirect.html"
"""The template of the page at an old address."""

AT_ROOT = frozenset(["favicon.ico"])
"""The files of the theme that browsers ask for at the root, whatever a page says."""

_DIGEST_CHARACTERS = 10


class Page(NamedTuple):
    """A page to be made: its address and its template.

    `key` is the entry that it shows, or whose steps it shows, or that an old address leads to; `collection`
    the one that it lists.
    """

    address: str
    template: str
    key: Key | None = None
    collection: str | None = None

    @property
    def entry(self) -> Key | None:
        """The entry whose own page this is."""
        return None if self.template in (REDIRECT, STRIP) else self.key


@dataclass(frozen=True, slots=True)
class Plan:
    """All files of the output: pages to be rendered, files to be copied, and files for machines.

    Those that are copied are by their addresses; those for machines are rendered from views.
    """

    pages: tuple[Page, ...]
    copies: Mapping[str, Attachment]
    files: tuple[tuple[Page, FileView], ...] = ()

    def addresses(self) -> set[str]:
        """Return the address of every file."""
        return {
            *self.copies,
            *(page.address for page in self.pages),
            *(page.address for page, _ in self.files),
        }


def plan(
    encyclopedia: Encyclopedia, assets: Mapping[str, Attachment], places: Places
) -> tuple[Plan, list[Diagnostic]]:
    """Decide on every file of the output. Returns the plan, and addresses that are claimed twice.

    A file that the site has in `static/` replaces one of the same address that is made for machines.
    """
    taken = TakenAddresses()
    entries = encyclopedia.entries
    pages = [
        page
        for page in _pages(encyclopedia)
        if taken.take(page.address, entries[page.key].path if page.key else "the site itself")
    ]
    data = [
        Page(address, finder.TEMPLATE)
        for address in finder.addresses(encyclopedia)
        if taken.take(address, "the site itself")
    ]
    strips = [
        strip_page(key)
        for key, facts in entries.items()
        if facts.has_strip and taken.take(strip_address(key), facts.path)
    ]
    copies: dict[str, Attachment] = {}
    for name, asset in assets.items():
        address = asset_address(name, asset)
        if name in AT_ROOT and address in encyclopedia.static:
            continue
        if taken.take(address, f"templates/assets/{asset.path.name}"):
            copies[address] = asset
    others = [(address, file, f"the file {file.path.name}") for address, file in encyclopedia.media.items()]
    others += [(address, file, f"static/{address}") for address, file in encyclopedia.static.items()]
    copies |= {address: file for address, file, owner in others if taken.take(address, owner)}
    files = tuple(
        (Page(address, template), view)
        for address, template, view in _files(encyclopedia, [page.address for page in pages], assets)
        if taken.owner(address) is None and taken.take(address, "the site itself")
    )
    taken.problems += _taken_by_twins(encyclopedia, taken)
    pages += [*strips, *data, *_redirects(encyclopedia, taken, places)]
    return Plan(tuple(pages), copies, files), taken.problems


def _files(
    encyclopedia: Encyclopedia, pages: list[str], assets: Container[str]
) -> Iterator[tuple[str, str, FileView]]:
    """Yield the address, the template and the view of each file that is made but no page."""
    if FIGURES not in assets:
        yield from style_files(encyclopedia.entries.values())
    yield from machine_files(encyclopedia, pages)
    theme = encyclopedia.settings.theme
    if address := theme_address(theme):
        yield address, STYLE, theme_view(theme)


def asset_address(name: str, asset: Attachment) -> str:
    """Return the address of a file of the theme, which changes with its content unless programs know it."""
    if name in AT_ROOT:
        return name
    path = PurePosixPath(name)
    return f"assets/{path.with_suffix('')}.{asset.digest[:_DIGEST_CHARACTERS]}{path.suffix}"


def _taken_by_twins(encyclopedia: Encyclopedia, taken: TakenAddresses) -> Iterator[Diagnostic]:
    """Report static files that stand where the compressed twin of another file belongs."""
    for kind in encyclopedia.settings.precompress:
        for address in encyclopedia.static:
            name = address.removesuffix(SUFFIXES[kind])
            if name != address and is_text(name) and taken.owner(name):
                yield rules.ADDRESS_TAKEN.at(
                    Place(f"static/{address}"), address=f"/{address}", other=f"the compressed twin of /{name}"
                )


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


TEMPLATES = (
    "home.html",
    "exercises.html",
    "collection.html",
    "404.html",
    REDIRECT,
    finder.TEMPLATE,
    STRIP,
    *_TEMPLATES.values(),
    *FILE_TEMPLATES,
)
"""The template of every kind of page, and of every file for machines."""


def _pages(encyclopedia: Encyclopedia) -> Iterator[Page]:
    yield Page("", "home.html")
    present = {key.collection for key in encyclopedia.entries}
    for name in COLLECTIONS:
        if name in present:
            template = "exercises.html" if name == "exercises" else "collection.html"
            yield Page(f"{name}/", template, collection=name)
    for key in encyclopedia.entries:
        yield entry_page(key)
    yield Page(NOT_FOUND, "404.html")


def entry_page(key: Key) -> Page:
    """Return the page of an entry."""
    return Page(key.address, _TEMPLATES[key.collection], key)


def strip_page(key: Key) -> Page:
    """Return the file with the figures of all steps of an exercise."""
    return Page(strip_address(key), STRIP, key)


def page_at(address: str) -> Page:
    """Return what is at an address: the page of an entry, or the strip of an exercise."""
    collection, slug, *below = address.strip("/").split("/")
    key = Key(collection, slug)
    return strip_page(key) if below else entry_page(key)


def _redirects(encyclopedia: Encyclopedia, taken: TakenAddresses, places: Places) -> Iterator[Page]:
    for key, facts in encyclopedia.entries.items():
        for index, address in enumerate(facts.redirect_from):
            if other := taken.owner(address):
                place = places.value(facts, "redirect_from", index)
                if other == facts.path and address in facts.redirect_from[:index]:
                    taken.problems.append(rules.REPEATED_VALUE.at(place, value=f"/{address}"))
                else:
                    taken.problems.append(
                        rules.REDIRECT_HIDES_PAGE.at(place, address=f"/{address}", other=other)
                    )
                continue
            taken.take(address, facts.path)
            yield Page(address, REDIRECT, key)
