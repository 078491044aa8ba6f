"""The kinds of values that front matter and settings hold."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Generic, TypeVar

from kinepedia.model.schema.records import Check, Record, record, said

T = TypeVar("T")

Text = Annotated[str, Check("text")]
"""A text that is not empty."""


@record
class Listing(Record, Generic[T]):
    """A list that may be said to be empty, and may carry a note.

    An author writes `[a, b]`, `a`, `none`, or `{values: [a, b], note: "..."}`. `none` is true only where
    the author said so, which differs from not having said anything (`stated` is false).
    """

    values: tuple[T, ...] = ()
    none: bool = False
    note: Text | None = None

    @property
    def stated(self) -> bool:
        """Whether the author said anything here."""
        return self.none or bool(self.values)


@record
class Range(Record):
    """A number, or all numbers from `low` to `high`."""

    low: int
    high: int

    def __str__(self) -> str:
        return str(self.low) if self.low == self.high else f"{self.low} to {self.high}"


Names = Annotated[Listing[Text], Check("listing")]
"""A listing of names, such as `categories`."""

SomeNames = Annotated[Names, Check("some")]
"""A listing of at least one name."""

Texts = Annotated[tuple[Text, ...], Check("single")]
"""One text or several."""

Count = Annotated[Range, Check("range")]
"""A whole number from 1, or a range of them."""

Time = Annotated[Range, Check("time")]
"""A time in seconds, or a range of them."""

Number = Annotated[int, Check("number")]
"""A whole number."""

Decimal = Annotated[int | float, Check("decimal")]
"""A number, with or without decimals."""

Rank = Annotated[int | None, Check("rank")]
"""A whole number, or none."""

Flag = Annotated[bool, Check("flag")]
"""True or false."""

Day = Annotated[date, Check("day")]
"""A day of the calendar."""

WebAddress = Annotated[Text, Check("web-address")]
"""An absolute address of the web."""

Slug = Annotated[Text, Check("slug")]
"""The last part of an entry's address."""

Address = Annotated[Text, Check("address")]
"""The address of a page; kept without its leading slash."""

OldAddress = Annotated[Text, Check("old-address")]
"""An address that an entry had before; kept without its leading slash."""

OldAddresses = Annotated[tuple[OldAddress, ...], Check("single")]
"""One old address or several."""


@record
class CitationFields(Record):
    """A source: what it is called, where it is, and what it is good for."""

    title: Text = said("Author, title, place and year, as one would cite it.")
    url: WebAddress | None = said("Where it can be read.", default=None)
    note: Text | None = said("What it says, or how far it goes.", default=None)


Citation = Annotated[CitationFields, Check("citation")]
"""A source, as a text or with its address and a note."""


@record
class CautionFields(Record):
    """Somebody for whom the exercise may be harmful, and what they should do."""

    condition: Text = said("The condition, such as: Herniated disc.")
    advice: Text = said("What to do, as a full sentence.")


Citations = Annotated[tuple[Citation, ...], Check("single")]
"""One source or several."""

Cautions = Annotated[Listing[CautionFields], Check("listing")]
"""A listing of cautions."""
