"""The relations between entries: what each field refers to, and what refers to each entry."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kinepedia.model.collections import AUTHORS, EXERCISES, ITEMS
from kinepedia.problems import rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kinepedia.link.names import Names
    from kinepedia.model.addresses import Key
    from kinepedia.model.content_model import Model
    from kinepedia.parse.facts import Facts
    from kinepedia.parse.places import Places
    from kinepedia.problems.diagnostics import Diagnostic, Rule

_PLURALS = {"muscle": "muscles", "nerve": "nerves", "joint": "joints", "fascia": "fascia"}

Resolved = dict[str, tuple["Key | None", ...]]
"""What the names in each field of an entry mean, in their order; None for what cannot be shown."""


@dataclass(frozen=True, slots=True)
class Relation:
    """One kind of relation between entries, readable in both directions."""

    forward: Mapping[Key, tuple[Key, ...]] = field(default_factory=dict)
    backward: Mapping[Key, tuple[Key, ...]] = field(default_factory=dict)

    def of(self, key: Key) -> tuple[Key, ...]:
        """Return what `key` refers to: first what its author names, in that order."""
        return self.forward.get(key, ())

    def to(self, key: Key) -> tuple[Key, ...]:
        """Return what refers to `key`, sorted as the entries are where only they state it."""
        return self.backward.get(key, ())

    @classmethod
    def both_ways(cls, forward: Mapping[Key, tuple[Key, ...]]) -> Relation:
        """Return the relation in which each key refers to these."""
        backward: dict[Key, list[Key]] = defaultdict(list)
        for origin, targets in forward.items():
            for target in targets:
                backward[target].append(origin)
        return cls(forward, {key: tuple(found) for key, found in backward.items()})

    @classmethod
    def from_pairs(cls, pairs: Iterable[tuple[Key, Key]]) -> Relation:
        """Return the relation that holds between these pairs, each once."""
        forward: dict[Key, list[Key]] = defaultdict(list)
        backward: dict[Key, list[Key]] = defaultdict(list)
        for origin, target in dict.fromkeys(pairs):
            forward[origin].append(target)
            backward[target].append(origin)
        return cls(
            {key: tuple(found) for key, found in forward.items()},
            {key: tuple(found) for key, found in backward.items()},
        )


class Resolver:
    """Resolves the references of all entries and reports those that fail.

    `failed` has the key of the entry and the field of each reference that could not be resolved.
    """

    def __init__(
        self,
        model: Model,
        entries: Mapping[Key, Facts],
        absent: Mapping[Key, Facts],
        shown: frozenset[str],
        names: Names,
        places: Places,
    ) -> None:
        """Take what references can lead to; `shown` has the paths of the entries that are shown."""
        self._model = model
        self._entries = entries
        self._absent = absent
        self._shown = shown
        self._names = names
        self._places = places
        self._plain: dict[tuple[str, str], Key] = {}  # what a name in a field means to all but its own entry
        self.problems: list[Diagnostic] = []
        self.failed: set[tuple[Key, str]] = set()

    def resolve(self, facts: Facts) -> Resolved:
        """Return what the names in an entry's fields mean."""
        resolved: Resolved = {}
        for field_name, names in facts.stated:
            collection = self._model.references[field_name]
            found = self._targets(facts, field_name, names, collection)
            resolved[field_name] = found if len(found) == 1 else self._each_once(facts, field_name, found)
        # Of a draft, they are checked when it is shown. They may name an exercise
        # twice: a routine comes back to it.
        if facts.items and facts.path in self._shown:
            resolved[ITEMS] = self._targets(facts, ITEMS, facts.items, EXERCISES)
        return resolved

    def _targets(
        self, facts: Facts, field_name: str, names: tuple[str, ...], collection: str
    ) -> tuple[Key | None, ...]:
        # None keeps the place of what fails: by its index, a name is found in the author's file.
        found: list[Key | None] = []
        for index, name in enumerate(names):
            target = self._plain.get((field_name, name))
            if target is None or target == facts.key:
                target = self._target(facts, field_name, index, name, collection)
                if target:
                    self._plain[field_name, name] = target
            found.append(target)
        return tuple(found)

    def _each_once(
        self, facts: Facts, field_name: str, found: tuple[Key | None, ...]
    ) -> tuple[Key | None, ...]:
        """Report what is named twice, and leave it out."""
        if len({*found}) == len(found):
            return found
        seen: set[Key] = set()
        once: list[Key | None] = []
        for index, target in enumerate(found):
            if target in seen:
                self._report(
                    rules.REPEATED_VALUE, facts, field_name, index, value=_said(facts, field_name, index)
                )
                target = None  # noqa: PLW2901 - it is left out
            elif target:
                seen.add(target)
            once.append(target)
        return tuple(once)

    def _target(self, facts: Facts, field_name: str, index: int, name: str, collection: str) -> Key | None:
        found = self._names.find(name, collection)
        if len(found) != 1:
            self.failed.add((facts.key, field_name))
            self._report_unresolved(facts, field_name, index, name, collection, found)
            return None
        target = found[0]
        if target == facts.key:
            self._report(rules.SELF_REFERENCE, facts, field_name, index, field=field_name)
            return None
        if target in self._absent:
            # Drafts may refer to each other: they come out together.
            if not self._absent[target].faulty and facts.path in self._shown:
                self._report(rules.DRAFT_REFERENCE, facts, field_name, index, name=name)
            return None
        kinds = self._model.kinds.get(field_name)
        if kinds and self._entries[target].kind not in (None, *kinds):
            self._report_kind(facts, field_name, index, self._entries[target], kinds)
            return None
        return target

    def _report_kind(
        self, facts: Facts, field_name: str, index: int, target: Facts, kinds: frozenset[str]
    ) -> None:
        """Report a target of a kind that the field does not take, such as a stretched nerve."""
        self._report(
            rules.WRONG_KIND,
            facts,
            field_name,
            index,
            name=target.title,
            kind=target.kind,
            field=field_name,
            allowed=" and ".join(_PLURALS[kind] for kind in sorted(kinds, reverse=True)),
        )

    def _report_unresolved(
        self, facts: Facts, field_name: str, index: int, name: str, collection: str, found: tuple[Key, ...]
    ) -> None:
        kind = self._model.collections[collection].singular
        if found:
            candidates = " or ".join(f'"{key.slug}"' for key in found)
            self._report(
                rules.AMBIGUOUS_REFERENCE,
                facts,
                field_name,
                index,
                name=name,
                candidates=candidates,
                first=found[0].slug,
            )
            return
        rule = rules.DANGLING_REFERENCE if collection in (EXERCISES, AUTHORS) else rules.UNKNOWN_TERM
        hint = self._names.did_you_mean(name, collection)
        if "," in name:
            hint = f"if several are meant, write them as a list: [{name}]"
        self._report(rule, facts, field_name, index, hint=hint, kind=kind, name=name, collection=collection)

    def _report(
        self, rule: Rule, facts: Facts, field_name: str, index: int, *, hint: str = "", **said: object
    ) -> None:
        self.problems.append(rule.at(self._places.name(facts, field_name, index), hint=hint, **said))


