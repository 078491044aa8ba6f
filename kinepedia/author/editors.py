"""Files that help an editor to complete what an author writes: JSON Schemas, and snippets for VS Code."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kinepedia.machine.folders import relative_path
from kinepedia.model.collections import EXERCISES
from kinepedia.model.schema.json_schema import Json, json_schema
from kinepedia.model.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kinepedia.model.content_model import Model
    from kinepedia.parse.facts import Facts

SITE = "site"
"""The name of the schema of the settings; the others have the names of their collections."""

SNIPPETS = "kinepedia.code-snippets"
"""The name of the file of snippets in a VS Code workspace."""

_MOST_CHOICES = 100  # more than these are no help in a menu
# Those whose names are offered under another word, or under none: what each means in a text is the same.
_NOT_OFFERED = frozenset(["prerequisites", "easier", "harder", "alternatives", "sequence"])


def _words(model: Model) -> dict[str, str]:
    """Return what an author types for each field to get a menu of the names that it may hold.

    "exercises" is no field but the names of exercises, which several fields hold.
    """
    fields = [field for field in model.references if field not in _NOT_OFFERED]
    collections = model.collections
    words = {field: collections[field].singular if field in collections else field for field in fields}
    return dict(sorted({**words, EXERCISES: collections[EXERCISES].singular}.items()))


def schemas(model: Model, entries: Iterable[Facts]) -> dict[str, Json]:
    """Return the JSON Schemas of a site: one for each collection's front matter, and that of its settings.

    `entries` are those of the site, whose names are what a field that refers to entries may hold.
    """
    terms = _terms(model, entries)
    made = {
        name: json_schema(collection.fields, f"Front matter of {_a(collection.singular)}", terms)
        for name, collection in model.collections.items()
    }
    return {**made, SITE: json_schema(Settings, "The settings of a Kinepedia site")}


def snippets(model: Model, entries: Iterable[Facts]) -> Json:
    """Return snippets for VS Code: for each field with few enough names, a line with a menu of them.

    The format is that of code.visualstudio.com/docs/editing/userdefinedsnippets.
    """
    entries = tuple(entries)
    titles = _terms(model, entries, titles_only=True)
    made: dict[str, Any] = {}
    for field, word in _words(model).items():
        names = titles.get(field, ())
        if 0 < len(names) <= _MOST_CHOICES:
            before = "" if field == EXERCISES else f"{field}: "
            made[f"Kinepedia: {word}"] = {
                "scope": "markdown",
                "prefix": [field, word] if field != word else [field],
                "body": f"{before}${{1|{','.join(map(_choice, names))}|}}",
                "description": "One of those that this site has.",
            }
    return made


def as_text(document: Json) -> str:
    """Return a JSON document as the text of a file."""
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def write(folder: Path, made: Mapping[str, Json], workspace: Path, offered: Json) -> list[Path]:
    """Write schemas into a folder, and snippets into that of a VS Code workspace if there is one.

    Returns the paths of the files, as seen from the current folder. Raises `OSError` if that fails.
    """
    files = {folder / f"{name}.schema.json": as_text(schema) for name, schema in made.items()}
    if workspace.is_dir():
        files[workspace / SNIPPETS] = as_text(offered)
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")
    return [Path(relative_path(path, Path.cwd())) for path in files]


def _terms(model: Model, entries: Iterable[Facts], *, titles_only: bool = False) -> Mapping[str, list[str]]:
    """Return the names that each field may hold, titles first."""
    by_collection: dict[str, list[Facts]] = {name: [] for name in model.collections}
    for facts in entries:
        if not facts.faulty:
            by_collection[facts.key.collection].append(facts)
    fields = {**model.references, "exercise": EXERCISES, EXERCISES: EXERCISES}
    found = {}
    for field, collection in fields.items():
        kinds = model.kinds.get(field)
        fitting = [facts for facts in by_collection[collection] if not kinds or facts.kind in kinds]
        titles = sorted({facts.title for facts in fitting}, key=str.casefold)
        others = sorted({name for facts in fitting for name in (*facts.aliases, facts.key.slug)})
        found[field] = titles if titles_only else list(dict.fromkeys([*titles, *others]))
    return found


def _choice(name: str) -> str:
    """Return a name as one choice of a snippet, quoted if YAML would read it as something else."""
    plain = re.fullmatch(r"\w[\w ()/.-]*", name) and not re.search(r"\s[#]|:\s|\s$", name)
    written = name if plain else json.dumps(name, ensure_ascii=False)
    return re.sub(r"([\\,|}$])", r"\\\1", written)


def _a(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"
