"""From pydantic's errors to diagnostics: every problem of a file at its place, in our words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from kinepedia import rules
from kinepedia.diagnostics import Diagnostic, Place, Span
from kinepedia.suggest import did_you_mean, nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic_core import ErrorDetails

    from kinepedia.marks import Loc, Marks

M = TypeVar("M", bound=BaseModel)

_EXPECTED = {
    "string_type": "text",
    "list_type": "a list",
    "tuple_type": "a list",
    "dict_type": "a set of fields",
    "model_type": "a set of fields",
    "model_attributes_type": "a set of fields",
    "bool_type": "true or false",
}

_EMPTY = frozenset(["missing", "empty-field", "string_too_short", "too_short"])


def validate(
    model: type[M], fields: Mapping[str, Any], marks: Marks, path: str, *, where: str
) -> tuple[M | None, list[Diagnostic]]:
    """Check `fields` against `model`.

    Returns the record, or None if there is any problem, and one diagnostic for each problem. `where`
    names the place for a missing field, as in "the front matter".
    """
    try:
        return model.model_validate(without_nothing(fields)), []
    except ValidationError as failure:
        errors = failure.errors(include_url=False)
        return None, [
            _diagnostic(error, model, marks, path, where)
            for error in errors
            if not _follows(error, errors, model)
        ]


def _follows(error: ErrorDetails, errors: list[ErrorDetails], model: type[BaseModel]) -> bool:
    """Tell whether an error only follows from another one, which says what to mend."""
    loc = error["loc"]
    if error["type"] == "missing":
        known = _fields_at(model, loc[:-1])
        misspelt = (
            other["loc"][-1]
            for other in errors
            if other["type"] == "extra_forbidden" and other["loc"][:-1] == loc[:-1]
        )
        return any(nearest(str(name), known) == loc[-1] for name in misspelt)
    # A list whose items are wrong counts as too short, although it is not.
    return error["type"] == "too_short" and any(
        len(other["loc"]) > len(loc) and other["loc"][: len(loc)] == loc for other in errors
    )


def without_nothing(value: Any) -> Any:
    """Return `value` without fields that have no value: `summary:` alone says nothing."""
    if isinstance(value, dict):
        return {key: without_nothing(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [without_nothing(item) for item in value]
    return value


def _diagnostic(
    error: ErrorDetails, model: type[BaseModel], marks: Marks, path: str, where: str
) -> Diagnostic:
    loc = _author_loc(error["loc"], marks)
    field = next((str(part) for part in reversed(loc) if isinstance(part, str)), "")
    kind = error["type"]
    if kind == "missing" and loc not in marks.keys:
        span = marks.key(*loc[:-1]) if len(loc) > 1 else Span()
        outer = [str(part) for part in loc[:-1] if isinstance(part, str)]
        inside = f'this "{outer[-1]}"' if outer else where
        return rules.MISSING_FIELD.at(Place(path, span), field=field, where=inside)
    if kind == "extra_forbidden":
        known = _fields_at(model, error["loc"][:-1])
        place = Place(path, marks.key(*loc))
        return rules.UNKNOWN_FIELD.at(
            place, field=field, known=", ".join(known), hint=did_you_mean(field, known)
        )
    if kind in _EMPTY or error["input"] is None:
        return rules.EMPTY_FIELD.at(Place(path, marks.value(*loc)), field=field)
    index = error.get("ctx", {}).get("index")
    if index is not None:  # the item of a list, in either of the forms that a list may have
        longer = (*loc, "values", index)
        loc = longer if longer in marks.values else (*loc, index)
    return _value_diagnostic(error, model, field, Place(path, marks.value(*loc)))


def _value_diagnostic(error: ErrorDetails, model: type[BaseModel], field: str, place: Place) -> Diagnostic:
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
        return rules.INVALID_VALUE.at(
            place, field=field, value=_shown(facts["value"]), expected=facts["expected"]
        )
    if kind == "bad-slug":
        return rules.BAD_SLUG.at(place, **facts)
    expected = facts.get("expected") or _EXPECTED.get(kind) or error["msg"]
    if kind.startswith("model_"):
        expected = f"a set of fields ({', '.join(_fields_at(model, error['loc']))})"
    return rules.WRONG_TYPE.at(place, field=field, expected=expected, found=_found(error["input"]))


def _author_loc(loc: Loc, marks: Marks) -> Loc:
    """Return the way to a value as the author wrote it: without parts that a short form left out."""
    written: Loc = ()
    for part in loc:
        longer = (*written, part)
        left_out = part in ("values", "none") or isinstance(part, int)  # a list of one may be its item alone
        if longer in marks.keys or longer in marks.values or not left_out:
            written = longer
    return written


def _fields_at(model: type[BaseModel], loc: Loc) -> list[str]:
    """Return the names of the fields that the record at `loc` within `model` may have."""
    found = model
    for part in loc:
        if part in found.model_fields:
            found = _record_in(found.model_fields[str(part)].annotation) or found
    return [name for name in found.model_fields if name != "none"]  # which an author writes as a value


def _record_in(annotation: Any) -> type[BaseModel] | None:
    """Return the first record type inside an annotation such as `tuple[Annotated[Citation, ...], ...]`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
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
