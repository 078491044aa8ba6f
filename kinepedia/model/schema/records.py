"""Records: what front matter and settings become once they are checked.

They are plain frozen dataclasses, so that what was checked by an earlier build can be used without loading
pydantic, which checks it (`validate`): to load it takes as long as many a whole build.
"""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, dataclass_transform

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

R = TypeVar("R")


_checks: dict[str, Callable[..., Any]] = {}


def use_checks(checks: Mapping[str, Callable[..., Any]]) -> None:
    """Take the functions behind each `Check`, before anything is checked.

    Records cannot ask for them by themselves: who loads a record must not load pydantic, and these need it.
    """
    _checks.update(checks)


class Check:
    """Names the function of `schema.checks` by which pydantic checks a value: a part of an annotation.

    `choices` are the texts that it lets through, if that is its business.
    """

    def __init__(self, name: str, choices: tuple[str, ...] = ()) -> None:
        self.name = name
        self.choices = choices

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        """Return what pydantic checks a value with; it calls this when it first needs it."""
        check = _checks[self.name]
        return check(self.choices)(source, handler) if self.choices else check(source, handler)


class Record:
    """A set of named fields: frozen, and with no other field than those it names."""

    __slots__ = ()
    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}


def said(
    description: str,
    *,
    to: str = "",
    many: bool = False,
    kinds: tuple[str, ...] = (),
    default: Any = dataclasses.MISSING,
) -> Any:
    """Return a field with its description, which is the documentation of the content model.

    `to` names the collection to whose entries the field refers, `kinds` which kinds of these it takes; it may
    refer to `many`.
    """
    said_of_it = {"description": description, "to": to, "many": many, "kinds": frozenset(kinds)}
    return dataclasses.field(default=default, metadata=said_of_it)


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(said,))
def record(cls: type[R]) -> type[R]:
    """Make a class a record; `to_plain` and `from_plain` then know it."""
    # Without functions that compare two, or write one out: nobody does, and each takes time in every build.
    known: type[R] = _known(
        dataclasses.dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)(cls)
    )
    return known


def extended(base: type[R], name: str, more: Mapping[str, tuple[Any, Any]]) -> type[R]:
    """Return a record with more fields than another one: each with its annotation and its `said`.

    The name must be of these fields alone: values that were taken apart are put together by it.
    """
    known: type[R]
    if name in _RECORDS:
        known = _RECORDS[name]
        return known
    made: Any = dataclasses.make_dataclass(
        name,
        [(field, annotation, default) for field, (annotation, default) in more.items()],
        bases=(base,),
        namespace={"__doc__": base.__doc__, "__module__": __name__},
        frozen=True,
        slots=True,
        kw_only=True,
        eq=False,
        repr=False,
    )
    known = _known(made)
    return known


def _known(made: Any) -> Any:
    _RECORDS[made.__name__] = made
    _DEFAULTS[made] = tuple((field.name, field.default) for field in dataclasses.fields(made))
    return made


_RECORDS: dict[str, Any] = {}
_DEFAULTS: dict[type, tuple[tuple[str, Any], ...]] = {}
_NAME = ""  # no field has this name
_DAY = "date"
_TABLE = "table"


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
    if kind is dict:
        return {_NAME: _TABLE, **{key: to_plain(item) for key, item in value.items()}}
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
    values: dict[str, Any] = {
        name: value if type(value) is str else from_plain(value) for name, value in plain.items() if name
    }
    return values if plain[_NAME] == _TABLE else _RECORDS[plain[_NAME]](**values)
