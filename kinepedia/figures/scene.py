"""A scene: what one block of notation describes, in the world and in words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, cached_property
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING

from kinepedia.figures.body.settle import settle
from kinepedia.figures.drawing.describe import describe
from kinepedia.figures.drawing.motion import draw_movement
from kinepedia.figures.drawing.outline import number
from kinepedia.figures.drawing.svg import Drawing, draw_still, element, svg
from kinepedia.figures.words.bases import standard
from kinepedia.figures.words.reader import read_poses
from kinepedia.problems.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kinepedia.figures.faults import Fault
    from kinepedia.figures.figure import Figure
    from kinepedia.figures.library import Library


@dataclass(frozen=True)
class Scene:
    """What one block of notation describes.

    `faults` tells what is wrong with it; one with errors cannot be drawn. `description` is a sentence or
    two for people who do not see it. `ghost` is the figure that is shown behind the first one.
    """

    figures: tuple[Figure, ...] = ()
    faults: tuple[Fault, ...] = ()
    description: str = ""
    ghost: Figure | None = None
    before: Figure | None = None

    @property
    def moves(self) -> bool:
        """Whether there are several poses, so that it is a movement."""
        return len(self.figures) > 1

    @cached_property
    def still(self) -> Drawing:
        """A drawing that does not move: the end, with the ghost of the start.

        Raises `ValueError` for a scene that has no pose.
        """
        if not self.figures:
            raise ValueError("a scene without a pose cannot be drawn")
        first, last = self.figures[0], self.figures[-1]
        if self.moves:
            return draw_still(last, first, first)
        return draw_still(last, self.ghost, self.before)

    @property
    def ok(self) -> bool:
        """Whether it can be drawn."""
        return bool(self.figures) and not any(fault.rule.severity is Severity.ERROR for fault in self.faults)


def read(text: str, before: Scene | None = None, library: Library | None = None) -> Scene:
    """Return what the notation `text` describes; `before` is the scene to which `same` refers.

    Whatever is wrong with the text is in the scene's `faults`. Nothing is raised.
    """
    last = before.figures[-1] if before and before.figures else None
    poses, found = read_poses(text, last.pose if last else None, library or standard())
    figures: list[Figure] = []
    previous = last
    problems = list(found)
    for pose in poses:
        figure = settle(pose, previous)
        problems += figure.faults
        figures.append(figure)
        previous = figure
    unique = tuple(dict.fromkeys(problems))
    ghost = last if figures and figures[0].pose.ghost else None
    return Scene(tuple(figures), unique, describe(poses) if poses else "", ghost, last)


def draw(scene: Scene, name: str = "figure", *, alone: bool = False) -> str:
    """Return a scene as an SVG element; `name` would begin every id in it, and is unique on its page.

    With `alone`, it carries its stylesheet and a namespace, to be a file of its own. A movement has two
    groups, of class "figure-moving" and "figure-still". Raises `ValueError` for a scene that has no pose.
    """
    del name  # no figure needs an id yet
    return svg(_drawing(scene), scene.description, style=stylesheet() if alone else "")


def draw_strip(scenes: Sequence[Scene], captions: Sequence[str]) -> str:
    """Return stills of several scenes side by side, each with its caption, as an SVG file of its own."""
    drawings = [scene.still for scene in scenes]
    gap, line = 14.0, 16.0
    heights = [drawing.box.bottom - drawing.box.top for drawing in drawings]
    widths = [max(drawing.box.right - drawing.box.left, 46.0) for drawing in drawings]
    high, wide = max(heights) + line + 16.0, sum(widths) + gap * (len(drawings) + 1)
    pieces = []
    x = gap
    for drawing, width, caption in zip(drawings, widths, captions, strict=True):
        box = drawing.box
        left = x + (width - (box.right - box.left)) / 2 - box.left
        top = max(heights) + 8.0 - box.bottom
        pieces.append(f'<g transform="translate({number(left)} {number(top)})">{drawing.inside}</g>')
        pieces += _caption(caption, x + width / 2, max(heights) + 18.0, width + gap)
        x += width + gap
    label = " ".join(
        f"{caption}: {scene.description}" for caption, scene in zip(captions, scenes, strict=True)
    )
    paper = '<rect class="figure-paper" width="100%" height="100%"/>'
    return element((0.0, 0.0, wide, high), label, paper + "".join(pieces), style=stylesheet())


def _caption(text: str, x: float, y: float, width: float) -> list[str]:
    """Return a caption in at most two lines."""
    most = max(10, int(width / 2.9))
    lines, words = [""], text.split()
    for word in words:
        if lines[-1] and len(lines[-1]) + len(word) + 1 > most:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    if len(lines) > 2:
        lines = [lines[0], f"{lines[1][: most - 1].rstrip()}\N{HORIZONTAL ELLIPSIS}"]
    return [
        f'<text class="figure-caption" x="{number(x)}" y="{number(y + 6.5 * k)}">{escape(line)}</text>'
        for k, line in enumerate(lines)
    ]


def frozen(scene: Scene) -> Scene:
    """Return a scene that shows only the end of its movement, with the ghost of its start."""
    if not scene.moves:
        return scene
    return replace(scene, figures=scene.figures[-1:], ghost=scene.figures[0], before=scene.figures[0])


def _drawing(scene: Scene) -> Drawing:
    return draw_movement(scene.figures, scene.still) if scene.moves else scene.still


@cache
def stylesheet() -> str:
    """Return the stylesheet of a figure: every colour is a custom property."""
    return (files("kinepedia.figures") / "style.css").read_text(encoding="utf-8").replace("\n", "")
