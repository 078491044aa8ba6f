"""What an author of a pose can get wrong, as data; see `kinepedia.problems.diagnostics.Rule`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kinepedia.problems.diagnostics import Rule, Span


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a block of poses.

    `span` counts lines from the first line inside the block. `facts` fill the rule's message; `hint`, if
    there is one, replaces the rule's own.
    """

    rule: Rule
    span: Span
    facts: tuple[tuple[str, str | int], ...] = ()
    hint: str = ""

    @property
    def message(self) -> str:
        """What is wrong, for people."""
        return self.rule.message.format(**dict(self.facts))

    @property
    def advice(self) -> str:
        """What helps."""
        return self.hint or self.rule.hint.format(**dict(self.facts))


def plain(degrees: float) -> str:
    """Return an angle as it is written for people, with a real minus sign."""
    text = f"{degrees:.0f}" if degrees == round(degrees) else f"{degrees:.1f}"
    return text.replace("-", "\N{MINUS SIGN}")
