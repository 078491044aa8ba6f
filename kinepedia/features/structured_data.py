"""Structured data: what a page says, in the words of https://schema.org/ (release 30.0), as JSON-LD.

It says only what the page shows. Of an author it gives the name and nothing else, because nobody has said
whether that is a person or an organization. What needs an absolute address is left out of a site that does
not know its own.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from markupsafe import Markup

from kinepedia.features.figure_files import STRIP
from kinepedia.model.collections import AUTHORS, CATEGORIES, EXERCISES, ITEMS, TARGETS
from kinepedia.model.schema import Type
from kinepedia.parse.markdown.convert import plain_text
from kinepedia.plan.feature import Feature, Shown
from kinepedia.plan.views import EntryView, ExerciseView, PageView, RoutineView

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kinepedia.model.addresses import Key
    from kinepedia.model.schema import Anatomy, Author, Exercise
    from kinepedia.parse.parser import Entry
    from kinepedia.plan.view_maker import ViewMaker

Node = dict[str, Any]

_ANATOMY = {"muscle": "Muscle", "nerve": "Nerve", "joint": "Joint", "fascia": "AnatomicalStructure"}
_TARGETS = ("stretches", "strengthens", "mobilizes")
_PAGES = ("Page", "Article")  # what the types of what somebody has written end in
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_UNSAFE = tuple((character, f"\\u{ord(character):04x}") for character in "<>&\u2028\u2029")


def _page_data(shown: Shown) -> Markup | None:
    """Return what a page says as the text of a script, if there is anything to say."""
    view, maker, entry = shown.view, shown.maker, shown.entry
    if entry:
        return _entry_data(cast("EntryView", view), maker, entry)
    if shown.page.collection:
        return _list_data(view, maker, shown.page.collection)
    return None if shown.page.address else _site_data(view, maker)  # the home page has the empty address


def _entry_data(view: EntryView, maker: ViewMaker, entry: Entry) -> Markup:
    row = maker.model.collections[entry.key.collection]
    between = [row.list_address] if row.listed else []
    if row.name == EXERCISES:  # one whose categories are all mistakes has none above it
        between = [maker.neighbours.cards[key].address for key in maker.neighbours.row("categories")[:1]]
    return _script([_node_of(view, maker, entry), *_breadcrumb(view, maker, *between)])


def _list_data(view: PageView, maker: ViewMaker, collection: str) -> Markup:
    node: Node = {"@type": "CollectionPage", **_named(maker, view), "inLanguage": maker.settings.language}
    if maker.model.collections[collection].defines:
        terms = [_linked(maker, key, "DefinedTerm") for key in maker.neighbours.row("all")]
        node |= {"@type": "DefinedTermSet", "hasDefinedTerm": terms}
    return _script([node, *_breadcrumb(view, maker)])


def _site_data(view: PageView, maker: ViewMaker) -> Markup:
    settings = maker.settings
    node = {"@type": "WebSite", **_named(maker, view), **_given(description=settings.description)}
    return _script([{**node, **_terms_of_use(maker)}])


def as_script(data: Node) -> Markup:
    """Return data as JSON for a `script` element: nothing in it can end the element or begin another."""
    text = _JSON.encode(data)
    for character, escaped in _UNSAFE:
        text = text.replace(character, escaped)
    return Markup(text)  # noqa: S704 - see above


def _script(nodes: list[Node]) -> Markup:
    return as_script({"@context": "https://schema.org", "@graph": nodes})


def _node_of(view: EntryView, maker: ViewMaker, entry: Entry) -> Node:
    """Return what an entry's page is about."""
    collection = entry.key.collection
    if isinstance(view, ExerciseView):
        return _exercise(view, maker, entry)
    if isinstance(view, RoutineView):
        return _routine(view, maker)
    if collection == TARGETS:
        target = cast("Anatomy", entry.fields)
        return {"@type": _ANATOMY[target.kind], **_thing(view, maker, also=target.latin)}
    row = maker.model.collections[collection]
    if row.defines:
        return _term(view, maker, entry)
    if not row.schema_type.endswith(_PAGES):  # the page is one all the same, about something of that type
        about = {"@type": row.schema_type, "name": view.title, **_given(description=view.summary)}
        return {"@type": "WebPage", **_work(view, maker), "mainEntity": about}
    return {"@type": row.schema_type, **_work(view, maker), **_main(view, maker, entry)}


def _main(view: EntryView, maker: ViewMaker, entry: Entry) -> Node:
    """Return what the page of a category or an author is mainly about."""
    if entry.key.collection == CATEGORIES:
        return {"mainEntity": _items(maker, maker.neighbours.row("sequence"))}
    if entry.key.collection == AUTHORS:
        link = cast("Author", entry.fields).link
        return {"mainEntity": {"name": view.title, **_given(description=view.summary, sameAs=link)}}
    return {}


def _term(view: EntryView, maker: ViewMaker, entry: Entry) -> Node:
    collection = entry.key.collection
    row = maker.model.collections[collection]
    definition = entry.fields.definition if isinstance(entry.fields, Type) else None
    return {
        "@type": "DefinedTerm",
        **_thing(view, maker),
        **_given(description=definition or view.summary),
        "inDefinedTermSet": _named_at(maker, row.label, row.list_address, "DefinedTermSet"),
    }


