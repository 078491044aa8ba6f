"""Structured data: what a page says, in the words of https://schema.org/ (release 30.0), as JSON-LD.

It says only what the page shows. Of an author it gives the name and nothing else, because nobody has said
whether that is a person or an organization. What needs an absolute address is left out of a site that does
not know its own.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar, cast

from markupsafe import Markup

from kinepedia.features.figure_files import strip_address
from kinepedia.model.schema import Type
from kinepedia.parse.markdown.convert import plain_text
from kinepedia.plan.views import EntryView, ExerciseView, PageView, RoutineView

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kinepedia.model.addresses import Key
    from kinepedia.model.schema import Author, Exercise, Target
    from kinepedia.parse.parser import Entry
    from kinepedia.plan.view_maker import Drafter

V = TypeVar("V", bound=PageView)
E = TypeVar("E", bound=EntryView)
Node = dict[str, Any]

_ANATOMY = {"muscle": "Muscle", "nerve": "Nerve", "joint": "Joint", "fascia": "AnatomicalStructure"}
_WORKS = {
    "categories": "CollectionPage",
    "equipment": "WebPage",
    "articles": "Article",
    "authors": "ProfilePage",
}
_TARGETS = ("stretches", "strengthens", "mobilizes")
_TERM_SETS = frozenset(["types", "levels", "muscles"])
_ARTICLES = frozenset(["exercises", "routines", "articles"])  # a type of https://ogp.me/; all else is none
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_UNSAFE = tuple((character, f"\\u{ord(character):04x}") for character in "<>&\u2028\u2029")


def with_entry_data(view: E, drafter: Drafter, entry: Entry) -> E:
    """Return the view of an entry's own page, with structured data in its head."""
    collection = entry.key.collection
    between = [f"{collection}/"]
    if collection == "exercises":  # one whose categories are all mistakes has none above it
        between = [key.address for key in drafter.surroundings.row("categories")[:1]]
    nodes = [_node_of(view, drafter, entry), *_breadcrumb(view, drafter, *between)]
    return _with(view, nodes, "article" if collection in _ARTICLES else "website")


def with_list_data(view: V, drafter: Drafter, collection: str) -> V:
    """Return the view of the list of a collection, with structured data in its head."""
    node: Node = {"@type": "CollectionPage", **_named(drafter, view), "inLanguage": drafter.settings.language}
    if collection in _TERM_SETS:
        terms = [_linked(drafter, key, "DefinedTerm") for key in drafter.surroundings.row("all")]
        node |= {"@type": "DefinedTermSet", "hasDefinedTerm": terms}
    return _with(view, [node, *_breadcrumb(view, drafter)], "website")


def with_site_data(view: V, drafter: Drafter) -> V:
    """Return the view of the home page, with structured data in its head."""
    settings = drafter.settings
    node = {"@type": "WebSite", **_named(drafter, view), **_given(description=settings.description)}
    return _with(view, [{**node, **_terms_of_use(drafter)}], "website")


def as_script(data: Node) -> Markup:
    """Return data as JSON for a `script` element: nothing in it can end the element or begin another."""
    text = _JSON.encode(data)
    for character, escaped in _UNSAFE:
        text = text.replace(character, escaped)
    return Markup(text)  # noqa: S704 - see above


def _with(view: V, nodes: list[Node], kind: str) -> V:
    data = as_script({"@context": "https://schema.org", "@graph": nodes})
    return replace(view, head=replace(view.head, kind=kind, data=data))


def _node_of(view: EntryView, drafter: Drafter, entry: Entry) -> Node:
    """Return what an entry's page is about."""
    collection = entry.key.collection
    if isinstance(view, ExerciseView):
        return _exercise(view, drafter, entry)
    if isinstance(view, RoutineView):
        return _routine(view, drafter)
    if collection == "muscles":
        target = cast("Target", entry.fields)
        return {"@type": _ANATOMY[target.kind], **_thing(view, drafter, also=target.latin)}
    if collection in _TERM_SETS:
        return _term(view, drafter, entry)
    return {"@type": _WORKS[collection], **_work(view, drafter), **_main(view, drafter, entry)}


def _main(view: EntryView, drafter: Drafter, entry: Entry) -> Node:
    """Return what the page of a category or an author is mainly about."""
    if entry.key.collection == "categories":
        return {"mainEntity": _items(drafter, drafter.surroundings.row("sequence"))}
    if entry.key.collection == "authors":
        link = cast("Author", entry.fields).link
        return {"mainEntity": {"name": view.title, **_given(description=view.summary, sameAs=link)}}
    return {}


