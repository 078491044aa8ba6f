"""What the finder in a browser knows of the exercises: scripts, each of which hands over one value.

* the index has what is needed to search and to choose;
* the cautions say which exercise has which conditions, for those who have something to avoid;
* the advice of these cautions, in parts, of which a browser fetches those that it shows.

They are scripts because that works from a server, from a folder on disk and under a strict policy alike.
Their addresses never change, so that no page has to be made again when an exercise is. The index holds plain
texts: a browser splits them into words sooner than it would load a list of which word stands where, and
spelling then has to be understood in one place only, in `assets/finder-search.js`.
"""

from __future__ import annotations

import json
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any, cast

from markupsafe import Markup

from kinepedia.machine.fingerprint import fingerprint_of, plain_bytes
from kinepedia.model.collections import EQUIPMENT, EXERCISES, TARGETS
from kinepedia.model.content_model import label_of
from kinepedia.plan.feature import DataSet, Feature
from kinepedia.plan.views import DataView, HeadView
from kinepedia.plan.wording import POSITIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kinepedia.link.encyclopedia import Encyclopedia
    from kinepedia.model.addresses import Key
    from kinepedia.model.schema import Exercise
    from kinepedia.model.schema.own import Field
    from kinepedia.parse.parser import Entry
    from kinepedia.plan.neighbour_finder import NeighbourFinder

INDEX = "search/exercises.js"
"""The address of the index."""

CAUTIONS = "search/cautions.js"
"""The address of the cautions."""

TEMPLATE = "finder-data.js"
"""The template of all of them."""

EFFECTS = {"stretches": "Stretches", "strengthens": "Strengthens", "mobilizes": "Mobilizes"}
"""What an exercise can do with a target: the names of the fields, and what visitors read."""

_ADVICE = "search/advice-"
_PART = 500  # exercises whose advice is fetched together: some 60 kB
_NOTHING = "none"  # no entry of equipment is called so: in a list of equipment it means that there is none


def addresses(encyclopedia: Encyclopedia) -> list[str]:
    """Return the addresses of the finder's data; none if there are no exercises."""
    exercises = encyclopedia.collection(EXERCISES)
    parts = len(range(0, len(exercises), _PART))
    return [INDEX, CAUTIONS, *(f"{_ADVICE}{number}.js" for number in range(parts))] if exercises else []


