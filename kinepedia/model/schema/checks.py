"""How values are read from the text that an author writes, for pydantic.

Front matter reaches the schema as texts, so that nothing is converted before it is known what it should
be. A value that does not fit raises `PydanticCustomError` with the code of a rule and its facts.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from pydantic_core import PydanticCustomError, core_schema

from kinepedia.model.addresses import is_base_url, page_address, slug_problem
from kinepedia.model.old_addresses import read_old_address
from kinepedia.model.schema.values import Listing, Range

if TYPE_CHECKING:
    from collections.abc import Callable


def _expand_listing(raw: Any) -> Any:
    if isinstance(raw, Listing):
        return raw
    note = {}
    if isinstance(raw, dict) and ("values" in raw or "note" in raw):
        if not raw.keys() <= {"values", "note"}:
            raise PydanticCustomError("wrong-type", "", {"expected": "none, a list, or values with a note"})
        note = {key: value for key, value in raw.items() if key != "values"}
        raw = raw.get("values", [])
    if isinstance(raw, str) and raw.strip().casefold() == "none":
        return {"none": True, **note}
    values = raw if isinstance(raw, list | tuple) else [raw]
    _refuse_none_in(values, "a name")
    if not values:
        raise PydanticCustomError("empty-field", "")
    return {"values": values, **note}


def _refuse_none_in(values: list[Any] | tuple[Any, ...], what: str) -> None:
    for index, value in enumerate(values):
        if isinstance(value, str) and value.strip().casefold() == "none":
            expected = f'{what}; where there is nothing, write "none" alone, without a list'
            raise _invalid(value, expected, index=index)


def _expand_single(raw: Any) -> Any:
    if isinstance(raw, str) and raw.strip().casefold() == "none":
        return []
    if isinstance(raw, list):
        if not raw:
            raise PydanticCustomError("empty-field", "")
        _refuse_none_in(raw, "a text")
    if isinstance(raw, dict) and "values" in raw:
        expected = 'one item or a list of them, written without "values"'
        raise PydanticCustomError("wrong-type", "", {"expected": expected})
    return [raw] if isinstance(raw, str | dict) else raw


def _required(names: Listing[str]) -> Listing[str]:
    if not names.values:
        raise _invalid("none", "at least one name")
    return names


_NUMBER = r"([1-9]\d{0,4})"
_TO = r"\s*(?:-|\N{EN DASH}|to)\s*"
_RANGE = re.compile(rf"{_NUMBER}(?:{_TO}{_NUMBER})?")
_SECONDS_A_UNIT = {"s": 1, "sec": 1, "second": 1, "seconds": 1, "min": 60, "minute": 60, "minutes": 60}
_TIME = re.compile(rf"{_NUMBER}(?:{_TO}{_NUMBER})?\s*({'|'.join(sorted(_SECONDS_A_UNIT, reverse=True))})")
_CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_URL = re.compile(r"https?://[^\s/?#<>\"]+[^\s<>\"]*", re.IGNORECASE)
_ANY_SLUG = "the-slug-of-an-entry"  # stands for one while a pattern is checked


def _invalid(value: object, expected: str, **more: object) -> PydanticCustomError:
    return PydanticCustomError("invalid-value", "", {"value": str(value), "expected": expected, **more})


def _text_for(raw: Any, expected: str) -> str:
    if isinstance(raw, str | int) and not isinstance(raw, bool):
        return str(raw).strip()
    raise PydanticCustomError("wrong-type", "", {"expected": expected})


def _range(written: str, low: str, high: str | None, factor: int = 1) -> Range:
    first, last = int(low) * factor, int(high or low) * factor
    if last < first:
        raise _invalid(written, "a range whose smaller number comes first")
    return Range(low=first, high=last)


def _as_range(raw: Any) -> Any:
    if isinstance(raw, Range):
        return raw
    expected = "a whole number or a range, such as 10 or 8-12"
    text = _text_for(raw, expected)
    if match := _RANGE.fullmatch(text):
        return _range(text, match[1], match[2])
    raise _invalid(text, expected)


def _as_time(raw: Any) -> Any:
    if isinstance(raw, Range):
        return raw
    expected = "a time with its unit, such as 30 s, 20-30 s, 2 min or 1:30"
    text = _text_for(raw, expected)
    if match := _TIME.fullmatch(text):
        return _range(text, match[1], match[2], _SECONDS_A_UNIT[match[3]])
    if (match := _CLOCK.fullmatch(text)) and (seconds := int(match[1]) * 60 + int(match[2])):
        return Range(low=seconds, high=seconds)
    raise _invalid(text, expected)


def _as_number(raw: Any) -> Any:
    expected = "a whole number, such as 3"
    text = _text_for(raw, expected)
    if re.fullmatch(r"-?(?:0|[1-9]\d{0,8})", text):
        return int(text)
    raise _invalid(text, expected)


def _as_decimal(raw: Any) -> Any:
    expected = "a number, such as 3 or 2.5"
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return raw
    text = _text_for(raw, expected)
    if re.fullmatch(r"-?(?:0|[1-9]\d{0,8})", text):
        return int(text)
    if re.fullmatch(r"-?(?:0|[1-9]\d{0,8})\.\d{1,6}", text):
        return float(text)
    raise _invalid(text, expected)


def _as_rank(raw: Any) -> Any:
    is_none = raw is None or (isinstance(raw, str) and raw.strip().casefold() == "none")
    return None if is_none else _as_number(raw)


def _as_bool(raw: Any) -> Any:
    if isinstance(raw, bool):
        return raw
    expected = "true or false"
    text = _text_for(raw, expected)
    if text in ("true", "false"):
        return text == "true"
    raise _invalid(text, expected)


def _as_date(raw: Any) -> Any:
    if isinstance(raw, date):
        return raw
    expected = "a date of the calendar, as year-month-day: 2026-11-23"
    text = _text_for(raw, expected)
    try:
        if _DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise _invalid(text, expected)


def _as_web_address(text: str) -> str:
    if _URL.fullmatch(text):
        return text
    raise _invalid(text, "a web address that begins with https:// or http://")


def _as_slug(text: str) -> str:
    if problem := slug_problem(text):
        raise PydanticCustomError("bad-slug", "", {"slug": text, "reason": problem})
    return text


def _as_address(text: str) -> str:
    try:
        return page_address(text)
    except ValueError as error:
        raise _invalid(text, str(error)) from None


def _as_pattern(text: str) -> str:
    expected = 'an address with {slug} in it once, such as "/uebungen/{slug}/"'
    if text.count("{slug}") != 1 or "{" in text.replace("{slug}", ""):
        raise _invalid(text, expected)
    try:
        return f"/{page_address(text.replace('{slug}', _ANY_SLUG)).replace(_ANY_SLUG, '{slug}')}"
    except ValueError:
        raise _invalid(text, f'{expected}; it ends in "/" or ".html"') from None


def _choice(choices: tuple[str, ...]) -> Callable[[Any, Any], core_schema.CoreSchema]:
    def chosen(raw: Any) -> Any:
        expected = f"one of: {', '.join(choices)}"
        text = _text_for(raw, expected)
        if text not in choices:
            raise _invalid(text, expected, choices=choices)
        return text

    return _before(chosen)


def _as_old_address(text: str) -> str:
    try:
        return read_old_address(text)
    except ValueError as error:
        raise _invalid(text, str(error)) from None


def _expand_citation(raw: Any) -> Any:
    return {"title": raw} if isinstance(raw, str) else raw


def _expand_dose(raw: Any) -> Any:
    if isinstance(raw, str) and raw.strip().casefold() == "none":
        return None
    if raw == {}:
        raise PydanticCustomError("empty-field", "")
    return raw


def _as_language(text: str) -> str:
    if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", text):
        return text
    raise _invalid(text, 'a language tag, such as "en" or "pt-BR"')


def _as_base_url(text: str) -> str:
    if is_base_url(text):
        return text.rstrip("/") + "/"
    raise _invalid(text, "an address like https://example.org/exercises/")


def _as_colour(text: str) -> str:
    if re.fullmatch("#[0-9A-Fa-f]{6}", text):
        return text.lower()
    raise _invalid(text, 'a colour as "#" and six digits of red, green and blue, such as #0d5c56')


def _as_font(text: str) -> str:
    if re.fullmatch(r"(?:[\w -]+|\"[\w -]+\"|'[\w -]+')(?:, *(?:[\w -]+|\"[\w -]+\"|'[\w -]+'))*", text):
        return text
    raise _invalid(text, "names of fonts with commas between them, such as: Georgia, serif")


def _before(function: Callable[[Any], Any]) -> Callable[[Any, Any], core_schema.CoreSchema]:
    return lambda source, handler: core_schema.no_info_before_validator_function(function, handler(source))


def _after(function: Callable[[Any], Any]) -> Callable[[Any, Any], core_schema.CoreSchema]:
    return lambda source, handler: core_schema.no_info_after_validator_function(function, handler(source))


def _text(source: Any, handler: Any) -> core_schema.CoreSchema:  # noqa: ARG001 - nothing comes before it
    return core_schema.str_schema(strip_whitespace=True, min_length=1)


def _not_empty(source: Any, handler: Any) -> core_schema.CoreSchema:
    return {**handler(source), "min_length": 1}


CHECKS: dict[str, Callable[[Any, Any], core_schema.CoreSchema]] = {
    "text": _text,
    "listing": _before(_expand_listing),
    "some": _after(_required),
    "single": _before(_expand_single),
    "not-empty": _not_empty,
    "range": _before(_as_range),
    "time": _before(_as_time),
    "number": _before(_as_number),
    "decimal": _before(_as_decimal),
    "rank": _before(_as_rank),
    "flag": _before(_as_bool),
    "day": _before(_as_date),
    "web-address": _after(_as_web_address),
    "slug": _after(_as_slug),
    "address": _after(_as_address),
    "pattern": _after(_as_pattern),
    "old-address": _after(_as_old_address),
    "citation": _before(_expand_citation),
    "dose": _before(_expand_dose),
    "language": _after(_as_language),
    "base-url": _after(_as_base_url),
    "colour": _after(_as_colour),
    "font": _after(_as_font),
}
"""What stands behind each `Check`."""

CHOICE = {"choice": _choice}
"""What stands behind a `Check` that has choices: a function that takes them, and returns the check."""