def _term(view: EntryView, drafter: Drafter, entry: Entry) -> Node:
    collection = entry.key.collection
    label = getattr(drafter.settings.labels, collection)
    definition = entry.fields.definition if isinstance(entry.fields, Type) else None
    return {
        "@type": "DefinedTerm",
        **_thing(view, drafter),
        **_given(description=definition or view.summary),
        "inDefinedTermSet": _named_at(drafter, label, f"{collection}/", "DefinedTermSet"),
    }


def _routine(view: RoutineView, drafter: Drafter) -> Node:
    level = [_linked(drafter, key, "DefinedTerm") for key in drafter.surroundings.row("level")]
    return {
        "@type": "ExercisePlan",
        **_work(view, drafter),
        **_given(educationalLevel=level, additionalVariable=list(_cautions(view))),
        "mainEntity": _items(drafter, drafter.surroundings.row("items")),
    }


def _exercise(view: ExerciseView, drafter: Drafter, entry: Entry) -> Node:
    fields = cast("Exercise", entry.fields)
    cards = drafter.surroundings.cards
    row = drafter.surroundings.row
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
        **_work(view, drafter),
        **_given(
            image=drafter.linker.absolute(strip_address(entry.key)) if view.strip else None,
            isPartOf=[_linked(drafter, key, "CollectionPage") for key in row("categories")],
            exerciseType=", ".join(cards[key].title for key in row("type")),
            educationalLevel=[_linked(drafter, key, "DefinedTerm") for key in row("level")],
            associatedAnatomy=[
                _linked(drafter, key, _ANATOMY[cards[key].kind or "muscle"]) for key in targets
            ],
            tool=[_linked(drafter, key, "HowToTool") for key in row("equipment")],
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


def _items(drafter: Drafter, keys: Iterable[Key]) -> Node:
    """Return entries as a list whose order means something."""
    items = [
        {"@type": "ListItem", "position": position, **_linked(drafter, key)}
        for position, key in enumerate(keys, start=1)
    ]
    return {"@type": "ItemList", "numberOfItems": len(items), "itemListElement": items}


def _breadcrumb(view: PageView, drafter: Drafter, *between: str) -> Iterator[Node]:
    """Yield the breadcrumb by way of these addresses. Without addresses it would say nothing."""
    if view.head.canonical:
        names = [*(link.text for link in view.crumbs), view.title]
        addresses = ["", *between, drafter.linker.origin]
        items = [
            {
                "@type": "ListItem",
                "position": position,
                "name": name,
                "item": drafter.linker.absolute(address),
            }
            for position, (name, address) in enumerate(zip(names, addresses, strict=True), start=1)
        ]
        yield {"@type": "BreadcrumbList", "itemListElement": items}


def _work(view: EntryView, drafter: Drafter) -> Node:
    """Return what can be said of everything that somebody has made."""
    citation = [
        {"@type": "CreativeWork", "name": source.title, **_given(url=source.href)} for source in view.sources
    ]
    return {
        **_thing(view, drafter),
        **_terms_of_use(drafter),
        **_given(datePublished=view.published, dateModified=view.updated, citation=citation),
        **_given(author=[_linked(drafter, key) for key in drafter.surroundings.row("author")]),
    }


def _thing(view: EntryView, drafter: Drafter, also: str | None = None) -> Node:
    """Return what can be said of everything."""
    names = [*view.aliases, *([also] if also else ())]
    return {**_named(drafter, view), **_given(alternateName=names, description=view.summary)}


def _terms_of_use(drafter: Drafter) -> Node:
    licence = drafter.settings.licence
    return {"inLanguage": drafter.settings.language, **_given(license=licence and licence.url)}


def _named(drafter: Drafter, view: PageView) -> Node:
    return {"name": view.title, **_url(drafter, drafter.linker.origin)}


def _linked(drafter: Drafter, key: Key, kind: str | None = None) -> Node:
    """Return an entry as something of a type, by its name and address."""
    return _named_at(drafter, drafter.surroundings.cards[key].title, key.address, kind)


def _named_at(drafter: Drafter, name: str, address: str, kind: str | None) -> Node:
    return {**({"@type": kind} if kind else {}), "name": name, **_url(drafter, address)}


def _url(drafter: Drafter, address: str) -> Node:
    url = drafter.linker.absolute(address)
    return {"url": url} if url else {}


def _given(**properties: object) -> Node:
    """Return those properties that say something; a list of one is that one."""
    return {
        name: value[0] if isinstance(value, list) and len(value) == 1 else value
        for name, value in properties.items()
        if value
    }
