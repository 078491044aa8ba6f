"""Draws the human body from words: notation to pose, pose to positions, positions to a drawing.

This folder knows nothing of sites. Used as a library:

    scene = read("supine, hips 50, knees 100")
    svg = draw(scene)
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from kinepedia.figures.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["STANDARD", "STYLE", "Fault", "Library", "Scene", "draw", "draw_strip", "read", "read_library"]

STYLE = "svg.figure{color:#334}"
"""The stylesheet of a figure that stands alone; its colours are custom properties."""


@dataclass(frozen=True)
class Library:
    """Base poses by their names."""

    names: tuple[str, ...] = ()


STANDARD = Library()


@dataclass(frozen=True)
class Scene:
    """What one block of notation describes.

    `faults` tells what is wrong with it; one with errors cannot be drawn. `description` is a sentence or
    two for people who do not see it, `moves` tells that it has several poses.
    """

    text: str
    faults: tuple[Fault, ...] = ()
    description: str = ""
    moves: bool = False


def read_library(text: str, library: Library = STANDARD) -> tuple[Library, tuple[Fault, ...]]:
    """Return `library` with the poses that a site's own file adds, and what is wrong with that file."""
    return library, ()


def read(text: str, before: Scene | None = None, library: Library = STANDARD) -> Scene:
    """Return what the notation `text` describes; `before` is the scene to which `same` refers."""
    return Scene(text, (), " ".join(text.split()), moves="\nthen" in text)


def draw(scene: Scene, name: str = "figure", *, alone: bool = False) -> str:
    """Return a scene as an SVG element; `name` begins every id in it, and must be unique on a page.

    With `alone`, it carries its stylesheet and a namespace, to be a file of its own. A scene with several
    poses has two groups, of class "figure-moving" and "figure-still".
    """
    space = ' xmlns="http://www.w3.org/2000/svg"' if alone else ""
    style = f"<style>{STYLE}</style>" if alone else ""
    label = escape(scene.description)
    return (
        f'<svg class="figure"{space} viewBox="0 0 320 200" width="320" height="200" role="img" '
        f'aria-label="{label}">{style}<circle cx="160" cy="100" r="60" class="figure-skin"/></svg>'
    )


def draw_strip(scenes: Sequence[Scene], captions: Sequence[str]) -> str:
    """Return stills of several scenes side by side, each with its caption, as an SVG file of its own."""
    return draw(scenes[0], alone=True)
