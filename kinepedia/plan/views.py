"""What templates see: plain values, with every link already relative to the page.

A view is all that its page shows: two equal views give the same page. Whether a view has changed is told
without making it, by the fingerprint of what it is made of (`PageViews.fingerprint`).

Nobody compares two views, so no comparison is generated for them, and they are written out by what they have
in common: each function of a class takes time in every build.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from dataclasses import fields as fields_of
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markupsafe import Markup


class View:
    """What all views have in common: how they are written out, without a function of its own for each."""

    __slots__ = ()

    def __repr__(self) -> str:
        known: Any = self
        given = (f"{each.name}={getattr(self, each.name)!r}" for each in fields_of(known))
        return f"{type(self).__name__}({', '.join(given)})"


class LinkView(NamedTuple):
    """A link: its text and where it leads. `current` tells the page that it stands on."""

    text: str
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class SiteView(View):
    """What every page shows of the site.

    `assets` has the links to the theme's files and to those of the site that machines ask for, by their
    names. `locale` is the language with its country, as in "pt_BR", if a country is known; `image` is the
    absolute address of a picture that stands for the site. `logo` is the link to one of
    the site's own. `lists` has the links to the lists of collections, by their names.
    """

    title: str
    tagline: str | None
    language: str
    home: str
    navigation: tuple[LinkView, ...]
    licence: LinkView | None
    assets: Mapping[str, str]
    collections: tuple[LinkView, ...]
    lists: Mapping[str, str] = field(default_factory=dict)
    logo: str | None = None
    locale: str | None = None
    image: str | None = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class HeadView(View):
    """What a page says of itself to browsers and search engines.

    `canonical` is absolute. `kind` is a type of https://ogp.me/.
    """

    title: str
    description: str | None = None
    canonical: str | None = None
    kind: str = "website"


class CardView(NamedTuple):
    """An entry in a list. `details` are its key facts, `reason` says why it is in this list."""

    title: str
    href: str
    summary: str | None = None
    details: tuple[str, ...] = ()
    reason: str | None = None


class GroupView(NamedTuple):
    """A list of entries under a heading. `anchor` names the heading, `note` the author's on the list."""

    title: str
    anchor: str
    cards: tuple[CardView, ...]
    ordered: bool = False
    note: str | None = None


class FactView(NamedTuple):
    """A row of the facts table: links, or a text where there is nothing to link to, and a note."""

    label: str
    links: tuple[LinkView, ...] = ()
    text: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class DoseView(View):
    """How much to do, as labels and texts. `limit` is a sentence, `reason` says why."""

    parts: tuple[tuple[str, str], ...]
    limit: str | None = None
    reason: str | None = None


class StepView(NamedTuple):
    """One step, with its place in the order from 1. `has_figure` tells whether a figure stands in it."""

    number: int
    title: Markup
    anchor: str
    html: Markup
    has_figure: bool


class PagerView(NamedTuple):
    """What comes before and after in a category."""

    category: LinkView
    previous: LinkView | None
    next: LinkView | None


class CautionView(NamedTuple):
    """Who should take care, and what they should do."""

    condition: str
    advice: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class CautionsView(View):
    """All cautions, none if there are none, and the author's note on them."""

    items: tuple[CautionView, ...]
    note: str | None = None


class SourceView(NamedTuple):
    """A source: `href` is where it can be read, `note` what it says."""

    title: str
    href: str | None
    note: str | None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class AuthorView(View):
    """Who wrote a page."""

    name: str
    href: str
    summary: str | None
    credentials: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class RoutineItemView(View):
    """One exercise of a routine."""

    card: CardView
    dose: DoseView | None
    note: str | None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class PageView(View):
    """What every page has.

    `has_figures` tells whether it needs the style sheet of figures, `more` is what features have to say on
    it, by their names.
    """

    head: HeadView
    title: str
    crumbs: tuple[LinkView, ...] = ()
    has_figures: bool = False
    more: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class EntryView(PageView):
    """What the page of every entry has. Dates are ISO 8601.

    `fields` has the site's own fields by name, None where nothing was said; `facts` are the rows of the facts
    table, `groups` are lists of other entries.
    """

    collection: str = ""
    slug: str = ""
    aliases: tuple[str, ...] = ()
    aliases_note: str | None = None
    summary: str | None = None
    intro: Markup | None = None
    sources: tuple[SourceView, ...] = ()
    author: AuthorView | None = None
    published: str | None = None
    updated: str | None = None
    mentions: tuple[LinkView, ...] = ()
    fields: Mapping[str, Any] = field(default_factory=dict)
    facts: tuple[FactView, ...] = ()
    groups: tuple[GroupView, ...] = ()


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ExerciseView(EntryView):
    """An exercise. `cautions` is None where nothing was said about them.

    `outline` has links to the parts of the page, `ways` the exercises before, after, below and above it,
    `groups` all others.
    """

    outline: tuple[LinkView, ...] = ()
    dose: DoseView | None = None
    cautions: CautionsView | None = None
    steps_lead: Markup | None = None
    steps_anchor: str = "how-to"
    steps: tuple[StepView, ...] = ()
    steps_tail: Markup | None = None
    rest: Markup | None = None
    feel: tuple[str, ...] = ()
    avoid_feeling: tuple[str, ...] = ()
    ways: tuple[GroupView, ...] = ()
    pagers: tuple[PagerView, ...] = ()


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class TermView(EntryView):
    """A category, target, type, level, piece of equipment or author, with the exercises that name it.

    `definition` is a type's, `latin`, `kind` a target's, `credentials` and `link` an author's.
    """

    definition: str | None = None
    latin: str | None = None
    kind: str | None = None
    credentials: tuple[str, ...] = ()
    link: str | None = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class RoutineView(EntryView):
    """A routine."""

    items: tuple[RoutineItemView, ...] = ()
    cautions: CautionsView | None = None


class WaysView(NamedTuple):
    """The terms of a collection, each of which leads to its exercises."""

    list: LinkView
    terms: tuple[LinkView, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ListView(PageView):
    """The entries of a collection, in groups: exercises by their first letter, others in one.

    `ways` are other ways to exercises, on the list of those.
    """

    groups: tuple[GroupView, ...] = ()
    ways: tuple[WaysView, ...] = ()


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class AreaView(View):
    """A category on the home page: how many exercises it has, and links to the first of them."""

    card: CardView
    count: int
    first: tuple[LinkView, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class HomeView(PageView):
    """The home page. `areas_title` is the heading of the categories."""

    description: str | None = None
    areas_title: str = ""
    areas: tuple[AreaView, ...] = ()
    groups: tuple[GroupView, ...] = ()
    exercises: LinkView | None = None
    count: int = 0


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class DataView(PageView):
    """Data for scripts: `data` is JSON."""

    data: Markup | None = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class OwnPageView(PageView):
    """A page of no entry that a feature makes: `data` is what it shows, in plain values."""

    data: Any = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class RedirectView(PageView):
    """The page at an old address; `href` leads to the new one."""

    href: str = ""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class FileView(View):
    """What a file that machines ask for gets. `base` is the site's absolute address, or empty."""

    base: str
