"""Makes sure that a renaming changes nothing but names: the site is linked as it would be afterwards."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kinepedia.author.rename.document import CannotRenameError
from kinepedia.link.encyclopedia import link
from kinepedia.machine.folders import Folders, native_name
from kinepedia.machine.stamps import NO_STAMP
from kinepedia.model.settings import FILE as SETTINGS_FILE
from kinepedia.model.settings import parse as parse_settings
from kinepedia.parse.parser import EntryParser
from kinepedia.parse.places import Places
from kinepedia.plan.pages import plan
from kinepedia.problems.diagnostics import in_order
from kinepedia.read.files import EntryFile
from kinepedia.read.source import read_entry

if TYPE_CHECKING:
    from kinepedia.author.overview import Overview
    from kinepedia.author.rename.document import Document
    from kinepedia.author.rename.naming import Renaming
    from kinepedia.link.encyclopedia import Encyclopedia
    from kinepedia.model.addresses import Key
    from kinepedia.parse.parser import Parsed
    from kinepedia.problems.diagnostics import Diagnostic


def verify(overview: Overview, renaming: Renaming) -> None:
    """Raise `CannotRenameError` if the site would mean something else, or have another problem."""
    documents = {change.before.path: change for change in renaming.changes}
    entries = [change for path, change in documents.items() if path != SETTINGS_FILE]
    after = _parsed(overview, {renaming.path_after(change.before.path): change.after for change in entries})
    everything = []
    for facts in overview.everything:
        path = renaming.path_after(facts.path)
        if facts.path in documents:
            everything.append(after[path].facts)
            continue
        moved = renaming.move.path(facts.content_path) if renaming.move else facts.content_path
        same = renaming.new if facts.path == renaming.old.path else facts
        everything.append(same._replace(path=path, content_path=moved))
    settings_text = overview.sources.settings
    if change := documents.get(SETTINGS_FILE):
        settings_text = change.after.unix_text
    settings, _ = parse_settings(settings_text, {})
    if settings is None:
        raise CannotRenameError("the settings would have mistakes afterwards", "choose another name")
    attachments = {
        renaming.move.path(path) if renaming.move else path: file
        for path, file in overview.sources.attachments.items()
    }
    sources = replace(overview.sources, attachments=attachments, settings=settings_text)
    # Every problem then is at the beginning of its file, before and after: they
    # are compared by file and code.
    with tempfile.TemporaryDirectory() as nowhere:  # there, no place is found, which takes long
        places = Places(Folders.of(Path(nowhere)), overview.model)
        linked, found = link(settings, overview.model, sources, everything, places, drafts=True)
        _, more = plan(linked, sources, places, overview.features)
        _, planned = plan(overview.encyclopedia, overview.sources, places, overview.features)
    old = [*overview.problems, *planned]
    new = [*found, *more, *(problem for parsed in after.values() for problem in parsed.problems)]
    _refuse_new_problems(renaming, old, new)
    _refuse_other_meaning(overview, linked, renaming)


def _parsed(overview: Overview, documents: dict[str, Document]) -> dict[str, Parsed]:
    """Return what each of these files becomes, by its path."""
    parser = EntryParser(overview.model, overview.sources.poses)
    parsed = {}
    root = next((each.path.removesuffix(each.content_path) for each in overview.everything), "")
    with tempfile.TemporaryDirectory() as folder:
        folders = Folders.of(Path(folder))
        for path, document in documents.items():
            name = path.removeprefix(root)
            file = folders.content / native_name(name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(document.data)
            source = read_entry(folders, EntryFile(path, name, NO_STAMP), overview.model.collections)
            parsed[path] = parser.parse(source)
    return parsed


def _refuse_new_problems(renaming: Renaming, old: list[Diagnostic], new: list[Diagnostic]) -> None:
    known = Counter((renaming.path_after(each.path), each.code) for each in old)
    for problem in in_order(new):
        if not known[problem.path, problem.code]:
            hint = f" ({problem.hint})" if problem.hint else ""
            raise CannotRenameError(
                f"{problem.path} would have a new problem: {problem.message}{hint}", "choose another name"
            )
        known[problem.path, problem.code] -= 1


def _refuse_other_meaning(overview: Overview, after: Encyclopedia, renaming: Renaming) -> None:
    old, new = renaming.old.key, renaming.new.key

    def renamed(key: Key | None) -> Key | None:
        return new if key == old else key

    # The last word on all of it: whatever was exchanged, every reference of every
    # entry has to mean what it meant.
    if _meaning(overview.encyclopedia, renamed) == _meaning(after, lambda key: key):
        return
    others = [
        f'"{name}" means {key} now, and references by this name'
        for name in (new.slug, renaming.new.title)
        for key in overview.names.find(name)
        if key != old
    ]
    raise CannotRenameError(
        f"{others[0] if others else 'references'} would lead to something else afterwards",
        "choose another name, or let those references say a slug",
    )


def _meaning(encyclopedia: Encyclopedia, renamed: Any) -> frozenset[tuple[Any, Any]]:
    """Return everything that an encyclopedia says of its entries, each with the entry that says it."""
    said: set[tuple[Any, Any]] = set()
    for field, relation in encyclopedia.relations.items():
        for origin, targets in relation.forward.items():
            said |= {(renamed(origin), (field, renamed(target))) for target in targets}
    for key, found in encyclopedia.targets.items():
        for index, target in enumerate(found):
            # By entry where there is one, because its address is meant to change. Titles
            # are left out: they are, too.
            where = target and (renamed(target.key) or target.address, target.anchor)
            said.add((renamed(key), (index, where)))
    for key, items in encyclopedia.items.items():
        said.add((renamed(key), tuple(map(renamed, items))))
    for text, target in encyclopedia.navigation:
        said.add(("the navigation", (text, renamed(target.key) or target.address)))
    return frozenset(said)
