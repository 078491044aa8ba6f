"""From pydantic's errors to diagnostics: every problem of a file at its place, in our words."""

from __future__ import annotations

from dataclasses import fields as fields_of
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_type_hints

from pydantic import TypeAdapter, ValidationError

from kinepedia.model.schema.checks import CHECKS, CHOICE
from kinepedia.model.schema.records import Record, use_checks
from kinepedia.model.schema.values import Listing, Names
from kinepedia.problems import rules
from kinepedia.problems.diagnostics import Diagnostic, Place, Span
from kinepedia.problems.suggest import did_you_mean, nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic_core import ErrorDetails

    from kinepedia.problems.spans import Loc, Spans

use_checks({**CHECKS, **CHOICE})

R = TypeVar("R", bound=Record)

_EXPECTED = {
    "string_type": "text",
    "string_unicode": "text in UTF-8",
    "list_type": "a list",
    "tuple_type": "a list",
    "dict_type": "a set of fields",
    "dataclass_type": "a set of fields",
    "bool_type": "true or false",
}

_EMPTY = frozenset(["missing", "empty-field", "string_too_short", "too_short"])


_CHECKERS: dict[type[Record], TypeAdapter[Any]] = {}


def _checker(model: type[R]) -> TypeAdapter[R]:
    if model not in _CHECKERS:
        _CHECKERS[model] = TypeAdapter(model)
    return _CHECKERS[model]


def validate(
    model: type[R], fields: Mapping[str, Any], spans: Spans, path: str, *, where: str
) -> tuple[R | None, list[Diagnostic]]:
    """Check `fields` against `model`.

    Returns the record, or None if there is any problem, and one diagnostic for each problem. `where`
    names the place for a missing field, as in "the front matter".
    """
    try:
        return _checker(model).validate_python(without_nothing(fields)), []
    except ValidationError as failure:
        errors = failure.errors(include_url=False)
        return None, [
            _diagnostic(error, model, spans, path, where)
            for error in errors
            if not _follows(error, errors, model)
        ]


def readable_names(written: Any) -> tuple[str, ...]:
    """Return the names in a field that refers to entries, as written; none if it is wrong or says nothing."""
    if written is None:
        return ()
    try:
        return _names().validate_python(written).values
    except ValidationError:
        return ()


@cache
def _names() -> TypeAdapter[Listing[str]]:
    return TypeAdapter(Names)


def _follows(error: ErrorDetails, errors: list[ErrorDetails], model: type[Record]) -> bool:
    """Tell whether an error only follows from another one, which says what to mend."""
    loc = error["loc"]
    if error["type"] == "missing":
        known = _fields_at(model, loc[:-1])
        misspelt = (
            other["loc"][-1]
            for other in errors
            if other["type"] == "unexpected_keyword_argument" and other["loc"][:-1] == loc[:-1]
        )
        return any(nearest(str(name), known) == loc[-1] for name in misspelt)
    # A list whose items are wrong counts as too short, although it is not.
    return error["type"] == "too_short" and any(
        len(other["loc"]) > len(loc) and other["loc"][: len(loc)] == loc for other in errors
    )


def without_nothing(value: Any) -> Any:
    """Return `value` without fields that have no value: `summary:` alone says nothing."""
    if isinstance(value, dict):
        return {
            key: item if type(item) is str else without_nothing(item)
            for key, item in value.items()
            if item is not None
        }
    if isinstance(value, list):
        return [item if type(item) is str else without_nothing(item) for item in value]
    return value


