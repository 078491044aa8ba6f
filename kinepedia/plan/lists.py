"""The home page, and the list of each collection."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kinepedia.plan.entries import Drafter, level_order
from kinepedia.plan.views import HomeView, ListView
from kinepedia.schema import Category

if TYPE_CHECKING:
    from kinepedia.link import Encyclopedia
    from kinepedia.parse import Entry


def home_view(encyclopedia: Encyclopedia) -> HomeView:
    """Return the view of the home page."""
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


def list_view(encyclopedia: Encyclopedia, name: str, entries: list[Entry]) -> ListView:
    """Return the view of the list of a collection with these entries, in the order of their titles."""
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
    )
