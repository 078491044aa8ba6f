"""The page of an exercise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote

from kinepedia.model.collections import EXERCISES
from kinepedia.plan.own_fields import own_facts, own_fields
from kinepedia.plan.view_maker import cautions
from kinepedia.plan.views import CardView, ExerciseView, FactView, GroupView, LinkView, PagerView, StepView
from kinepedia.plan.wording import POSITIONS, dose, joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kinepedia.model.addresses import Key
    from kinepedia.model.schema import Exercise
    from kinepedia.parse.markdown.body import Body
    from kinepedia.parse.parser import Entry
    from kinepedia.plan.view_maker import ViewMaker

_SHARED = {
    "mobilizes": "also mobilizes {}",
    "stretches": "also stretches {}",
    "strengthens": "also strengthens {}",
    "categories": "also filed under {}",
    "type": "the same type",
    "level": "the same level",
}


def exercise_view(maker: ViewMaker, entry: Entry) -> ExerciseView:
    """Return the view of an exercise's page."""
    fields = cast("Exercise", entry.fields)
    body = entry.body
    common: dict[str, Any] = maker.common(entry)
    categories = maker.neighbours.row("categories")
    ways = tuple(group for group in _ways(maker, fields) if group.cards)
    groups = tuple(group for group in _groups(maker, fields) if group.cards)
    return ExerciseView(
        **common,
        outline=tuple(_outline(fields, body, has_ways=bool(ways))),
        crumbs=maker.crumbs(*maker.links(categories[:1])),
        fields=own_fields(maker, entry),
        facts=(*_facts(maker, fields), *own_facts(maker, entry)),
        dose=dose(fields.dose),
        cautions=cautions(fields.cautions),
        steps_lead=maker.body(body.steps_lead) if body.steps_lead.strip() else None,
        steps_anchor=body.steps_anchor or "how-to",
        steps=tuple(
            StepView(
                number,
                maker.body(step.title),
                step.anchor or f"step-{number}",
                maker.body(step.html),
                step.has_figure,
            )
            for number, step in enumerate(body.steps, start=1)
        ),
        steps_tail=maker.body(body.steps_tail) if body.steps_tail.strip() else None,
        rest=maker.body(body.rest) if body.rest.strip() else None,
        feel=fields.feel,
        avoid_feeling=fields.avoid_feeling,
        ways=ways,
        groups=groups,
        pagers=tuple(_pagers(maker, categories)),
    )


def _facts(maker: ViewMaker, fields: Exercise) -> Iterator[FactView]:
    row = maker.neighbours.row
    listings = (
        ("Stretches", fields.stretches, "stretches", "no muscle"),
        ("Strengthens", fields.strengthens, "strengthens", "no muscle"),
        ("Mobilizes", fields.mobilizes, "mobilizes", "no nerve or joint"),
    )
    targets = [maker.fact(label, listing, row(name), nothing) for label, listing, name, nothing in listings]
    yield from sorted(filter(None, targets), key=lambda fact: not fact.links)  # what it does comes first
    yield from maker.facts_of_term("Type", "type")
    yield from maker.facts_of_term("Level", "level")
    if fields.position:
        yield FactView("Position", text=POSITIONS[fields.position])
    if fact := maker.fact("Equipment", fields.equipment, row("equipment"), "none"):
        yield fact
    suggested = row("prerequisites")
    if fact := maker.fact("Suggested prerequisites", fields.prerequisites, suggested, "none"):
        yield fact
    yield FactView("Filed under", maker.links(row("categories")), note=fields.categories.note)
    for label, listing in (
        ("Easier versions", fields.easier),
        ("Harder versions", fields.harder),
        ("Alternatives", fields.alternatives),
    ):
        if listing.none:
            yield FactView(label, text="none", note=listing.note)


def _outline(fields: Exercise, body: Body, *, has_ways: bool) -> Iterator[LinkView]:
    """Yield links to the parts of the page that a visitor looks for, in their order."""
    if fields.cautions.values:
        yield LinkView("Take care", "#page-cautions")
    if body.steps:
        steps = f"{len(body.steps)} steps" if len(body.steps) > 1 else "1 step"
        yield LinkView(f"How to: {steps}", f"#{quote(body.steps_anchor or 'how-to')}")
    if fields.feel or fields.avoid_feeling:
        yield LinkView("What to feel", "#page-feelings")
    anchors = [heading.anchor for heading in body.headings]
    behind = (
        anchors.index(body.steps[-1].anchor) + 1 if body.steps and body.steps[-1].anchor in anchors else 0
    )
    for heading in body.headings[behind:]:
        if heading.level == 2 and heading.anchor != body.steps_anchor and heading.anchor in body.anchors:
            yield LinkView(heading.text, f"#{quote(heading.anchor)}")
    if has_ways:
        yield LinkView("Before and after", "#page-ways")


def _ways(maker: ViewMaker, fields: Exercise) -> Iterator[GroupView]:
    row = maker.neighbours.row
    yield maker.group("Do this first", "prerequisites", row("prerequisites"), note=fields.prerequisites.note)
    yield maker.group("Leads to", "leads-to", row("leads-to"))
    yield maker.group("Easier", "easier", row("easier"), note=fields.easier.note)
    yield maker.group("Harder", "harder", row("harder"), note=fields.harder.note)


def _groups(maker: ViewMaker, fields: Exercise) -> Iterator[GroupView]:
    row = maker.neighbours.row
    yield maker.group("Instead of this", "alternatives", row("alternatives"), note=fields.alternatives.note)
    yield maker.group("In routines", "routines", row("routines"))
    related = tuple(_related(maker, key) for key in row("related"))
    yield from maker.back_links(EXERCISES)
    yield GroupView("Related exercises", "related", related)


def _related(maker: ViewMaker, key: Key) -> CardView:
    """Return the card of a related exercise, which says why it is one instead of what it is."""
    card = maker.neighbours.cards[key]
    return CardView(card.title, maker.linker.to(card.address), None, card.details, _reason(maker, key))


def _reason(maker: ViewMaker, key: Key) -> str:
    """Say what two exercises share, what matters most first."""
    cards = maker.neighbours.cards
    return "; ".join(
        [
            _SHARED[field].format(joined([cards[term].title for term in terms]))
            for field, terms in maker.neighbours.shared[key]
        ]
    )


def _pagers(maker: ViewMaker, categories: tuple[Key, ...]) -> Iterator[PagerView]:
    """Yield what comes before and after in each category, the primary one first."""
    rows = maker.neighbours.rows
    # The three rows have one place for each category (`NeighbourFinder._exercise`), hence None in them. `row`
    # would leave that out, and so shift the others.
    for category, before, after in zip(categories, rows["before"], rows["after"], strict=True):
        previous = maker.link(before) if before else None
        following = maker.link(after) if after else None
        yield PagerView(maker.link(category), previous, following)