def _routine(view: RoutineView, maker: ViewMaker) -> Node:
    level = [_linked(maker, key, "DefinedTerm") for key in maker.neighbours.row("level")]
    return {
        "@type": "ExercisePlan",
        **_work(view, maker),
        **_given(educationalLevel=level, additionalVariable=list(_cautions(view))),
        "mainEntity": _items(maker, maker.neighbours.row(ITEMS)),
    }


def _exercise(view: ExerciseView, maker: ViewMaker, entry: Entry) -> Node:
    fields = cast("Exercise", entry.fields)
    cards = maker.neighbours.cards
    row = maker.neighbours.row
    url = view.head.canonical
    targets = dict.fromkeys(key for name in _TARGETS for key in row(name))
    steps = []
    for step in view.steps:
        node = {"@type": "HowToStep", "position": step.number, **_given(name=plain_text(step.title))}
        steps.append(node | {"text": plain_text(step.html), **_given(url=url and f"{url}#{step.anchor}")})
    dose = dict(view.dose.parts) if view.dose else {}
    dose.pop("Repetitions", None)
    rest = dose.pop("Rest", None)
    also = [f"{label}: {text}" for label, text in dose.items()]
    if view.dose and view.dose.limit:
        also.append(view.dose.limit)
    return {
        "@type": ["HowTo", "ExercisePlan"],
        **_work(view, maker),
        **_given(
            image=maker.linker.absolute(STRIP.address(maker.linker.origin)) if entry.body.strip else None,
            isPartOf=[_linked(maker, key, "CollectionPage") for key in row("categories")],
            exerciseType=", ".join(cards[key].title for key in row("type")),
            educationalLevel=[_linked(maker, key, "DefinedTerm") for key in row("level")],
            associatedAnatomy=[_linked(maker, key, _ANATOMY[cards[key].kind or "muscle"]) for key in targets],
            tool=[_linked(maker, key, "HowToTool") for key in row("equipment")],
            repetitions=_repetitions(fields),
            restPeriods=rest,
            additionalVariable=[*also, *_cautions(view)],
            step=steps,
        ),
    }


def _repetitions(fields: Exercise) -> int | Node | None:
    reps = fields.dose.reps if fields.dose else None
    if reps is None or reps.low == reps.high:
        return reps.low if reps else None
    return {"@type": "QuantitativeValue", "minValue": reps.low, "maxValue": reps.high}


def _cautions(view: ExerciseView | RoutineView) -> Iterator[str]:
    """Yield the cautions: who reads only the steps of an exercise has to hear of them, too."""
    for caution in view.cautions.items if view.cautions else ():
        yield f"{caution.condition}: {caution.advice}"


def _items(maker: ViewMaker, keys: Iterable[Key]) -> Node:
    """Return entries as a list whose order means something."""
    items = [
        {"@type": "ListItem", "position": position, **_linked(maker, key)}
        for position, key in enumerate(keys, start=1)
    ]
    return {"@type": "ItemList", "numberOfItems": len(items), "itemListElement": items}


def _breadcrumb(view: PageView, maker: ViewMaker, *between: str) -> Iterator[Node]:
    """Yield the breadcrumb by way of these addresses. Without addresses it would say nothing."""
    if view.head.canonical and view.crumbs:  # an entry may stand where the home page is, and has none there
        names = [*(link.text for link in view.crumbs), view.title]
        addresses = ["", *between, maker.linker.origin]
        items = [
            {
                "@type": "ListItem",
                "position": position,
                "name": name,
                "item": maker.linker.absolute(address),
            }
            for position, (name, address) in enumerate(zip(names, addresses, strict=True), start=1)
        ]
        yield {"@type": "BreadcrumbList", "itemListElement": items}


def _work(view: EntryView, maker: ViewMaker) -> Node:
    """Return what can be said of everything that somebody has made."""
    citation = [
        {"@type": "CreativeWork", "name": source.title, **_given(url=source.href)} for source in view.sources
    ]
    return {
        **_thing(view, maker),
        **_terms_of_use(maker),
        **_given(datePublished=view.published, dateModified=view.updated, citation=citation),
        **_given(author=[_linked(maker, key) for key in maker.neighbours.row("author")]),
    }


def _thing(view: EntryView, maker: ViewMaker, also: str | None = None) -> Node:
    """Return what can be said of everything."""
    names = [*view.aliases, *([also] if also else ())]
    return {**_named(maker, view), **_given(alternateName=names, description=view.summary)}


def _terms_of_use(maker: ViewMaker) -> Node:
    licence = maker.settings.licence
    return {"inLanguage": maker.settings.language, **_given(license=licence and licence.url)}


def _named(maker: ViewMaker, view: PageView) -> Node:
    return {"name": view.title, **_url(maker, maker.linker.origin)}


def _linked(maker: ViewMaker, key: Key, kind: str | None = None) -> Node:
    """Return an entry as something of a type, by its name and address."""
    card = maker.neighbours.cards[key]
    return _named_at(maker, card.title, card.address, kind)


def _named_at(maker: ViewMaker, name: str, address: str, kind: str | None) -> Node:
    return {**({"@type": kind} if kind else {}), "name": name, **_url(maker, address)}


def _url(maker: ViewMaker, address: str) -> Node:
    url = maker.linker.absolute(address)
    return {"url": url} if url else {}


def _given(**properties: object) -> Node:
    """Return those properties that say something; a list of one is that one."""
    return {
        name: value[0] if isinstance(value, list) and len(value) == 1 else value
        for name, value in properties.items()
        if value
    }


FEATURE = Feature("structured_data", page_data=_page_data)
