"""Base poses: those that Kinepedia knows, and those that a site adds in a file of its own."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from kinepedia.figures.faults import Fault
from kinepedia.figures.library import Library
from kinepedia.figures.words.reader import read_base
from kinepedia.problems import pose_rules
from kinepedia.problems.diagnostics import Span


@cache
def standard() -> Library:
    """Return the base poses that Kinepedia knows."""
    text = (files("kinepedia.figures") / "bases.txt").read_text(encoding="utf-8")
    library, found = read_library(text, Library())
    if found:
        raise ValueError("; ".join(f"{fault.span.line}: {fault.message}" for fault in found))
    return library


def read_library(text: str, library: Library | None = None) -> tuple[Library, tuple[Fault, ...]]:
    """Return a library with the base poses that a file adds, and what is wrong with that file.

    A line gives the names of a pose, a colon, and its description, which may go on in indented lines. It
    may build on base poses that are known already. A line that begins with `#` is a comment.
    """
    library = standard() if library is None else library
    poses, names = dict(library.poses), list(library.names)
    found: list[Fault] = []
    for line, title, body, column in _entries(text):
        if not title.strip() or not body.strip():
            found.append(
                Fault(
                    pose_rules.POSE_EXPECTED,
                    Span(line, 1, len(title) or 1),
                    (
                        ("after", title.strip() or "this line"),
                        ("expected", "a colon and a pose"),
                        ("example", "deep squat: squat, hips 125"),
                    ),
                )
            )
            continue
        # With those that were read up to here: a pose can only build on one above it,
        # so that there are no circles.
        pose, problems = read_base(body, Library(poses, tuple(names)))
        found += [
            Fault(
                fault.rule,
                Span(
                    line + fault.span.line - 1,
                    fault.span.column + (column if fault.span.line == 1 else 0),
                    fault.span.length,
                ),
                fault.facts,
                fault.hint,
            )
            for fault in problems
        ]
        if pose:
            given = [" ".join(name.lower().replace("-", " ").split()) for name in title.split(",")]
            for name in filter(None, given):
                poses[name] = pose
            if given[0] not in names:
                names.append(given[0])
    return Library(poses, tuple(names)), tuple(found)


def _entries(text: str) -> list[tuple[int, str, str, int]]:
    """Return the line, the names, the description and its column for each entry of a file."""
    found: list[tuple[int, str, str, int]] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.startswith("#"):
            line = ""  # noqa: PLW2901 - keeps the count of lines
        if not line.strip() or line[0].isspace():
            if found:
                first, title, body, column = found[-1]
                found[-1] = (first, title, f"{body}\n{line}", column)
            continue
        title, colon, body = line.partition(":")
        found.append((number, title, body, len(title) + len(colon)))
    return found
