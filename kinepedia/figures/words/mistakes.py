"""How a clause that cannot be understood is reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinepedia.figures.faults import Fault
from kinepedia.problems.pose_rules import POSE_EXPECTED, POSE_UNKNOWN_WORD
from kinepedia.problems.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kinepedia.figures.words.notation import Reader
    from kinepedia.problems.diagnostics import Rule, Span


class PoseError(Exception):
    """A clause cannot be understood."""

    def __init__(self, rule: Rule, span: Span, hint: str = "", **facts: str | int) -> None:
        super().__init__(rule.code)
        self.fault = Fault(rule, span, tuple(facts.items()), hint)


def expected(reader: Reader, after: str, what: str, example: str, start: int = 0) -> PoseError:
    """Return the mistake that nothing follows where something has to."""
    return PoseError(POSE_EXPECTED, reader.span(start), after=after, expected=what, example=example)


def unknown(reader: Reader, what: str, names: Iterable[str], hint: str = "") -> PoseError:
    """Return the mistake that the words which are left are not known."""
    end = reader.index + 1
    while end < len(reader.words) and reader.words[end].value is None:
        end += 1
    rest = " ".join(word.text for word in reader.words[reader.index : end])
    return PoseError(
        POSE_UNKNOWN_WORD,
        reader.span(reader.index, end),
        did_you_mean(rest, tuple(names)) or hint,
        what=what,
        word=rest,
    )


def expected_or_unknown(
    reader: Reader, after: str, what: str, example: str, names: Iterable[str]
) -> PoseError:
    """Return the mistake that something else has to follow, or anything at all."""
    if reader.at_end:
        return expected(reader, after, what, example)
    return unknown(reader, "the word", names, f"after {after} has to come {what}: {example}")