class Finder:
    """Makes the finder's data, and tells when it changes."""

    def __init__(
        self, encyclopedia: Encyclopedia, neighbour_finder: NeighbourFinder, load: Callable[[Key], Entry]
    ) -> None:
        """Take the encyclopedia, what puts terms in order, and what loads a whole entry."""
        self._encyclopedia = encyclopedia
        self._neighbour_finder = neighbour_finder
        self._load = load

    def fingerprint(self, address: str) -> bytes:
        """Return bytes that change whenever what stands at an address of the finder changes."""
        if address == INDEX:
            return self._index.encode()
        entries = self._encyclopedia.entries
        if address == CAUTIONS:
            return plain_bytes([(key.slug, entries[key].conditions) for key in self._exercises])
        return plain_bytes([(key.slug, entries[key].cautions) for key in self._part(address)])

    def view(self, address: str) -> DataView:
        """Return what stands at an address of the finder."""
        name = address.removeprefix("search/").removesuffix(".js")
        return DataView(HeadView(name), name, data=Markup(self._data(address)))  # noqa: S704 - a script's

    def _data(self, address: str) -> str:
        if address == INDEX:
            return self._index
        return _as_json(self._cautions() if address == CAUTIONS else self._advice(address))

    @cached_property
    def _exercises(self) -> list[Key]:
        return self._encyclopedia.collection(EXERCISES)

    @cached_property
    def _by_slug(self) -> list[Key]:
        return sorted(self._exercises)

    @cached_property
    def _index(self) -> str:
        entries = self._encyclopedia.entries
        facts = [entries[key] for key in self._exercises]
        index = {
            "edition": self._edition,
            "titles": "\n".join(_line(item.title) for item in facts),
            "slugs": "\n".join(
                "" if _says_slug(item.title, item.key.slug) else item.key.slug for item in facts
            ),
            "aliases": "\n".join("\t".join(map(_line, item.aliases)) for item in facts),
            "summaries": "\n".join(_line(item.summary or "") for item in facts),
            "facets": [facet for facet in self._facets() if facet["values"]],
            "cautious": any(item.conditions for item in facts),
            "part": _PART,
        }
        return _as_json(index)

    def _cautions(self) -> dict[str, Any]:
        """Return all conditions, each once, and the numbers of those that each exercise has."""
        entries = self._encyclopedia.entries
        conditions: dict[str, int] = {}
        found = [
            sorted({conditions.setdefault(_line(text), len(conditions)) for text in entries[key].conditions})
            for key in self._exercises
        ]
        return {"edition": self._edition, "conditions": list(conditions), "of": found}

    @cached_property
    def _edition(self) -> str:
        """What tells whether index and cautions, fetched at different times, number exercises alike."""
        return fingerprint_of([key.slug for key in self._exercises]).hex()[:8]

    def _facets(self) -> list[dict[str, Any]]:
        """Return everything by which exercises can be chosen, with the numbers of what each one has."""
        relations = self._encyclopedia.relations
        rows = [
            [(target, number) for number, name in enumerate(EFFECTS) for target in relations[name].of(key)]
            for key in self._exercises
        ]
        targets = self._used(TARGETS, (target for row in rows for target, _ in row))
        numbers = {key: number for number, key in enumerate(targets)}
        effects = [[name, label] for name, label in EFFECTS.items()] if targets else []
        return [
            {"name": "effect", "label": "What it does", "values": effects},
            {
                "name": "target",
                "label": self._encyclopedia.model.label(TARGETS),
                "values": self._values(targets),
                # Each target with what is done to it; the first of a kind is the exercise's primary one.
                "of": [[numbers[target] * len(EFFECTS) + effect for target, effect in row] for row in rows],
            },
            *(self._facet(name) for name in self._encyclopedia.model.names(where="facet")),
            *(self._own_facet(name, field) for name, field in self._own_fields),
            self._positions(),
        ]

    def _facet(self, collection: str) -> dict[str, Any]:
        row = self._encyclopedia.model.collections[collection]
        rows = list(map(self._encyclopedia.relations[row.facet].of, self._exercises))
        terms = self._used(collection, chain.from_iterable(rows))
        numbers = {key: number for number, key in enumerate(terms)}
        of = [[numbers[term] for term in found] for found in rows]
        values = self._values(terms)
        if collection == EQUIPMENT:
            bare = [self._encyclopedia.entries[key].needs_nothing for key in self._exercises]
            if any(bare):
                of = [[len(values)] if is_bare else found for found, is_bare in zip(of, bare, strict=True)]
                values.append([_NOTHING, "Needs nothing"])
        return {"name": row.facet, "label": row.label, "values": values, "of": of}

    @property
    def _own_fields(self) -> list[tuple[str, Field]]:
        """The site's own fields by which exercises can be chosen."""
        own = self._encyclopedia.model.collections[EXERCISES].own
        return [(name, field) for name, field in own if field.finder]

    def _own_facet(self, name: str, field: Field) -> dict[str, Any]:
        """Return what the exercises have of one of the site's own fields."""
        if field.type == "reference" and field.to:
            rows: list[Sequence[Key]] = list(map(self._encyclopedia.relations[name].of, self._exercises))
            terms = self._used(field.to, chain.from_iterable(rows))
            numbers = {key: number for number, key in enumerate(terms)}
            of, values = [[numbers[term] for term in row] for row in rows], self._values(terms)
        else:
            said = [_said(dict(self._encyclopedia.entries[key].own).get(name)) for key in self._exercises]
            used = {*chain.from_iterable(said)}
            # In the order in which the site declares them; what it does not declare, by its letters.
            known = {"yes-no": ("yes", "no"), "choice": field.choices}.get(field.type) or sorted(used)
            names = [value for value in known if value in used]
            of = [[names.index(value) for value in row] for row in said]
            values = [[value, value[:1].upper() + value[1:]] for value in names]
        return {"name": name, "label": label_of(name, field), "values": values, "of": of}

    def _positions(self) -> dict[str, Any]:
        found = [self._encyclopedia.entries[key].position for key in self._exercises]
        names = [name for name in POSITIONS if name in found]
        return {
            "name": "position",
            "label": "Position",
            "values": [[name, POSITIONS[name][:1].upper() + POSITIONS[name][1:]] for name in names],
            "of": [[names.index(name)] if name else [] for name in found],
        }

    def _used(self, collection: str, terms: Iterable[Key]) -> Sequence[Key]:
        """Return those terms of a collection that are used, in the order of their list."""
        used = set(terms)
        keys = [key for key in self._encyclopedia.collection(collection) if key in used]
        return self._neighbour_finder.in_list_order(collection, keys)

    def _values(self, terms: Iterable[Key]) -> list[list[str]]:
        """Return the slug, the title and the aliases of each term."""
        found = [self._encyclopedia.entries[key] for key in terms]
        return [[item.key.slug, *map(_line, (item.title, *item.aliases))] for item in found]

    def _part(self, address: str) -> list[Key]:
        """Return the exercises of one part: by slug, so that a new title moves none to another."""
        number = int(address.removeprefix(_ADVICE).removesuffix(".js"))
        return self._by_slug[number * _PART : (number + 1) * _PART]

    def _advice(self, address: str) -> dict[str, list[list[str]]]:
        """Return condition and advice of each caution, by the slugs of the exercises in a part."""
        entries = self._encyclopedia.entries
        found = {}
        for key in self._part(address):
            if entries[key].conditions:
                listing = cast("Exercise", self._load(key).fields).cautions
                found[key.slug] = [[_line(item.condition), _line(item.advice)] for item in listing.values]
        return found


def _said(value: object) -> tuple[str, ...]:
    """Return the values of a field of a site's own, each as a text on one line."""
    if isinstance(value, bool):
        return ("yes",) if value else ("no",)
    return tuple(map(_line, value if isinstance(value, tuple) else (str(value),))) if value else ()


def _line(text: str) -> str:
    """Return a text on one line, without tabs: both separate texts in the index."""
    return " ".join(text.split())


def _says_slug(title: str, slug: str) -> bool:
    """Tell whether a browser finds the slug from the title, as `slugOf` in `assets/finder-search.js` does."""
    return title.isascii() and _line(title).lower().replace(" ", "-") == slug


def _as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


FEATURE = Feature("finder", linked=(INDEX,), data=DataSet(TEMPLATE, addresses, Finder))
