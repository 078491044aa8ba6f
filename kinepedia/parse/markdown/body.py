"""What a Markdown body becomes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from kinepedia.problems.diagnostics import Rule, Span


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
    """One step of an exercise. `number` is what the author wrote, None if nothing; `title` is HTML.

    `has_figure` tells whether a figure stands in it.
    """

    number: int | None
    title: str
    anchor: str
    html: str
    has_figure: bool = False


class PoseBlock(NamedTuple):
    """A block of poses: the line of the body in which its text begins, from 1, and the text."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem inside a body, not yet located.

    `pattern` is a regular expression for the words in the source that cause it; `facts` fill the rule's
    message. `span` is its place in the body where that is known: then there is nothing to look for.
    """

    rule: Rule
    pattern: str
    facts: tuple[tuple[str, str | int], ...] = ()
    hint: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """A body as sanitized HTML, in parts.

    An exercise has what stands before its steps, a lead to them, the steps, a tail to them, and the rest;
    any other entry has only the first. In the HTML, `kp:3` stands for the address of `links[3]`, which a
    later stage knows. `poses` are the blocks in whose places figures have yet to be drawn.

    `has_figures` tells whether there is a figure anywhere, `strip` is an SVG file with those of all steps,
    empty if there are fewer than two.
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
    poses: tuple[PoseBlock, ...] = ()
    has_figures: bool = False
    strip: str = ""
