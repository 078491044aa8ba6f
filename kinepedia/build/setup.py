"""What a site is built by: its settings, and the content model that they make."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kinepedia.build.known import settings_for
from kinepedia.cache.memory import Memory
from kinepedia.model.collections import BUILT_IN, model_of
from kinepedia.model.settings import FILE as SETTINGS_FILE
from kinepedia.problems import rules
from kinepedia.read.files import read_settings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kinepedia.build.options import Options
    from kinepedia.machine.folders import Folders
    from kinepedia.model.collections import Model
    from kinepedia.model.settings import Settings
    from kinepedia.problems.diagnostics import Diagnostic

_DECLARING = re.compile(r"^\s*\[+\s*[\"']?(?:fields|collections|features)\b", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Setup:
    """What the settings file says, and what follows from it before anything else is read.

    `text` is that of the file. The settings are None if they have mistakes, which are among the `problems`;
    the model is then the one without anything of the site's own.
    """

    text: str
    settings: Settings | None
    model: Model
    problems: tuple[Diagnostic, ...]

    def without_guesses(self, problems: Iterable[Diagnostic]) -> list[Diagnostic]:
        """Return problems without those that only follow from settings with mistakes.

        What these declare is not known then: a field or a folder that they have may look like a mistake.
        """
        if self.settings or not _DECLARING.search(self.text):
            return [*problems]
        guessed = {rules.UNKNOWN_FIELD.code, rules.UNKNOWN_COLLECTION.code}
        return [each for each in problems if each.path == SETTINGS_FILE or each.code not in guessed]


def setup_of(folders: Folders, options: Options, memory: Memory | None = None) -> Setup:
    """Return what a site is built by. Raises `OSError` if its settings file cannot be read."""
    text, found = read_settings(folders)
    settings, more = settings_for(text, options, memory or Memory())
    model = model_of(settings) if settings else BUILT_IN
    return Setup(text, settings, model, (*found, *more))
