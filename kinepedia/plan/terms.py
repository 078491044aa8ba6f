"""The pages of terms, articles, authors and routines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from kinepedia.model.collections import AUTHORS, CATEGORIES, ITEMS, ROUTINES
from kinepedia.model.schema import Anatomy, Author, Routine, Type
from kinepedia.plan.neighbours import BY
from kinepedia.plan.own_fields import own_facts, own_fields
from kinepedia.plan.view_maker import cautions
from kinepedia.plan.views import FactView, GroupView, RoutineItemView, RoutineView, TermView
from kinepedia.plan.wording import SECONDS_A_CHANGE, SECONDS_A_REPETITION, dose, duration, merged

if TYPE_CHECKING:
    from collections.abc import Callable

    from kinepedia.model.addresses import Key
    from kinepedia.model.schema import Dose
    from kinepedia.parse.parser import Entry
    from kinepedia.plan.view_maker import ViewMaker

_COUNTED = (
    f"With {SECONDS_A_REPETITION} seconds a repetition, and {SECONDS_A_CHANGE} to get into each exercise."
)


def term_view(maker: ViewMaker, entry: Entry) -> TermView:
    """Return the view of any entry that is neither an exercise nor a routine."""
    collection = entry.key.collection
    row = maker.neighbours.row
    fields = entry.fields
    common: dict[str, Any] = maker.common(entry)
    groups: list[GroupView] = []
    if collection == CATEGORIES:
        groups = [maker.group("Exercises in order", "exercises", row("sequence"), ordered=True)]
    elif collection == AUTHORS:
        groups = [
            maker.group(each.label, name, row(f"{BY}{name}"))
            for name, each in maker.model.collections.items()
        ]
    groups += maker.back_links(collection)
    return TermView(
        **common,
        crumbs=maker.crumbs(*maker.links_to_lists(collection)),
        fields=own_fields(maker, entry),
        facts=tuple(own_facts(maker, entry)),
        groups=tuple(group for group in groups if group.cards),
        definition=fields.definition if isinstance(fields, Type) else None,
        latin=fields.latin if isinstance(fields, Anatomy) else None,
        kind=fields.kind if isinstance(fields, Anatomy) else None,
        credentials=fields.credentials if isinstance(fields, Author) else (),
        link=fields.link if isinstance(fields, Author) else None,
    )


def routine_view(maker: ViewMaker, entry: Entry, dose_of: Callable[[Key], Dose | None]) -> RoutineView:
    """Return the view of a routine's page; `dose_of` returns what an exercise says of its dose."""
    fields = cast("Routine", entry.fields)
    common: dict[str, Any] = maker.common(entry)
    wanted = [
        (item, key, merged(item.dose, dose_of(key)))
        # Not `row`, which leaves out what cannot be shown: the two would no longer belong together.
        for item, key in zip(fields.items, maker.neighbours.rows[ITEMS], strict=True)
        if key
    ]
    items = [RoutineItemView(maker.card(key), dose(own), item.note) for item, key, own in wanted]
    facts = [FactView("Exercises", text=str(len(items)))]
    if time := duration(own for _, _, own in wanted):
        facts.append(FactView("Time", text=time, note=_COUNTED))
    facts += maker.facts_of_term("Level", "level")
    return RoutineView(
        **common,
        crumbs=maker.crumbs(maker.collection_link(ROUTINES)),
        fields=own_fields(maker, entry),
        facts=(*facts, *own_facts(maker, entry)),
        items=tuple(items),
        groups=tuple(group for group in maker.back_links(entry.key.collection) if group.cards),
        cautions=cautions(fields.cautions),
    )
