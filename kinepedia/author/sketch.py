"""Poses outside of any entry, as the command and the live page draw them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kinepedia.figures import STANDARD, Library, draw, read, read_library
from kinepedia.machine.folders import POSES_FILE
from kinepedia.problems.diagnostics import Diagnostic, Place, has_errors, in_order
from kinepedia.problems.text import decode

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kinepedia.figures import Fault


@dataclass(frozen=True, slots=True)
class Sketch:
    """What a text draws.

    `svg` is empty if the text has errors. `description` says the same in words, `moves` tells that it has
    several poses.
    """

    svg: str
    description: str
    moves: bool
    problems: tuple[Diagnostic, ...]


def sketch(text: str, path: str, library: Library = STANDARD, *, alone: bool = False) -> Sketch:
    """Return what the notation `text` draws; its problems are those of a file `path`.

    With `alone`, the drawing is an SVG file of its own.
    """
    scene = read(text, library=library)
    problems = in_order(_diagnostics(scene.faults, path))
    svg = "" if has_errors(problems) else draw(scene, alone=alone)
    return Sketch(svg, scene.description, scene.moves, problems)


def base_poses(site: Path, path: str = POSES_FILE) -> tuple[Library, tuple[Diagnostic, ...]]:
    """Return the base poses that can be used in the folder `site`, and what is wrong with its own.

    These problems are of the file `path`. Raises `OSError` if there is such a file that cannot be read.
    """
    file = site / POSES_FILE
    if not (site / "site.toml").is_file() or not file.is_file():
        return STANDARD, ()
    text, unreadable = decode(file.read_bytes(), path)
    if unreadable:
        return STANDARD, tuple(unreadable)
    library, faults = read_library(text)
    return library, in_order(_diagnostics(faults, path))


def _diagnostics(faults: Iterable[Fault], path: str) -> Iterable[Diagnostic]:
    for fault in faults:
        yield fault.rule.at(Place(path, fault.span), hint=fault.hint, **dict(fault.facts))
