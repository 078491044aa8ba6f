"""The door through which a site gets more than its pages: a finder, a feed, structured data and so on.

A feature is a value of plain functions from the encyclopedia to what stands on pages and in files. Whoever
plans, renders or touches pages asks all features alike and knows none of them by name; those that come with
Kinepedia are listed in `kinepedia.features`, and a site may bring its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from kinepedia.model.addresses import beside
from kinepedia.model.reading import problem_at
from kinepedia.problems.diagnostics import Place, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from pathlib import Path

    from kinepedia.link.encyclopedia import Encyclopedia
    from kinepedia.model.addresses import Key
    from kinepedia.model.reading import EntryText, Syntax
    from kinepedia.model.schema.own import Field
    from kinepedia.model.settings import Settings
    from kinepedia.parse.facts import Facts
    from kinepedia.parse.parser import Entry
    from kinepedia.parse.places import Places
    from kinepedia.plan.neighbour_finder import NeighbourFinder
    from kinepedia.plan.page import Page
    from kinepedia.plan.reader import EntryReader, Reader
    from kinepedia.plan.taken_addresses import TakenAddresses
    from kinepedia.plan.view_maker import ViewMaker
    from kinepedia.plan.views import FileView, PageView
    from kinepedia.problems.blame import Code
    from kinepedia.problems.diagnostics import Diagnostic
    from kinepedia.read.files import Sources


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Site:
    """A site whose entries are linked, for whoever makes files or pages of it, or checks it.

    `read` reads its entries. `pages` are the addresses of all pages, `taken` says whose an address is.
    """

    read: Reader
    encyclopedia: Encyclopedia
    sources: Sources
    places: Places
    pages: tuple[str, ...]
    taken: TakenAddresses

    @property
    def settings(self) -> Settings:
        """What the site says of itself."""
        return self.encyclopedia.settings

    def problem(
        self,
        code: str,
        message: str,
        entry: EntryReader,
        *,
        field: str = "",
        hint: str = "",
        severity: Severity = Severity.WARNING,
    ) -> Diagnostic:
        """Return a problem of an entry, at one of its fields or at the beginning of its file.

        The code begins with the name of the feature and a slash.
        """
        facts = self.encyclopedia.entries[entry._key]
        place = self.places.value(facts, field) if field else Place(facts.path)
        return problem_at(place, code, message, hint, severity)


class Shown(NamedTuple):
    """A page that is about to be made: what it shows, its entry if it has one, and what reads others."""

    view: PageView
    entry: Entry | None
    page: Page
    maker: ViewMaker
    read: Reader

    def link(self, address: str) -> str:
        """Return the link from the page to another address, such as that of a page that a feature makes."""
        return self.maker.linker.to(address)


class SiteFile(NamedTuple):
    """A file that machines ask for: its content, or a template with what that shows.

    These are few and small, and are made anew whenever the site is linked.
    """

    address: str
    template: str = ""
    view: FileView | None = None
    content: str | bytes = ""


class SitePage(NamedTuple):
    """A page that belongs to no entry: `data` are plain values, which its template has as `page.data`."""

    address: str
    template: str
    title: str = ""
    data: Any = None
    description: str | None = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
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


@dataclass(frozen=True, slots=True, eq=False, repr=False)
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


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Feature:
    """Something that a site gets besides its pages.

    Of what is read: `fields` are more fields of the entries of a collection, `markdown` is more syntax for
    bodies, `check_entry` says what is wrong with one entry as its author wrote it.

    Of pages: `page_data` returns what the template of a page gets as `page.more` under the feature's name,
    `filters` are for all templates, `folder` has templates and assets for a site that has none of the same
    name. `pages` are more pages, `files` are more files; that two want the same address is reported, but for
    files of ours, which give way. `linked` are the addresses of files to which every page links where the
    site has them; `absolute` is what it cannot make for a site that does not know its own address.

    `check` says what is wrong with the site as far as this feature is concerned. `code` is where the feature
    lies, if it is not ours. The others are for the features that come with Kinepedia: `companion` and `data`
    make many files. `complete` adds files that are made of finished
    ones: it takes what is about to be published, the settings, the files of the output that still are what
    the last build made, and how many processes may work at once.
    """

    name: str
    fields: Mapping[str, Mapping[str, Field]] = field(default_factory=dict)
    markdown: Syntax | None = None
    check_entry: Callable[[EntryText], Iterable[Diagnostic]] | None = None
    # It is not given the encyclopedia: whatever it showed of that would be in no
    # fingerprint, and so go stale. What it reads is noted.
    page_data: Callable[[Shown], Any] | None = None
    filters: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    folder: Path | None = None
    pages: Callable[[Site], Iterable[SitePage]] | None = None
    files: Callable[[Site], Iterable[SiteFile]] | None = None
    linked: tuple[str, ...] = ()
    absolute: str = ""
    check: Callable[[Site], Iterable[Diagnostic]] | None = None
    code: Code | None = None
    companion: Companion | None = None
    data: DataSet | None = None
    complete: Callable[[Unpublished, Settings, Collection[str], int], None] | None = None
