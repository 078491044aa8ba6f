"""Records: what front matter and settings become once they are checked.

They are plain frozen dataclasses, so that what was checked by an earlier build can be used without loading
pydantic, which checks it (`validate`): to load it takes as long as many a whole build.
"""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, dataclass_transform

if TYPE_CHECKING:
    from collections.abc import Callable

R = TypeVar("R")


_checks: dict[str, Callable[[Any, Any], Any]] = {}


def use_checks(checks: dict[str, Callable[[Any, Any], Any]]) -> None:
    """Take the functions behind each `Check`, before anything is checked.

    Records cannot ask for them by themselves: who loads a record must not load pydantic, and these need it.
    """
    _checks.update(checks)


class Check:
    """Names the function of `schema.checks` by which pydantic checks a value: a part of an annotation."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        """Return what pydantic checks a value with; it calls this when it first needs it."""
        return _checks[self.name](source, handler)


class Record:
    """A set of named fields: frozen, and with no other field than those it names."""

    __slots__ = ()
    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}


def said(description: str, *, default: Any = dataclasses.MISSING) -> Any:
    """Return a field with its description, which is the documentation of the content model."""
    return dataclasses.field(default=default, metadata={"description": description})


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(said,))
def record(cls: type[R]) -> type[R]:
    """Make a class a record; `to_plain` and `from_plain` then know it."""
    made: Any = dataclasses.dataclass(frozen=True, slots=True, kw_only=True, repr=False)(cls)
    _RECORDS[made.__name__] = made
    _DEFAULTS[made] = tuple((field.name, field.default) for field in dataclasses.fields(made))
    known: type[R] = made
    return known


_RECORDS: dict[str, type] = {}
_DEFAULTS: dict[type, tuple[tuple[str, Any], ...]] = {}
_NAME = ""  # no field has this name
_DAY = "date"


def to_plain(value: Any) -> Any:
    """Return a value of a record as plain values, for `marshal`: each record as a mapping with its name."""
    kind = type(value)
    if kind is str:
        return value
    fields = _DEFAULTS.get(kind)
    if fields is not None:
        plain: dict[str, Any] = {_NAME: kind.__name__}
        for name, default in fields:
            if (given := getattr(value, name)) is not default:
                plain[name] = given if type(given) is str else to_plain(given)
        return plain
    if isinstance(value, tuple):
        return tuple([item if type(item) is str else to_plain(item) for item in value])
    if isinstance(value, date):
        return {_NAME: _DAY, "ordinal": value.toordinal()}
    return value


def from_plain(plain: Any) -> Any:
    """Return the value that `to_plain` took apart."""
    if type(plain) is tuple:
        return tuple([item if type(item) is str else from_plain(item) for item in plain])
    if type(plain) is not dict:
        return plain
    if plain[_NAME] == _DAY:
        return date.fromordinal(plain["ordinal"])
    values = {
        name: value if type(value) is str else from_plain(value) for name, value in plain.items() if name
    }
    return _RECORDS[plain[_NAME]](**values)
