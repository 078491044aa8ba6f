"""What became of asking for a page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kinepedia.problems import rules

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kinepedia.problems.diagnostics import Rule

RULES: dict[str, Rule] = {
    rule.code: rule
    for rule in (
        rules.DEAD_LINK,
        rules.UNKNOWN_HOST,
        rules.BAD_CERTIFICATE,
        rules.REFUSED_LINK,
        rules.MOVED_LINK,
        rules.UNCONFIRMED_LINK,
    )
}


@dataclass(frozen=True, slots=True)
class LinkOutcome:
    """What is wrong with a link: the code of a rule, empty if nothing is, and the facts of its message.

    `reached` tells whether any server has answered; None if none was asked.
    """

    code: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    reached: bool | None = True


class NoAnswerError(Exception):
    """A server gave no answer that tells anything of a page; holds what to say of it, as an outcome does."""

    def __init__(self, rule: Rule, *, reached: bool | None = False, **facts: str) -> None:
        super().__init__(rule.code)
        self._code = rule.code
        self._reached = reached
        self._facts = facts

    def outcome(self, *, reached: bool = False) -> LinkOutcome:
        """Return this as the outcome for a link; `reached` tells whether another server answered before."""
        return LinkOutcome(self._code, self._facts, reached or self._reached)


def refused(reason: str, advice: str) -> NoAnswerError:
    """Return that a page is not asked for, because a link to it is of no use to a visitor."""
    return NoAnswerError(rules.REFUSED_LINK, reached=None, reason=reason, advice=advice)


def unconfirmed(reason: str, *, reached: bool | None = False) -> NoAnswerError:
    """Return that it could not be found out whether a page is there, and why."""
    return NoAnswerError(rules.UNCONFIRMED_LINK, reached=reached, reason=reason)
