"""The fourth stage: which page is made from which template, and of what."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from kinepedia.model.addresses import fold, output_path
from kinepedia.model.content_model import BUILT_IN
from kinepedia.model.old_addresses import claim, has_page
from kinepedia.model.settings import FILE as SETTINGS_FILE
from kinepedia.model.settings import spans
from kinepedia.plan.feature import Site
from kinepedia.plan.feature_files import (
    added_pages,
    companions,
    data_pages,
    problems_of_all,
    reader_of,
    site_files,
)
from kinepedia.plan.links import NOT_FOUND
from kinepedia.plan.page import Page, entry_page
from kinepedia.plan.taken_addresses import TakenAddresses
from kinepedia.problems import rules
from kinepedia.problems.diagnostics import Place
from kinepedia.problems.suggest import did_you_mean
from kinepedia.read.files import FILES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kinepedia.link.encyclopedia import Encyclopedia
    from kinepedia.model.content_model import Model
    from kinepedia.parse.facts import Facts
    from kinepedia.parse.places import Places
    from kinepedia.plan.feature import Feature, SiteFile, SitePage
    from kinepedia.problems.diagnostics import Diagnostic
    from kinepedia.read.files import Attachment, Sources

REDIRECT = "redirect.html"
"""The template of the page at an old address."""

AT_ROOT = frozenset(["favicon.ico"])
"""The files of the theme that browsers ask for at the root, whatever a page says."""

_DIGEST_CHARACTERS = 10


@dataclass(frozen=True, slots=True)
class Plan:
    """All files of the output: pages to be rendered, files to be copied, and files for machines.

    Those that are copied are by their addresses; `files` are those for machines, `added` the pages that
    features make.
    """

    pages: tuple[Page, ...]
    copies: Mapping[str, Attachment]
    files: tuple[tuple[Page, SiteFile], ...] = ()
    added: Mapping[str, SitePage] = field(default_factory=dict)

    def addresses(self) -> set[str]:
        """Return the address of every file."""
        return {
            *self.copies,
            *(page.address for page in self.pages),
            *(page.address for page, _ in self.files),
        }


def plan(
    encyclopedia: Encyclopedia,
    sources: Sources,
    places: Places,
    features: Sequence[Feature],
) -> tuple[Plan, list[Diagnostic]]:
    """Decide on every file of the output. Returns the plan, and addresses that are claimed twice.

    A file that the site has in `static/` replaces one of the same address that is made for machines.
    """
    taken = TakenAddresses()
    entries = encyclopedia.entries
    pages = [
        _with_template(page, sources)
        for page in _pages(encyclopedia)
        # The first to take an address has it: pages before data, data before companions, all of them before
        # files of the author's. What loses is reported, except where a file is meant to stand in.
        if taken.take(page.address, entries[page.key].path if page.key else "the site itself")
    ]
    pages += [
        Page(address, template, "own-file")
        for address, template in sources.own_files.items()
        if taken.take(address, f"templates/{template}")
    ]
    taken.problems += _template_problems(encyclopedia, sources, places)
    read = reader_of(encyclopedia)
    site = Site(read, encyclopedia, sources, places, _html(pages), taken)
    added = added_pages(site, features)
    pages += [Page(page.address, page.template, "added") for page in added.values()]
    others = [*data_pages(site, features), *companions(site, features)]
    copies = _copies(encyclopedia, sources.assets, taken)
    site = replace(site, pages=_html(pages))
    files = tuple(site_files(site, features))
    taken.problems += problems_of_all(site, features)
    # Old addresses last of all: one must never hide a page, and is reported where it would.
    pages += [*others, *_redirects(encyclopedia, taken, places)]
    return Plan(tuple(pages), copies, files, added), taken.problems


def _html(pages: Iterable[Page]) -> tuple[str, ...]:
    """Return the addresses of those pages that a visitor can open."""
    return tuple(page.address for page in pages if output_path(page.address).endswith(".html"))


def _copies(
    encyclopedia: Encyclopedia, assets: Mapping[str, Attachment], taken: TakenAddresses
) -> dict[str, Attachment]:
    """Return the files that are published as they are, by their addresses."""
    copies: dict[str, Attachment] = {}
    for name, asset in assets.items():
        address = asset_address(name, asset)
        if name in AT_ROOT and address in encyclopedia.static:
            continue
        if taken.take(address, f"templates/assets/{asset.path.name}"):
            copies[address] = asset
    others = [(address, file, f"the file {file.path.name}") for address, file in encyclopedia.media.items()]
    others += [(address, file, f"static/{address}") for address, file in encyclopedia.static.items()]
    return copies | {address: file for address, file, owner in others if taken.take(address, owner)}


def asset_address(name: str, asset: Attachment) -> str:
    """Return the address of a file of the theme, which changes with its content unless programs know it."""
    if name in AT_ROOT:
        return name
    path = PurePosixPath(name)
    # A browser may keep it for ever: `serve.routes` knows such names by this pattern.
    return f"assets/{path.with_suffix('')}.{asset.digest[:_DIGEST_CHARACTERS]}{path.suffix}"


def templates_of(model: Model, sources: Sources) -> tuple[str, ...]:
    """Return the names of all templates, those among them that a collection names and nobody has."""
    rows = model.collections.values()
    named = (template for row in rows for template in (row.list_template, row.template))
    return tuple(dict.fromkeys((*named, *sources.templates)))


def _pages(encyclopedia: Encyclopedia) -> Iterator[Page]:
    entries = encyclopedia.entries
    # A site may have a home page of its own, and a page for what is not found, among the entries.
    own = {facts.address for facts in entries.values()}
    if "" not in own:
        yield Page("", "home.html", "home")
    present = {key.collection for key in entries}
    for name, row in encyclopedia.model.collections.items():
        if name in present and row.listed:
            yield Page(row.list_address, row.list_template, "list", collection=name)
    for facts in entries.values():
        yield entry_page(encyclopedia.model, facts)
    if NOT_FOUND not in own:
        yield Page(NOT_FOUND, "404.html", "not-found")


def _with_template(page: Page, sources: Sources) -> Page:
    """Return a page with a template that there is: where it names another, only that is wrong with it."""
    if page.template in sources.templates:
        return page
    row = BUILT_IN.collections.get(page.collection or (page.key.collection if page.key else ""))
    if page.collection:
        return page._replace(template=row.list_template if row else "collection.html")
    return page._replace(template=row.template if row else "own.html") if page.key else page


def _template_problems(encyclopedia: Encyclopedia, sources: Sources, places: Places) -> Iterator[Diagnostic]:
    """Yield a problem for each template that an entry or a collection names and nobody has."""
    known = [name for name in sources.templates if name.endswith(".html") and not name.startswith(FILES)]
    for facts in encyclopedia.entries.values():
        if facts.template and facts.template not in known:
            place = places.value(facts, "template")
            hint = did_you_mean(facts.template, known)
            yield rules.MISSING_TEMPLATE.at(place, name=facts.template, hint=hint)
    for name, row in (encyclopedia.settings.collections or {}).items():
        for which in ("template", "list_template"):
            if (template := getattr(row, which)) and template not in known:
                span = spans(sources.settings).value("collections", name, which)
                hint = did_you_mean(template, known)
                yield rules.MISSING_TEMPLATE.at(Place(SETTINGS_FILE, span), name=template, hint=hint)


def _redirects(encyclopedia: Encyclopedia, taken: TakenAddresses, places: Places) -> Iterator[Page]:
    """Yield the pages at old addresses, and report each address that is not free.

    Where no page can stand, `features.redirects` makes rules for hosts; those addresses have to be free, too.
    """
    ruled: dict[str, str] = {}
    for key, facts in encyclopedia.entries.items():
        for index, address in enumerate(facts.redirect_from):
            is_page = has_page(address)
            other = (
                taken.owner(address)
                if is_page
                else ruled.get(claim(address)) or _hidden(address, facts, taken)
            )
            if other:
                place = places.value(facts, "redirect_from", index)
                if other == facts.path and address in facts.redirect_from[:index]:
                    taken.problems.append(rules.REPEATED_VALUE.at(place, value=f"/{address}"))
                else:
                    taken.problems.append(
                        rules.REDIRECT_HIDES_PAGE.at(place, address=f"/{address}", other=other)
                    )
            elif is_page:
                taken.take(address, facts.path)
                yield Page(address, REDIRECT, "redirect", key)
            else:
                ruled[claim(address)] = facts.path


def _hidden(address: str, facts: Facts, taken: TakenAddresses) -> str | None:
    """Return whose file visitors could not reach if there were a rule for an old address."""
    path, mark, _ = address.partition("?")
    if not mark:
        return taken.file_at(address)
    # A page with a query is another address, but for the page to which it leads: Netlify passes the query on,
    # so that a browser would go round in a circle.
    return facts.path if fold(path) == fold(facts.address) else None
