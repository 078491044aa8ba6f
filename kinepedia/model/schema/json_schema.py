"""JSON Schemas of front matter and settings, with which editors complete and check what an author writes.

They follow draft 7 of JSON Schema (json-schema.org/draft-07), which the YAML and TOML servers of editors
understand. Where a schema cannot say all that a build checks, it accepts more, never less, but for one thing:
a name has to be written as its entry writes it, so that a misspelt one is marked at once.
"""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args, get_origin, get_type_hints

from kinepedia.model.schema.records import Check, Record
from kinepedia.model.schema.values import Listing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Json = dict[str, Any]

_DRAFT = "http://json-schema.org/draft-07/schema#"
# Scalars of front matter stay what their author wrote: a title may be a number.
_SCALAR: Json = {"type": ["string", "number", "boolean"]}
_NONE: Json = {"type": "string", "pattern": "^[Nn][Oo][Nn][Ee]$"}
_NUMBERS = r"[1-9][0-9]{0,4}(\s*(-|\u2013|to)\s*[1-9][0-9]{0,4})?"
_WHOLE = "-?(0|[1-9][0-9]{0,8})"
_UNITS = "(s|sec|seconds?|min|minutes?)"


def json_schema(model: type[Record], title: str, terms: Mapping[str, Sequence[str]] | None = None) -> Json:
    """Return the JSON Schema of a record.

    `terms` are the names that a field may hold, by the field, each as its entry writes it; a field that
    is not among them may hold any. `title` is what an editor calls the whole.
    """
    schema = _Maker(terms or {}).record(model)
    return {"$schema": _DRAFT, "title": title, **schema}


class _Maker:
    """Makes the schema of one annotation after the other."""

    def __init__(self, terms: Mapping[str, Sequence[str]]) -> None:
        self._terms = terms

    def record(self, model: type[Record]) -> Json:
        hints = get_type_hints(model, include_extras=True)
        properties = {}
        required = []
        known: Any = model
        for field in fields(known):
            properties[field.name] = {
                **self._field(field.name, hints[field.name], bool(field.metadata.get("to"))),
                **({"description": said} if (said := field.metadata.get("description")) else {}),
            }
            if field.default is MISSING:
                required.append(field.name)
        return {
            "type": "object",
            "description": (model.__doc__ or "").partition("\n")[0],
            "properties": properties,
            "additionalProperties": False,
            **({"required": required} if required else {}),
        }

    def _field(self, name: str, annotation: Any, refers: bool) -> Json:  # noqa: FBT001 - of the field
        if refers:
            known = self._terms.get(name)
            names: Json = _SCALAR if known is None else {"enum": list(known)}
            return self._value(annotation, names)
        return self._value(annotation, None)

    def _value(self, annotation: Any, names: Json | None) -> Json:  # noqa: PLR0911 - a case each
        """Return the schema of a value; `names` is that of each name in it, if it refers to entries."""
        origin, parts = get_origin(annotation), get_args(annotation)
        if origin is Annotated:
            inner, *checks = parts
            schema = self._value(inner, names)
            for check in checks:
                if isinstance(check, Check) and check.choices:
                    schema = {"enum": list(check.choices)}
                elif isinstance(check, Check):
                    schema = self._checked(check.name, schema, names)
            return schema
        if origin is Literal:
            return {"enum": list(parts)}
        if type(None) in parts:
            return self._value(parts[0], names)
        if origin is dict:
            return {"type": "object", "additionalProperties": self._value(parts[1], names)}
        if origin in (tuple, Listing):
            return {"type": "array", "items": self._value(parts[0], names)}
        if isinstance(annotation, type) and issubclass(annotation, Record):
            return self.record(annotation)
        return dict(_SCALAR)

    def _checked(self, check: str, schema: Json, names: Json | None) -> Json:
        if check == "text" and names is not None:
            return names
        if make := _FIXED.get(check):
            return make
        if change := _CHANGED.get(check):
            return change(schema)
        return schema


def _listing(items: Json) -> Json:
    """Return what a listing may be: one item, a list, nothing at all, or any of these with a note."""
    values = _single(items)
    noted = {
        "type": "object",
        "properties": {
            "values": {**values, "description": "The items."},
            "note": {
                **_SCALAR,
                "description": "What a reader should know about them, or why there are none.",
            },
        },
        "additionalProperties": False,
    }
    return {"anyOf": [*values["anyOf"], noted]}


def _without_none(listing: Json) -> Json:
    return {"anyOf": [way for way in listing["anyOf"] if way is not _NONE]}


def _single(items: Json) -> Json:
    return {"anyOf": [items["items"], _some(items), _NONE]}


def _some(items: Json) -> Json:
    return {**items, "minItems": 1}


_FIXED: dict[str, Json] = {
    "range": {"anyOf": [{"type": "integer", "minimum": 1}, {"type": "string", "pattern": f"^{_NUMBERS}$"}]},
    "time": {"type": "string", "pattern": rf"^({_NUMBERS}\s*{_UNITS}|[0-9]{{1,2}}:[0-5][0-9])$"},
    "number": {"anyOf": [{"type": "integer"}, {"type": "string", "pattern": f"^{_WHOLE}$"}]},
    "decimal": {
        "anyOf": [{"type": "number"}, {"type": "string", "pattern": rf"^{_WHOLE}(\.[0-9]{{1,6}})?$"}]
    },
    "rank": {"anyOf": [{"type": "integer"}, _NONE]},
    "flag": {"type": "boolean"},
    "day": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    "web-address": {"type": "string", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://"},
    "slug": {"type": ["string", "number"]},
    "address": {"type": "string", "pattern": "^/"},
    "pattern": {"type": "string", "pattern": r"^/.*\{slug\}"},
    "old-address": {"type": "string", "pattern": "^/"},
    "language": {"type": "string", "pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"},
    "colour": {"type": "string", "pattern": "^#[0-9A-Fa-f]{6}$"},
    "font": {"type": "string"},
    "base-url": {"type": "string", "pattern": "^https?://"},
}

_CHANGED: dict[str, Callable[[Json], Json]] = {
    "listing": _listing,
    "some": _without_none,
    "single": _single,
    "not-empty": _some,
    "citation": lambda schema: {"anyOf": [_SCALAR, schema]},
    "dose": lambda schema: {"anyOf": [schema, _NONE]},
}
