"""The content model of a site: the collections that come with Kinepedia, and what the site has of its own."""

from __future__ import annotations

from dataclasses import MISSING, dataclass, fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kinepedia.machine.fingerprint import digest_of_plain
from kinepedia.model.collections import ROWS, BackLinks, Collection
from kinepedia.model.schema.entries import EntryFields, OwnEntry
from kinepedia.model.schema.own import annotation_of, default_of
from kinepedia.model.schema.records import extended, said, to_plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kinepedia.model.addresses import Key
    from kinepedia.model.reading import Reading
    from kinepedia.model.schema.own import CollectionRow, Declarations, Field


@dataclass(frozen=True, eq=False, repr=False)
class Model:
    """The content model of a site: its collections by name, in the order in which pages show them.

    `digest` tells it from that of any other site, as far as entries are read otherwise; it is empty if
    nothing is declared. `reading` is what features add to the way in which entries are read;
    `left_out` are those that do not run this time, and may have fields that nobody knows now.
    """

    collections: Mapping[str, Collection]
    digest: bytes = b""
    reading: tuple[Reading, ...] = ()
    left_out: tuple[str, ...] = ()

    def address_of(self, key: Key, own: str | None = None) -> str:
        """Return the address of an entry, which may have one of its `own`."""
        return self.collections[key.collection].address_of(key.slug) if own is None else own

    def label(self, collection: str) -> str:
        """Return what a collection is called on pages."""
        return self.collections[collection].label

    def names(self, *, where: str) -> tuple[str, ...]:
        """Return the names of the collections for which that attribute of a row is true."""
        return tuple(name for name, row in self.collections.items() if getattr(row, where))

    @cached_property
    def references(self) -> Mapping[str, str]:
        """The collection to which each field refers; a field has the same meaning in every collection."""
        return {name: metadata["to"] for name, metadata in self._referring.items()}

    @cached_property
    def kinds(self) -> Mapping[str, frozenset[str]]:
        """The kinds of target that a field takes, if it does not take all."""
        return {name: metadata["kinds"] for name, metadata in self._referring.items() if metadata["kinds"]}

    def refers_to_many(self, field: str) -> bool:
        """Tell whether a field that refers to entries may name several."""
        return bool(self._referring[field]["many"])

    @cached_property
    def _referring(self) -> Mapping[str, Mapping[str, Any]]:
        found: dict[str, Mapping[str, Any]] = {}
        common = {field.name for field in fields(EntryFields)}
        every = [field for row in self.collections.values() for field in fields(row.fields)]
        # What all entries have comes last: a field of their own says more of them.
        for field in sorted(every, key=lambda field: field.name in common):
            if field.metadata["to"]:
                found.setdefault(field.name, field.metadata)
        return found

    @cached_property
    def own_references(self) -> Mapping[str, tuple[str, ...]]:
        """The names of the fields by which the entries of a collection refer to others on this site alone."""
        return {
            name: tuple(field for field, own in row.own if own.type == "reference")
            for name, row in self.collections.items()
        }


BUILT_IN = Model({row.name: row for row in ROWS})
"""The content model without anything of a site's own."""


def model_of(
    settings: Declarations,
    fields: Mapping[str, Mapping[str, Field]] | None = None,
    reading: tuple[Reading, ...] = (),
    code: bytes = b"",
) -> Model:
    """Return the content model of a site whose settings are in order (see `declared.problems`).

    `fields` are those that it has with what features add, by collection and name, if these add any; `reading`
    is what they add to the way in which entries are read, and `code` the digest of their code.
    """
    declared = settings.collections or {}
    every = (settings.fields or {}) if fields is None else fields
    own = {name: dict(these) for name, these in every.items() if these}
    addresses, labels = settings.addresses or {}, settings.labels or {}
    if not (declared or own or addresses or labels or reading):
        return BUILT_IN
    built_in = BUILT_IN.collections
    rows = {name: _merged(row, declared.get(name)) for name, row in built_in.items()}
    rows |= {name: _merged(_blank(name), row) for name, row in declared.items() if name not in built_in}
    for name, row in rows.items():
        rows[name] = replace(
            _with_fields(row, own[name]) if name in own else row,
            address=addresses.get(name, row.address).removeprefix("/"),
            label=labels.get(name, row.label),
            back_links=(*row.back_links, *_back_links(name, own)),
        )
    read = (to_plain(own), list(rows), sorted(addresses.items()), code if reading else b"")
    is_read_alike = not (own or addresses or reading or rows.keys() - built_in.keys())
    return Model(rows, b"" if is_read_alike else digest_of_plain(read), reading)


def _blank(name: str) -> Collection:
    # The word is that of the folder, which is known to be free.
    return Collection(name, name, name, OwnEntry, "own.html", what=f"an entry of {name}", sorted_by="order")


def _merged(row: Collection, changed: CollectionRow | None) -> Collection:
    if changed is None:
        return row
    given = {each.name: getattr(changed, each.name) for each in fields(changed)}
    return replace(row, **{name: value for name, value in given.items() if value is not None})


def _with_fields(row: Collection, own: Mapping[str, Field]) -> Collection:
    plain = to_plain(dict(own))
    name = f"{row.fields.__name__}-{digest_of_plain((row.name, plain)).hex()}"
    more = {}
    for field_name, field in own.items():
        note = field.help or field.label or label_of(field_name, field)
        to = (field.to or "") if field.type == "reference" else ""
        default = MISSING if field.required else default_of(field)
        more[field_name] = annotation_of(field), said(note, to=to, many=field.many, default=default)
    return replace(row, fields=extended(row.fields, name, more), own=tuple(own.items()))


def _back_links(name: str, own: Mapping[str, Mapping[str, Field]]) -> list[BackLinks]:
    return [
        BackLinks(field.back or "", f"by-{field_name}", field_name)
        for collection in own.values()
        for field_name, field in collection.items()
        if field.type == "reference" and field.to == name
    ]


def label_of(name: str, field: Field) -> str:
    """Return what a field of a site's own is called on pages."""
    plain = name.replace("_", " ")
    return field.label or plain[:1].upper() + plain[1:]
