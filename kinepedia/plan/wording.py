"""Doses, times and reasons in words."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

from kinepedia.model.schema import Range
from kinepedia.plan.views import DoseView

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kinepedia.model.schema import Dose, Limit

POSITIONS = {
    "standing": "standing",
    "kneeling": "kneeling",
    "all-fours": "on all fours",
    "seated": "seated",
    "supine": "on the back (supine)",
    "prone": "on the front (prone)",
    "side-lying": "on one side",
    "plank": "plank",
}
"""The positions of the schema, as a visitor understands them."""

SECONDS_A_REPETITION = 4
SECONDS_A_CHANGE = 20

_SIDES = {"each": "each side", "both": "both sides at once", "alternating": "sides in turn"}


def counted(amount: Range, one: str, many: str) -> str:
    """Return an amount with its noun: "1 set", "8 to 12 repetitions"."""
    return f"{amount} {one if amount.high == 1 else many}"


def time(seconds: Range) -> str:
    """Return a time in words: "30 seconds", "1 to 2 minutes"."""
    if seconds.low % 60 == 0 and seconds.high % 60 == 0:
        return counted(Range(low=seconds.low // 60, high=seconds.high // 60), "minute", "minutes")
    if seconds.low == seconds.high and seconds.low > 90:
        minutes, rest = divmod(seconds.low, 60)
        return f"{minutes} min {rest} s"
    return counted(seconds, "second", "seconds")


def dose(wanted: Dose | None) -> DoseView | None:
    """Return a dose as labels and texts, or None if there is none."""
    if wanted is None:
        return None
    parts = []
    if wanted.reps:
        parts.append(("Repetitions", str(wanted.reps)))
    if wanted.hold:
        parts.append(("Hold", time(wanted.hold)))
    if wanted.sets:
        parts.append(("Sets", str(wanted.sets)))
    if wanted.rest:
        parts.append(("Rest", time(wanted.rest)))
    if wanted.sides:
        parts.append(("Sides", _SIDES[wanted.sides]))
    limit = wanted.limit
    return DoseView(tuple(parts), limit_sentence(limit) if limit else None, limit.reason if limit else None)


def duration(doses: Iterable[Dose | None]) -> str | None:
    """Return how long exercises with these doses take together: "about 8 to 10 minutes".

    None if one of them says neither repetitions nor a time to hold. A repetition counts as
    `SECONDS_A_REPETITION`, getting into an exercise as `SECONDS_A_CHANGE`: estimates of our own.
    """
    low = high = 0
    for wanted in doses:
        if wanted is None or not (wanted.reps or wanted.hold):
            return None
        low += SECONDS_A_CHANGE + _seconds(wanted, lambda amount: amount.low)
        high += SECONDS_A_CHANGE + _seconds(wanted, lambda amount: amount.high)
    minutes = Range(low=max(round(low / 60), 1), high=max(round(high / 60), 1))
    return f"about {counted(minutes, 'minute', 'minutes')}" if high else None


def _seconds(wanted: Dose, end: Callable[[Range], int]) -> int:
    sides = 2 if wanted.sides == "each" else 1
    sets = end(wanted.sets) if wanted.sets else 1
    once = end(wanted.hold) if wanted.hold else SECONDS_A_REPETITION
    pauses = sides * (sets - 1) * end(wanted.rest) if wanted.rest else 0
    return sides * sets * once * (end(wanted.reps) if wanted.reps else 1) + pauses


def limit_sentence(limit: Limit) -> str:
    """Return a limit as a sentence: "No more than 10 to 20 repetitions a leg a day."."""
    unit = counted(limit.amount, limit.unit.removesuffix("s"), limit.unit)
    each = f" {'an' if limit.per == 'arm' else 'a'} {limit.per}" if limit.per else ""
    return f"No more than {unit}{each} a day."


def merged(own: Dose | None, base: Dose | None) -> Dose | None:
    """Return the dose of an exercise in a routine: what the routine says, else what the exercise says."""
    if own is None or base is None:
        return own or base
    given = {field.name: value for field in fields(own) if (value := getattr(own, field.name)) is not None}
    return replace(base, **given)


def joined(words: Iterable[str]) -> str:
    """Return words as an enumeration: "a", "a and b", "a, b and c"."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def shortened(text: str, most: int = 160) -> str:
    """Return the text, cut at a word if it has more than `most` characters."""
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(",;:. ") + "\N{HORIZONTAL ELLIPSIS}"
