"""A stand-in for the engine of figures, which draws words as text, so that what a site does with it shows.

`same` refers to the figure before, `xx...` is a word that is not known, `far` is beyond the range of a joint,
and `then` begins another pose. `own` is only known to a site whose own base poses name it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import pytest
import seams

from kinepedia.figures.faults import Fault
from kinepedia.problems import pose_rules
from kinepedia.problems.diagnostics import Span

STYLE = ".figure text { fill: rgb(1, 2, 3) }"


@dataclass(frozen=True)
class Scene:
    """What one block says, after what the blocks before it said."""

    faults: tuple[Fault, ...]
    description: str
    moves: bool


def read_library(text: str, library: str = "") -> tuple[str, tuple[Fault, ...]]:
    """Return the words of a site's own poses."""
    return text, tuple(_faults(text, has_before=True, library="own"))


def read(text: str, before: Scene | None = None, library: object = "") -> Scene:
    """Return the scene of a block."""
    described = " ".join(text.split())
    if before and "same" in described:
        described = described.replace("same", f"({before.description})")
    if isinstance(library, str) and library:
        described += f" [{' '.join(library.split())}]"
    found = tuple(_faults(text, has_before=before is not None, library=str(library)))
    return Scene(found, described, "then" in text)


def _faults(text: str, *, has_before: bool, library: str) -> list[Fault]:
    found = []
    for number, line in enumerate(text.split("\n"), start=1):
        for word in re.finditer(r"[^\s,]+", line):
            span = Span(number, word.start() + 1, len(word[0]))
            if word[0].startswith("xx") or (word[0] == "own" and "own" not in library):
                facts = (("what", "word"), ("word", word[0]))
                found.append(Fault(pose_rules.POSE_UNKNOWN_WORD, span, facts, 'did you mean "knees"?'))
            elif word[0] == "same" and not has_before:
                found.append(Fault(pose_rules.POSE_NO_PREVIOUS, span, (("word", "same"),)))
            elif word[0] == "far":
                facts = (("joint", "knee"), ("value", 160), ("limit", 155), ("normal", 140))
                found.append(Fault(pose_rules.POSE_BEYOND_RANGE, span, facts))
    return found


def draw(scene: Scene, name: str = "figure", *, alone: bool = False) -> str:
    """Return a scene as an SVG element."""
    text = f"<text>{escape(scene.description)}</text>"
    if scene.moves:
        text = (
            f'<g class="figure-still">{text}</g><g class="figure-moving"><circle id="{name}-dot" r="9"/></g>'
        )
    space = ' xmlns="http://www.w3.org/2000/svg"' if alone else ""
    text = f"<style>{STYLE}</style>{text}" if alone else text
    return (
        f'<svg class="figure"{space} viewBox="0 0 320 200" width="320" height="200" role="img" '
        f'aria-label="{escape(scene.description)}">{text}</svg>'
    )


def draw_strip(scenes: Sequence[Scene], captions: Sequence[str]) -> str:
    """Return scenes with their captions."""
    texts = [f"{caption} = {scene.description}" for scene, caption in zip(scenes, captions, strict=True)]
    return draw(Scene((), " | ".join(texts), moves=False), alone=True)


def stand_in(patch: pytest.MonkeyPatch) -> None:
    """Let this stand in for the engine."""
    functions = {each.__name__: each for each in (read_library, read, draw, draw_strip)}
    seams.exchange_engine(patch, STANDARD="", STYLE=STYLE, **functions)
