"""What a pose is: angles, contacts, things and how it is to be shown. A pose knows no positions yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from kinepedia.problems.diagnostics import Span


class Contact(NamedTuple):
    """A part of the body that touches something: `part` may have a side, and `target` may have one."""

    part: str
    relation: str
    target: str
    span: Span


class Arrow(NamedTuple):
    """An arrow that begins at a part of the body; without a direction, it shows the way that it came."""

    part: str
    direction: str


class Strap(NamedTuple):
    """A strap or a band from some parts of the body to others, such as from both hands to a foot."""

    kind: str
    ends: tuple[str, ...]
    middle: str


class Rhythm(NamedTuple):
    """Seconds for the way there, for the stay, and for the way back."""

    out: float = 2.0
    hold: float = 0.4
    back: float = 2.0


_USUAL_RHYTHM = Rhythm()
_NOWHERE = Span()


@dataclass(frozen=True)
class Pose:
    """A body's pose, as it was described.

    `facing` is how the body lies in the world before it comes to rest on `rests`. `angles` are in degrees;
    `stated` are those of them that the author gave, with their places. `trunk` is how far the trunk leans
    forward from upright, in degrees, None if it follows from the rest. `follows` tells that it
    goes on from the pose before it, so that what both touch stays where it is.
    """

    base: str = ""
    says: str = ""
    facing: str = "upright"
    rests: tuple[str, ...] = ("feet",)
    balanced: bool = False
    angles: dict[str, float] = field(default_factory=dict)
    stated: dict[str, Span] = field(default_factory=dict)
    contacts: tuple[Contact, ...] = ()
    lifted: frozenset[str] = frozenset()
    trunk: float | None = None
    fists: frozenset[str] = frozenset()
    things: tuple[str, ...] = ()
    straps: tuple[Strap, ...] = ()
    helpers: tuple[str, ...] = ()
    view: tuple[float, float] = (0.0, 7.0)
    highlights: tuple[str, ...] = ()
    arrows: tuple[Arrow, ...] = ()
    ghost: bool = False
    turned: float = 0.0
    follows: bool = False
    rhythm: Rhythm = _USUAL_RHYTHM
    span: Span = _NOWHERE
