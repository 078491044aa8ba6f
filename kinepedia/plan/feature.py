"""The door through which a site gets more than its pages: a finder, a feed, structured data and so on.

A feature is a value of plain functions from the encyclopedia to what stands on pages and in files. Whoever
plans, renders or touches pages asks all features alike and knows none of them by name; those that come with
Kinepedia are listed in `kinepedia.features`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

from kinepedia.model.addresses import beside

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Container, Iterable, Sequence
    from pathlib import Path

    from kinepedia.link.encyclopedia import Encyclopedia
    from kinepedia.model.addresses import Key
    from kinepedia.model.settings import Settings
    from kinepedia.parse.facts import Facts
    from kinepedia.parse.parser import Entry
    from kinepedia.plan.neighbour_finder import NeighbourFinder
    from kinepedia.plan.page import Page
    from kinepedia.plan.taken_addresses import TakenAddresses
    from kinepedia.plan.view_maker import ViewMaker
    from kinepedia.plan.views import FileView, PageView
    from kinepedia.problems.diagnostics import Diagnostic
    from kinepedia.read.files import Sources


class SiteFile(NamedTuple):
    """A file that machines ask for, with what its template shows.

    These are few and small, and are made anew whenever the site is linked.
    """

    address: str
    template: str
    view: FileView


@dataclass(frozen=True, slots=True)
class Companion:
    """A file beside the page of an entry, made of that entry alone. Its template has the same name.

    `is_wanted` tells of which entries there is one.
    """

    name: str
    is_wanted: Callable[[Facts], bool]
    view: Callable[[Entry], PageView]

    def address(self, page: str) -> str:
        """Return the address of the file beside the page of an entry."""
        return beside(page, self.name)


class DataMaker(Protocol):
    """Makes the files of a `DataSet`, and tells when one changes."""

    def fingerprint(self, address: str) -> bytes:
        """Return bytes that change whenever what stands at an address changes."""

    def view(self, address: str) -> PageView:
        """Return what stands at an address."""


@dataclass(frozen=True, slots=True)
class DataSet:
    """Files for scripts that are made of many entries, all by one template, each anew when it changes.

    `maker` takes the encyclopedia, what puts entries in order, and what loads a whole entry.
    """

    template: str
    addresses: Callable[[Encyclopedia], Iterable[str]]
    maker: Callable[[Encyclopedia, NeighbourFinder, Callable[[Key], Entry]], DataMaker]


class Unpublished(Protocol):
    """A site that is about to be published, as a feature sees it: files by their names in the output."""

    def names(self) -> list[str]:
        """Return the names of all files."""

    def keeps(self, name: str) -> bool:
        """Tell whether a file of the output stays as it is."""

    def where(self, name: str) -> Path:
        """Return where the content of a file lies."""

    def write(self, address: str, content: bytes) -> None:
        """Add a file, or make it anew."""

    def expect(self, address: str, *, is_new: bool) -> None:
        """Take note of a file that another process has written, or that stays as it is."""


@dataclass(frozen=True, slots=True)
class Feature:
    """Something that a site gets besides its pages.

    `templates` are those of its files, `linked` the addresses of files to which every page links where the
    site has them. `files` takes the encyclopedia, the addresses of all pages, and the names of the theme's
    files; of two features that want the same address, the first one gets it. `decorate` returns the view of
    a page with what the feature adds to it; the entry is None for a page of no entry. `check` says what is
    wrong with the site as far as this feature is concerned. `complete` adds files that are made of finished
    ones: it takes what is about to be published, the settings, the files of the output that still are what
    the last build made, and how many processes may work at once.
    """

    name: str
    # Those of its companion and its data are among them: without a fingerprint of a template, nobody would
    # see that it has changed.
    templates: tuple[str, ...] = ()
    linked: tuple[str, ...] = ()
    files: Callable[[Encyclopedia, Sequence[str], Container[str]], Iterable[SiteFile]] | None = None
    companion: Companion | None = None
    data: DataSet | None = None
    # It is not given the encyclopedia: whatever it showed of that would be in no
    # fingerprint, and so go stale.
    decorate: Callable[[PageView, ViewMaker, Page, Entry | None], PageView] | None = None
    check: Callable[[Encyclopedia, Sources, TakenAddresses], Iterable[Diagnostic]] | None = None
    complete: Callable[[Unpublished, Settings, Collection[str], int], None] | None = None

    def __post_init__(self) -> None:
        """Raise `ValueError` if a template is not listed: its changes would make nothing anew."""
        used = [self.companion.name] if self.companion else []
        used += [self.data.template] if self.data else []
        self.require(used)

    def require(self, templates: Iterable[str]) -> None:
        """Raise `ValueError` if one of these is not among the feature's templates."""
        for template in templates:
            if template not in self.templates:
                raise ValueError(f'the feature "{self.name}" does not list the template "{template}"')
