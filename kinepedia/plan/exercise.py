"""The page of an exercise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from kinepedia.plan.entries import Drafter, cautions
from kinepedia.plan.views import ExerciseView, FactView, GroupView, PagerView, StepView
from kinepedia.plan.words import POSITIONS, dose, joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kinepedia.addresses import Key
    from kinepedia.link import Encyclopedia, Related
    from kinepedia.parse import Entry
    from kinepedia.plan.links import Linker
    from kinepedia.schema import Exercise

_SHARED = {
    "mobilizes": "also mobilizes {}",
    "stretches": "also stretches {}",
    "strengthens": "also strengthens {}",
    "categories": "also filed under {}",
    "type": "the same type",
    "level": "the same level",
}


def exercise_view(encyclopedia: Encyclopedia, entry: Entry) -> ExerciseView:
    """Return the view of an exercise's page."""
    drafter = Drafter(encyclopedia, entry.key.address)
    fields = cast("Exercise", entry.fields)
    targets = encyclopedia.targets[entry.key]
    linker: Linker = drafter.linker
    body = entry.body
    common: dict[str, Any] = drafter.common(entry)
    categories = encyclopedia.relations["categories"].of(entry.key)
    return ExerciseView(
        **common,
        crumbs=drafter.crumbs(*drafter.links(categories[:1])),
        facts=tuple(_facts(drafter, entry, fields)),
        dose=dose(fields.dose),
        cautions=cautions(fields.cautions),
        steps_lead=linker.body(body.steps_lead, targets) if body.steps_lead.strip() else None,
        steps_anchor=body.steps_anchor or "how-to",
        steps=tuple(
            StepView(
                number,
                linker.body(step.title, targets),
                step.anchor or f"step-{number}",
                linker.body(step.html, targets),
            )
            for number, step in enumerate(body.steps, start=1)
        ),
        steps_tail=linker.body(body.steps_tail, targets) if body.steps_tail.strip() else None,
        rest=linker.body(body.rest, targets) if body.rest.strip() else None,
        feel=fields.feel,
        avoid_feeling=fields.avoid_feeling,
        groups=tuple(group for group in _groups(drafter, entry.key, fields) if group.cards),
        pagers=tuple(_pagers(drafter, entry.key, categories)),
    )


def _facts(drafter: Drafter, entry: Entry, fields: Exercise) -> Iterator[FactView]:
    found = drafter.encyclopedia.relations
    key = entry.key
    listings = (
        ("Stretches", fields.stretches, "stretches", "no muscle"),
        ("Strengthens", fields.strengthens, "strengthens", "no muscle"),
        ("Mobilizes", fields.mobilizes, "mobilizes", "no nerve or joint"),
    )
    yield FactView("Filed under", drafter.links(found["categories"].of(key)), note=fields.categories.note)
    for label, listing, name, nothing in listings:
        if fact := drafter.fact(label, listing, found[name].of(key), nothing):
            yield fact
    yield from drafter.facts_of_term("Type", key, "type")
    yield from drafter.facts_of_term("Level", key, "level")
    if fields.position:
        yield FactView("Position", text=POSITIONS[fields.position])
    if fact := drafter.fact("Equipment", fields.equipment, found["equipment"].of(key), "none"):
        yield fact
    suggested = found["prerequisites"].of(key)
    if fact := drafter.fact("Suggested prerequisites", fields.prerequisites, suggested, "none"):
        yield fact
    for label, listing in (
        ("Easier versions", fields.easier),
        ("Harder versions", fields.harder),
        ("Alternatives", fields.alternatives),
    ):
        if listing.none:
            yield FactView(label, text="none", note=listing.note)


def _groups(drafter: Drafter, key: Key, fields: Exercise) -> Iterator[GroupView]:
    found = drafter.encyclopedia.relations
    yield drafter.group("Do this first", "prerequisites", found["prerequisites"].of(key))
    yield drafter.group("Leads to", "leads-to", found["prerequisites"].to(key))
    yield drafter.group("Easier", "easier", found["harder"].to(key), note=fields.easier.note)
    yield drafter.group("Harder", "harder", found["harder"].of(key), note=fields.harder.note)
    alternatives = found["alternatives"].of(key)
    yield drafter.group("Instead of this", "alternatives", alternatives, note=fields.alternatives.note)
    yield drafter.group("In routines", "routines", found["items"].to(key))
    related = drafter.encyclopedia.related.get(key, ())
    cards = tuple(drafter.card(item.key, _reason(drafter, item)) for item in related)
    yield GroupView("Related exercises", "related", cards)


def _reason(drafter: Drafter, item: Related) -> str:
    """Say what two exercises share, what matters most first."""
    entries = drafter.encyclopedia.entries
    shared = dict(item.shared)
    reasons = [
        template.format(joined(entries[term].title for term in shared[field]))
        for field, template in _SHARED.items()
        if field in shared
    ]
    return "; ".join(reasons[:2])


def _pagers(drafter: Drafter, key: Key, categories: tuple[Key, ...]) -> Iterator[PagerView]:
    """Yield what comes before and after in each category, the primary one first."""
    for category in categories:
        sequence = drafter.encyclopedia.sequences[category]
        place = drafter.encyclopedia.places[category][key]
        previous = drafter.link(sequence[place - 1]) if place > 0 else None
        following = drafter.link(sequence[place + 1]) if place + 1 < len(sequence) else None
        yield PagerView(drafter.link(category), previous, following)
