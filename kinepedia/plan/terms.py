"""The pages of terms, articles, authors and routines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from kinepedia.plan.entries import Drafter, cautions
from kinepedia.plan.views import FactView, RoutineItemView, RoutineView, TermView
from kinepedia.plan.words import dose, merged
from kinepedia.schema import COLLECTIONS, Author, Routine, Target, Type

if TYPE_CHECKING:
    from kinepedia.link import Encyclopedia
    from kinepedia.parse import Entry


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


def term_view(encyclopedia: Encyclopedia, entry: Entry) -> TermView:
    """Return the view of any entry that is neither an exercise nor a routine."""
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


def routine_view(encyclopedia: Encyclopedia, entry: Entry) -> RoutineView:
    """Return the view of a routine's page."""
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