def _diagnostic(error: ErrorDetails, model: type[Record], spans: Spans, path: str, where: str) -> Diagnostic:
    loc = _author_loc(error["loc"], spans)
    field = next((str(part) for part in reversed(loc) if isinstance(part, str)), "")
    kind = error["type"]
    if kind == "missing" and loc not in spans.keys:
        span = spans.key(*loc[:-1]) if len(loc) > 1 else Span()
        outer = [str(part) for part in loc[:-1] if isinstance(part, str)]
        inside = f'this "{outer[-1]}"' if outer else where
        return rules.MISSING_FIELD.at(Place(path, span), field=field, where=inside)
    if kind == "unexpected_keyword_argument":
        known = _fields_at(model, error["loc"][:-1])
        place = Place(path, spans.key(*loc))
        return rules.UNKNOWN_FIELD.at(place, field=field, known=", ".join(known), hint=_meant(field, known))
    if kind in _EMPTY or error["input"] is None:
        return rules.EMPTY_FIELD.at(Place(path, spans.value(*loc)), field=field)
    index = error.get("ctx", {}).get("index")
    if index is not None:  # the item of a list, in either of the forms that a list may have
        longer = (*loc, "values", index)
        loc = longer if longer in spans.values else (*loc, index)
    return _value_diagnostic(error, model, field, Place(path, spans.value(*loc)))


# What other generators call a field of ours: nothing in the letters leads from one to the other.
_ELSEWHERE = {"layout": "template", "permalink": "address", "url": "address"}


def _meant(field: str, known: list[str]) -> str:
    """Return a hint at the field that may be meant by one that there is not; an empty text for none."""
    other = _ELSEWHERE.get(field.casefold())
    return f'did you mean "{other}"?' if other in known else did_you_mean(field, known)


def _value_diagnostic(error: ErrorDetails, model: type[Record], field: str, place: Place) -> Diagnostic:
    """Return the diagnostic for a value that is there but does not fit."""
    kind = error["type"]
    facts: dict[str, Any] = error.get("ctx", {})
    if kind == "literal_error":
        choices = _choices(facts["expected"])
        expected = f"one of: {', '.join(choices)}"
        if isinstance(error["input"], int | float):  # which may have too many digits to be shown
            return rules.WRONG_TYPE.at(place, field=field, expected=expected, found=_found(error["input"]))
        guess = did_you_mean(str(error["input"]), choices)
        return rules.INVALID_VALUE.at(
            place,
            field=field,
            value=_shown(error["input"]),
            expected=expected,
            hint=f"{guess} It must be {expected}" if guess else "",
        )
    if kind == "invalid-value":
        guess = did_you_mean(facts["value"], facts.get("choices", ()))
        hint = f"{guess} It must be {facts['expected']}" if guess else ""
        value = _shown(facts["value"])
        return rules.INVALID_VALUE.at(place, field=field, value=value, expected=facts["expected"], hint=hint)
    if kind == "bad-slug":
        return rules.BAD_SLUG.at(place, **facts)
    expected = facts.get("expected") or _EXPECTED.get(kind) or error["msg"]
    if kind == "dataclass_type":
        expected = f"a set of fields ({', '.join(_fields_at(model, error['loc']))})"
    return rules.WRONG_TYPE.at(place, field=field, expected=expected, found=_found(error["input"]))


def _author_loc(loc: Loc, spans: Spans) -> Loc:
    """Return the way to a value as the author wrote it: without parts that a short form left out."""
    written: Loc = ()
    for part in loc:
        longer = (*written, part)
        left_out = part in ("values", "none") or isinstance(part, int)  # a list of one may be its item alone
        if longer in spans.keys or longer in spans.values or not left_out:
            written = longer
    return written


def _fields_at(model: type[Record], loc: Loc) -> list[str]:
    """Return the names of the fields that the record at `loc` within `model` may have."""
    found = model
    for part in loc:
        hints = get_type_hints(found, include_extras=True)
        if part in hints:
            found = _record_in(hints[str(part)]) or found
    known: Any = found
    names = [field.name for field in fields_of(known)]
    return [name for name in names if name != "none"]  # which an author writes as a value


def _record_in(annotation: Any) -> type[Record] | None:
    """Return the first record type inside an annotation such as `tuple[Annotated[Citation, ...], ...]`."""
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return annotation
    return next(filter(None, map(_record_in, get_args(annotation))), None)


def _choices(expected: str) -> list[str]:
    return [choice.strip("'") for choice in expected.replace(" or ", ", ").split(", ")]


def _shown(value: object) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= 60 else f"{text[:57]}..."


def _found(value: object) -> str:
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, dict):
        return "a set of fields"
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int | float):
        return "a number"
    return f'"{_shown(value)}"'
