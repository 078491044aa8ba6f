"""The relations between entries: what each field refers to, and what refers to each entry."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kinepedia import rules
from kinepedia.diagnostics import Diagnostic, Rule, Span
from kinepedia.parse import Absent, Entry, stated_names
from kinepedia.schema import COLLECTIONS, KINDS, REFERENCES, Routine, Target

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kinepedia.addresses import Key
    from kinepedia.link.names import Names
    from kinepedia.marks import Loc, Marks
    from kinepedia.schema import Entry as Fields

_NOWHERE = Span()
_PLURALS = {"muscle": "muscles", "nerve": "nerves", "joint": "joints", "fascia": "fascia"}


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
    def from_pairs(cls, pairs: Iterator[tuple[Key, Key]] | list[tuple[Key, Key]]) -> Relation:
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


@dataclass(frozen=True, slots=True)
class Reference:
    """A name in a field that could be resolved: its place in the list, in the file, and what it means."""

    origin: Key
    field: str
    target: Key
    index: int = 0
    span: Span = _NOWHERE


class Resolver:
    """Resolves the references of all entries and reports those that fail.

    `failed` has the key of the entry and the field of each reference that could not be resolved.
    """

    def __init__(self, entries: Mapping[Key, Entry], absent: Mapping[Key, Absent], names: Names) -> None:
        self._entries = entries
        self._absent = absent
        self._names = names
        self.problems: list[Diagnostic] = []
        self.failed: set[tuple[Key, str]] = set()

    def references(self, item: Entry | Absent) -> Iterator[Reference]:
        """Yield the references in an entry's fields that lead to an entry which is shown."""
        stated = item.stated if isinstance(item, Absent) else stated_names(item.fields)
        for field_name, names in stated.items():
            seen: set[Key] = set()
            for index, name in enumerate(names):
                span = _span_of_name(item.source.marks, field_name, index)
                target = self._resolve(item, field_name, name, REFERENCES[field_name], span)
                if target in seen:
                    self._report(rules.REPEATED_VALUE, item, span, value=name)
                elif target:
                    seen.add(target)
                    yield Reference(item.key, field_name, target, index, span)
        if isinstance(item, Entry) and isinstance(item.fields, Routine):
            for index, step in enumerate(item.fields.items):
                span = item.source.marks.value("items", index, "exercise")
                if target := self._resolve(item, "items", step.exercise, "exercises", span):
                    yield Reference(item.key, "items", target, index, span)

    def _resolve(
        self, item: Entry | Absent, field_name: str, name: str, collection: str, span: Span
    ) -> Key | None:
        found = self._names.find(name, collection)
        if len(found) != 1:
            self.failed.add((item.key, field_name))
            self._report_unresolved(item, name, collection, span, found)
            return None
        target = found[0]
        if target == item.key:
            self._report(rules.SELF_REFERENCE, item, span, field=field_name)
            return None
        if target in self._absent:
            # Drafts may refer to each other: they come out together.
            if self._absent[target].draft and isinstance(item, Entry):
                self._report(rules.DRAFT_REFERENCE, item, span, name=name)
            return None
        return target if self._fits(item, field_name, target, span) else None

    def _fits(self, item: Entry | Absent, field_name: str, target: Key, span: Span) -> bool:
        """Report a target of a kind that the field does not take, such as a stretched nerve."""
        fields: Fields = self._entries[target].fields
        kinds = KINDS.get(field_name)
        if not kinds or not isinstance(fields, Target) or fields.kind in kinds:
            return True
        allowed = " and ".join(_PLURALS[kind] for kind in sorted(kinds, reverse=True))
        self._report(
            rules.WRONG_KIND,
            item,
            span,
            name=fields.title,
            kind=fields.kind,
            field=field_name,
            allowed=allowed,
        )
        return False

    def _report_unresolved(
        self, item: Entry | Absent, name: str, collection: str, span: Span, found: tuple[Key, ...]
    ) -> None:
        kind = COLLECTIONS[collection].singular
        if found:
            candidates = " or ".join(f'"{key.slug}"' for key in found)
            self._report(
                rules.AMBIGUOUS_REFERENCE, item, span, name=name, candidates=candidates, first=found[0].slug
            )
            return
        rule = rules.DANGLING_REFERENCE if collection in ("exercises", "authors") else rules.UNKNOWN_TERM
        hint = self._names.did_you_mean(name, collection)
        if "," in name:
            hint = f"if several are meant, write them as a list: [{name}]"
        self._report(rule, item, span, hint=hint, kind=kind, name=name, collection=collection)

    def _report(
        self, rule: Rule, item: Entry | Absent, span: Span, *, hint: str = "", **facts: object
    ) -> None:
        self.problems.append(rule.at(item.source.place(span), hint=hint, **facts))


def relations(references: list[Reference]) -> dict[str, Relation]:
    """Return the relation that each field makes.

    What one side states holds from the other side too: `harder` includes what others call `easier`, and
    `alternatives` hold both ways.
    """
    pairs: dict[str, list[tuple[Key, Key]]] = {name: [] for name in (*REFERENCES, "items")}
    for reference in references:
        pairs[reference.field].append((reference.origin, reference.target))
    harder = pairs["harder"] + [(target, origin) for origin, target in pairs.pop("easier")]
    pairs["harder"] = harder
    pairs["alternatives"] += [(target, origin) for origin, target in pairs["alternatives"]]
    return {name: Relation.from_pairs(found) for name, found in pairs.items()}


def _span_of_name(marks: Marks, field_name: str, index: int) -> Span:
    candidates: tuple[Loc, ...] = (
        (field_name, "values", index),
        (field_name, "values"),
        (field_name, index),
        (field_name,),
    )
    return next((marks.values[loc] for loc in candidates if loc in marks.values), Span())
