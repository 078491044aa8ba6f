"""What a site is built by: its settings, its features, and the content model that they make."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from kinepedia.features import FEATURES
from kinepedia.features.loading import Loaded, load
from kinepedia.machine.fingerprint import fingerprint_of
from kinepedia.model.content_model import BUILT_IN, model_of
from kinepedia.model.reading import Reading
from kinepedia.model.schema import from_plain
from kinepedia.model.settings import FILE as SETTINGS_FILE
from kinepedia.model.settings import parse
from kinepedia.problems import rules
from kinepedia.problems.blame import FeatureError, rubbish
from kinepedia.problems.calling import forget
from kinepedia.read.files import read_settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from kinepedia.machine.folders import Folders
    from kinepedia.model.content_model import Model
    from kinepedia.model.schema.own import Field
    from kinepedia.model.settings import Settings
    from kinepedia.plan.feature import Feature
    from kinepedia.problems.diagnostics import Diagnostic

_DECLARING = re.compile(r"^\s*\[+\s*[\"']?(?:fields|collections|features)\b", re.MULTILINE)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Setup:
    """What the settings file says, and what follows from it before anything else is read.

    `text` is that of the file. The settings are None if they have mistakes, or a feature has; these are among
    the `problems`, and the model is then the one without anything of the site's own.
    """

    text: str
    settings: Settings | None
    model: Model
    loaded: Loaded
    problems: tuple[Diagnostic, ...]

    @property
    def features(self) -> tuple[Feature, ...]:
        """The features in the order in which they are asked."""
        return self.loaded.features

    @property
    def themes(self) -> list[Path]:
        """The folders of templates and assets that features have."""
        return [feature.folder for feature in self.features if feature.folder]

    def without_guesses(self, problems: Iterable[Diagnostic]) -> list[Diagnostic]:
        """Return problems without those that only follow from settings with mistakes.

        What these declare is not known then: a field or a folder that they have may look like a mistake.
        """
        if self.settings or not _DECLARING.search(self.text):
            return [*problems]
        guessed = {rules.UNKNOWN_FIELD.code, rules.UNKNOWN_COLLECTION.code}
        return [each for each in problems if each.path == SETTINGS_FILE or each.code not in guessed]


def setup_of(
    folders: Folders,
    overrides: Mapping[str, str] | None = None,
    known: tuple[bytes, Any] = (b"", None),
    *,
    safe: bool = False,
) -> Setup:
    """Return what a site is built by. Raises `OSError` if its settings file cannot be read.

    `overrides` win over the settings; `known` are those of the last build, with the fingerprint of what they
    were read from. With `safe`, no code of the site runs.
    """
    forget()  # what did not come back last time may do so now
    text, found = read_settings(folders)
    settings, more = _settings(text, overrides or {}, known)
    problems = [*found, *more]
    # What settings with a mistake say of features is not known: then none of the site's own runs.
    loaded = load(folders, text, settings.features or {}, safe=safe) if settings else Loaded(FEATURES)
    problems += loaded.problems
    wrong = [*_field_problems(settings, loaded.features)] if settings else []
    problems += wrong
    # A feature that cannot be loaded may have fields: without it, entries would be blamed for them.
    is_faulty = any(problem.code == rules.FEATURE_ERROR.code for problem in problems)
    if settings is None or is_faulty:
        return Setup(text, None, BUILT_IN, loaded, tuple(problems))
    fields = _fields_of(settings, loaded.features)
    reading = tuple(
        Reading(feature.code, feature.markdown, feature.check_entry)
        for feature in loaded.features
        if feature.code and (feature.markdown or feature.check_entry)
    )
    if wrong := _syntax_problems(reading):
        return Setup(text, None, BUILT_IN, loaded, (*problems, *wrong))
    model = model_of(settings, fields, reading, loaded.digest)
    if loaded.left_out:
        digest = fingerprint_of((model.digest, loaded.left_out))
        model = replace(model, digest=digest, left_out=loaded.left_out)
    return Setup(text, settings, model, loaded, tuple(problems))


def _settings(
    text: str, overrides: Mapping[str, str], known: tuple[bytes, Any]
) -> tuple[Settings | None, list[Diagnostic]]:
    """Return the settings, without checking them again if they are those of the last build."""
    digest, plain = known
    # Only settings without a problem are remembered: those with one would have to report it again.
    if digest and digest == fingerprint_of((text, dict(overrides))):
        return from_plain(plain), []
    return parse(text, dict(overrides))


def _syntax_problems(reading: Sequence[Reading]) -> list[Diagnostic]:
    """Return what is wrong with the syntax that features add, as far as that shows without a text."""
    if not any(each.syntax for each in reading):
        return []
    from kinepedia.parse.markdown.convert import Converter

    try:
        Converter(reading)
    except FeatureError as error:
        return [error.diagnostic]
    return []


def _fields_of(settings: Settings, features: Sequence[Feature]) -> dict[str, dict[str, Field]]:
    """Return the fields that a site declares, and those that features add."""
    found = {collection: dict(own) for collection, own in (settings.fields or {}).items()}
    for feature in features:
        for collection, fields in feature.fields.items():
            found.setdefault(collection, {}).update(fields)
    return found


def _field_problems(settings: Settings, features: Sequence[Feature]) -> Iterator[Diagnostic]:
    """Yield what is wrong with the fields that features add."""
    if not any(feature.fields for feature in features):
        return
    from kinepedia.model.declared import conflicts, field_mistakes

    model = model_of(settings)
    known = _fields_of(settings, ())
    for feature in features:
        code = feature.code
        if code is None:
            continue
        for collection, fields in feature.fields.items():
            doing = f"adding fields to {collection}"
            if collection not in model.collections:
                yield rubbish(code, f'there is no collection "{collection}"', doing).diagnostic
                continue
            for name, field in fields.items():
                mistakes = [*field_mistakes((name,), collection, name, field, [*model.collections])]
                for mistake in mistakes:
                    what = f'the field "{name}" cannot have "{mistake.value}"; it must be {mistake.expected}'
                    yield rubbish(code, what, doing).diagnostic
                if name in known.get(collection, {}):
                    yield rubbish(code, f'there is a field "{name}" already', doing).diagnostic
                elif not mistakes:
                    before = {*conflicts(known)}
                    known.setdefault(collection, {})[name] = field
                    if before != {*conflicts(known)}:
                        what = f'the field "{name}" refers to something else elsewhere'
                        yield rubbish(code, what, doing).diagnostic
