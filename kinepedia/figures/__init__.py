"""Draws the human body from words: notation to pose, pose to positions, positions to a drawing.

This folder knows nothing of sites. Used as a library:

    scene = read("supine, hips 50, knees 100")
    svg = draw(scene, alone=True)
"""

from __future__ import annotations

from kinepedia.figures.faults import Fault
from kinepedia.figures.library import Library
from kinepedia.figures.scene import Scene, draw, draw_strip, frozen, read, stylesheet
from kinepedia.figures.words.bases import read_library, standard

STANDARD = standard()
"""The base poses that Kinepedia knows."""

STYLE = stylesheet()
"""The stylesheet of figures; a page that shows some needs it once."""

__all__ = [
    "STANDARD",
    "STYLE",
    "Fault",
    "Library",
    "Scene",
    "draw",
    "draw_strip",
    "frozen",
    "read",
    "read_library",
]
