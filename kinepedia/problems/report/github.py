"""Diagnostics as workflow commands, which GitHub shows on the lines of a pull request.

The format: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from kinepedia.machine.folders import relative_path
from kinepedia.problems.report.excerpt import is_of_whole_file
from kinepedia.problems.report.repository import root_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kinepedia.problems.diagnostics import Diagnostic


def as_annotations(diagnostics: Iterable[Diagnostic], site: Path) -> str:
    """Return one workflow command for each diagnostic; paths are as seen from the top of the repository."""
    root = root_of(site)
    return "\n".join(
        _one(diagnostic, relative_path(site / diagnostic.path, root)) for diagnostic in diagnostics
    )


def without_commands(text: str) -> str:
    """Return a text for a log in which nothing is taken for a workflow command.

    It quotes what authors wrote, and whoever opens a pull request may write what they like. Commands begin
    again at a word that nobody can have foreseen in the text.
    """
    word = hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:32]
    return f"::stop-commands::{word}\n{text}\n::{word}::"


def _one(diagnostic: Diagnostic, path: str) -> str:
    said = f"{diagnostic.message}\nHelp: {diagnostic.hint}" if diagnostic.hint else diagnostic.message
    properties: dict[str, object] = {"file": path, "line": diagnostic.line}
    if not is_of_whole_file(diagnostic):
        properties["col"] = diagnostic.column
        if diagnostic.length:
            properties["endColumn"] = diagnostic.column + diagnostic.length
    properties["title"] = diagnostic.code
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{diagnostic.severity} {listed}::{_data(said)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: object) -> str:
    return _data(str(value)).replace(":", "%3A").replace(",", "%2C")
