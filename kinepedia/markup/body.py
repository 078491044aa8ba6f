"""What a Markdown body becomes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from kinepedia.diagnostics import Rule


class Link(NamedTuple):
    """A link or a picture as the author wrote it.

    `target` is the address or the reference; `wiki` tells a `[[reference]]`, `titled` one without a text
    of its own, which shows the title of what it leads to; `picture` tells a picture.
    """

    target: str
    wiki: bool = False
    titled: bool = False
    picture: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its level (1 to 6), its anchor and its text without markup."""

    level: int
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an exercise. `number` is what the author wrote, None if nothing; `title` is HTML."""

    number: int | None
    title: str
    anchor: str
    html: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem inside a body, not yet located.

    `pattern` is a regular expression for the words in the source that cause it; `facts` fill the rule's
    message.
    """

    rule: Rule
    pattern: str
    facts: tuple[tuple[str, str | int], ...] = ()
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """A body as sanitized HTML, in parts.

    An exercise has what stands before its steps, a lead to them, the steps, a tail to them, and the rest;
    any other entry has only the first. In the HTML, `kp:3` stands for the address of `links[3]`, which a
    later stage knows.
    """

    intro: str = ""
    steps_lead: str = ""
    steps_anchor: str = ""
    steps: tuple[Step, ...] = ()
    steps_tail: str = ""
    rest: str = ""
    headings: tuple[Heading, ...] = ()
    links: tuple[Link, ...] = ()
    anchors: frozenset[str] = frozenset()
    findings: tuple[Finding, ...] = ()
