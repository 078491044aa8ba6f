"""Exchanges single texts in `site.toml`."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

from kinepedia.author.rename.document import CannotRenameError
from kinepedia.model.settings import marks

if TYPE_CHECKING:
    from kinepedia.author.rename.document import Document
    from kinepedia.problems.spans import Loc

_LINE_END = re.compile(r"\r\n|\r|\n")


def with_setting(document: Document, loc: Loc, value: str) -> Document:
    """Return the settings with another text at `loc`, between the same marks if it can stand there.

    Raises `CannotRenameError` if no way to write it is found.
    """
    *way, last = loc
    expected = tomllib.loads(document.unix_text)
    outer: Any = expected
    for part in way:
        outer = outer[part]
    outer[last] = value
    span = marks(document.unix_text).value(*loc)
    lines = [0, *(match.end() for match in _LINE_END.finditer(document.text))]
    first = lines[span.line - 1] + span.column - 1
    end = first + span.length
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    forms = [f'"{escaped}"']
    if document.text[first : first + 1] == "'":
        forms.insert(0, f"'{value}'")
    for form in forms:
        trial = document.exchanged(first, end, form)
        try:
            if tomllib.loads(trial.unix_text) == expected:
                return trial
        except tomllib.TOMLDecodeError:
            continue
    raise CannotRenameError(
        f'the setting "{last}" is written in a way that cannot be changed safely',
        f'write it as {last} = "..." on one line',
    )
