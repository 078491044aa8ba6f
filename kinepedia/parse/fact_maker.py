"""Makes the facts of an entry: those of its fields and its body that others have to know."""

from __future__ import annotations

from dataclasses import fields as fields_of
from datetime import date
from typing import TYPE_CHECKING, Any

from kinepedia.machine.fingerprint import fingerprint_of
from kinepedia.model.addresses import Key
from kinepedia.model.schema import (
    Anatomy,
    Author,
    Category,
    Exercise,
    Listing,
    Range,
    Routine,
    to_plain,
)
from kinepedia.parse.facts import Facts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kinepedia.model.collections import Collection
    from kinepedia.model.content_model import Model
    from kinepedia.model.schema import EntryFields
    from kinepedia.parse.markdown.body import Body
    from kinepedia.read.source import Source


def facts_of_fields(model: Model, source: Source, key: Key, fields: EntryFields, body: Body) -> Facts:
    """Return the facts of an entry that is in order."""
    exercise = fields if isinstance(fields, Exercise) else None
    cautions = exercise.cautions.values if exercise else ()
    return Facts(
        key=key,
        path=source.path,
        content_path=source.content_path,
        title=fields.title,
        digest=source.digest,
        aliases=fields.aliases.values,
        summary=fields.summary,
        draft=fields.draft,
        address=model.address_of(key, fields.address),
        stated=tuple(_stated_names(model, fields)),
        items=tuple(item.exercise for item in fields.items) if isinstance(fields, Routine) else (),
        order=getattr(fields, "order", None),
        rank=getattr(fields, "rank", None),
        kind=fields.kind if isinstance(fields, Anatomy) else None,
        credentials=fields.credentials if isinstance(fields, Author) else (),
        lists_sequence=isinstance(fields, Category) and fields.sequence.stated,
        gives_slug=fields.slug is not None,
        redirect_from=fields.redirect_from,
        published=fields.published.isoformat() if fields.published else None,
        updated=fields.updated.isoformat() if fields.updated else None,
        position=exercise.position if exercise else None,
        needs_nothing=exercise.equipment.none if exercise else False,
        conditions=tuple(caution.condition for caution in cautions),
        # The finder publishes their advice, which is no fact: by this alone it learns of a change.
        cautions=fingerprint_of(to_plain(cautions)) if cautions else b"",
        has_figures=body.has_figures,
        has_strip=bool(body.strip),
        template=fields.template,
        own=_own_values(model.collections[key.collection], fields),
        links=body.links,
    )


def _stated_names(model: Model, fields: EntryFields) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield every field that refers to entries, with the names in it."""
    for name in model.references:
        value = getattr(fields, name, None)
        if value is not None and (names := value.values if isinstance(value, Listing) else (value,)):
            yield name, names


def faulty_facts(model: Model, source: Source, key: Key, body: Body) -> Facts:
    """Return what can be read of an entry with mistakes: the names in those fields that are in order."""
    from kinepedia.model.schema.validate import readable_names

    written = source.fields or {}
    known = {field.name for field in fields_of(model.collections[source.collection].fields)}
    readable = {
        name: names
        for name in ("aliases", *model.references)
        if name in known and (names := readable_names(written.get(name)))
    }
    title = written.get("title")
    return Facts(
        key=key,
        path=source.path,
        content_path=source.content_path,
        title=title if isinstance(title, str) else "",
        digest=source.digest,
        address=model.address_of(key),
        aliases=readable.pop("aliases", ()),
        faulty=True,
        stated=tuple(readable.items()),
        has_figures=body.has_figures,
        links=body.links,
    )


def unreadable_facts(model: Model, source: Source) -> Facts:
    """Return what can be guessed of an entry whose file cannot be read as one."""
    key = Key(source.collection, source.name)
    title = source.title or source.name.replace("-", " ")
    # By its slug and likely title it can still be referred to: only the mistake in it is reported,
    # and not that others name it.
    address = model.address_of(key)
    return Facts(key, source.path, source.content_path, title, source.digest, address, faulty=True)


def _own_values(collection: Collection, fields: EntryFields) -> tuple[tuple[str, Any], ...]:
    """Return the values of the site's own fields as plain ones, those that refer to entries aside."""
    own = [(name, getattr(fields, name)) for name, field in collection.own if field.type != "reference"]
    return tuple((name, plain_value(value)) for name, value in own if value not in (None, ()))


def plain_value(value: Any) -> Any:
    """Return a value of one of the site's own fields as a plain one, which `marshal` takes."""
    if isinstance(value, date):
        return value.isoformat()
    return (value.low, value.high) if isinstance(value, Range) else value