def relations(resolved: Mapping[Key, Resolved], fields: Iterable[str]) -> dict[str, Relation]:
    """Return the relation that each of these fields makes, and that of the exercises of routines.

    What one side states holds from the other side too: `harder` includes what others call `easier`, and
    `alternatives` hold both ways.
    """
    forward: dict[str, dict[Key, tuple[Key, ...]]] = {name: {} for name in (*fields, ITEMS)}
    for origin, stated in resolved.items():
        for name, found in stated.items():
            if targets := tuple(filter(None, found)):
                forward[name][origin] = targets
    made = {
        name: Relation.both_ways(found) for name, found in forward.items() if name not in ("easier", "harder")
    }
    made["harder"] = Relation.from_pairs(
        # What an author says of an entry comes before what others say of it, and so does its order.
        [*_pairs(forward["harder"]), *((target, origin) for origin, target in _pairs(forward["easier"]))]
    )
    pairs = _pairs(forward["alternatives"])
    made["alternatives"] = Relation.from_pairs([*pairs, *((target, origin) for origin, target in pairs)])
    # A routine that names an exercise twice is one routine on its page.
    made[ITEMS] = Relation.from_pairs(_pairs(forward[ITEMS]))
    return made


def _pairs(forward: Mapping[Key, tuple[Key, ...]]) -> list[tuple[Key, Key]]:
    return [(origin, target) for origin, targets in forward.items() for target in targets]


def _said(facts: Facts, field_name: str, index: int) -> str:
    return dict(facts.stated)[field_name][index]
