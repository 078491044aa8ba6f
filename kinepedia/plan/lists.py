"""The home page, and the list of each collection."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kinepedia.model.collections import CATEGORIES, EXERCISES
from kinepedia.plan.neighbours import FIRST, LIST
from kinepedia.plan.views import AreaView, HomeView, ListView, WaysView

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kinepedia.model.addresses import Key
    from kinepedia.plan.view_maker import ViewMaker

HOME_FIRST = 5
"""How many exercises of each category the home page links to."""


def home_view(maker: ViewMaker, count: int, counts: Mapping[Key, int]) -> HomeView:
    """Return the view of the home page of a site with `count` exercises; `counts` are those of categories.

    The first exercises of each category are in a row with its slug.
    """
    settings = maker.settings
    row = maker.neighbours.row
    areas = [
        AreaView(maker.card(key), counts[key], maker.links(row(f"{FIRST}{key.slug}")))
        for key in row(CATEGORIES)
    ]
    model = maker.model
    groups = [
        maker.group(model.label(name), name, row(f"{LIST}{name}")) for name in model.names(where="home")
    ]
    return HomeView(
        head=maker.head(settings.title, settings.description or settings.tagline),
        title=settings.title,
        description=settings.description,
        areas_title=model.label(CATEGORIES),
        areas=tuple(areas),
        groups=tuple(group for group in groups if group.cards),
        exercises=maker.collection_link(EXERCISES),
        count=count,
    )


def list_view(maker: ViewMaker, name: str) -> ListView:
    """Return the view of the list of a collection, whose entries are in the row "all"."""
    label = maker.model.label(name)
    keys = maker.neighbours.row("all")
    if name == EXERCISES:
        by_letter: dict[str, list[Key]] = defaultdict(list)
        for key in keys:
            initial = maker.neighbours.cards[key].title[0].upper()
            by_letter[initial if initial.isalpha() else "#"].append(key)
        groups = tuple(
            maker.group(letter, f"letter-{number}", by_letter[letter])
            for number, letter in enumerate(sorted(by_letter), start=1)
        )
    else:
        groups = (maker.group(label, "all", keys),)
    count = f"{len(keys)} {label.lower()}" if len(keys) > 1 else None
    return ListView(
        head=maker.head(label, count and f"{count}, with links to each."),
        title=label,
        crumbs=maker.crumbs(),
        groups=groups,
        ways=tuple(
            WaysView(maker.collection_link(other), maker.links(terms))
            for other in maker.model.names(where="ways")
            if name == EXERCISES and (terms := maker.neighbours.row(f"{LIST}{other}"))
        ),
    )
