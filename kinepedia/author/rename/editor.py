"""Makes the changes of one file after the other, each without a byte more than it takes."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

from kinepedia.author.rename.body_text import with_links
from kinepedia.author.rename.document import CannotRenameError, Change, Document
from kinepedia.author.rename.front_matter import with_item, with_value
from kinepedia.link.names import fold
from kinepedia.machine.folders import native_name
from kinepedia.model.collections import AUTHORS, EXERCISES, ITEMS
from kinepedia.model.settings import FILE as SETTINGS_FILE
from kinepedia.model.settings import spans
from kinepedia.parse.markdown.convert import Converter
from kinepedia.read.source import digest_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kinepedia.author.overview import Overview
    from kinepedia.author.rename.naming import Move, Naming
    from kinepedia.parse.facts import Facts
    from kinepedia.parse.markdown.body import Link
    from kinepedia.problems.spans import Loc


class Editor:
    """Makes the changes of one file after the other."""

    def __init__(self, overview: Overview, naming: Naming, move: Move | None) -> None:
        self._overview = overview
        self._naming = naming
        self._move = move
        self._converter = Converter(overview.model.reading)

    def settings(self) -> Iterator[Change]:
        """Yield the change of the settings, if they refer to the entry."""
        overview = self._overview
        before = Document.of(SETTINGS_FILE, overview.folders.settings_file.read_bytes())
        after = before
        found: list[tuple[Loc, str, str | None]] = [
            (("navigation", index, "to"), item.to, None)
            for index, item in enumerate(overview.settings.navigation)
        ]
        if overview.settings.author:
            found.append((("author",), overview.settings.author, AUTHORS))
        places = 0
        for loc, written, collection in found:
            if self._means_it(written, collection) and (names := self._references(written, collection)):
                after = with_setting(after, loc, names[0])
                places += 1
        if places:
            yield Change(before, after, places)

    def entry(self, facts: Facts) -> Iterator[Change]:
        """Yield the change of one entry's file, if it says anything of the entry or is its own."""
        fields = list(self._fields(facts))
        links = self._links(facts)
        is_own = facts.path == self._naming.old.path
        if not fields and not links and not is_own:
            return
        before = self.document(facts)
        after, places = before, len(fields)
        for loc, name in fields:
            after = with_value(after, loc, name)
        if links:
            has_steps = facts.key.collection == EXERCISES
            after, mended = with_links(
                after, links, lambda text: self._converter.convert(text, has_steps=has_steps)
            )
            places += mended
        if is_own:
            after = self._renamed(after)
        if after != before:
            yield Change(before, after, places)

    def document(self, facts: Facts) -> Document:
        """Return the file of an entry as it is now."""
        data = (self._overview.folders.content / native_name(facts.content_path)).read_bytes()
        if digest_of(data) != facts.digest:
            raise CannotRenameError(f"{facts.path} has just been changed", "do this once more")
        return Document.of(facts.path, data)

    def _means_it(self, written: str, collection: str | None) -> bool:
        return self._overview.names.find(written, collection) == (self._naming.old.key,)

    def _references(self, written: str, collection: str | None) -> tuple[str, ...]:
        return self._naming.references(written, collection)

    def _fields(self, facts: Facts) -> Iterator[tuple[Loc, str]]:
        """Yield the place of each reference in the front matter, and what it becomes."""
        stated = [
            ((name, index), written, self._overview.model.references[name])
            for name, written_names in facts.stated
            for index, written in enumerate(written_names)
        ]
        stated += [((ITEMS, index), written, EXERCISES) for index, written in enumerate(facts.items)]
        found = [
            (place, names[0])
            for place, written, collection in stated
            if self._means_it(written, collection) and (names := self._references(written, collection))
        ]
        if not found:
            return
        fields = self.document(facts).front_matter.fields
        for (name, index), reference in found:
            value = fields[name]
            loc: Loc = (name,)
            if isinstance(value, dict):
                loc, value = (name, "values"), value["values"]
            if isinstance(value, list):
                loc = (*loc, index)
            yield (*loc, "exercise") if name == ITEMS else loc, reference

    def _links(self, facts: Facts) -> dict[Link, tuple[str, ...]]:
        """Return the links in the body that have to change, and what each may become."""
        found = {}
        targets = self._overview.encyclopedia.targets.get(facts.key, ())
        for link, target in zip(facts.links, targets, strict=True):
            is_it = target is not None and target.key == self._naming.old.key
            if link.wiki:
                wanted = self._wiki(link) if is_it else ()
            # Not only links to the entry: a moved folder changes relative links between
            # files, too, whatever they lead to.
            elif target is None or target.external or link.target.startswith("#"):
                continue
            elif link.target.startswith("/"):
                wanted = (self._site_path(link.target),) if is_it else ()
            else:
                wanted = (self._move.link(facts.content_path, link.target),) if self._move else ()
            if wanted and wanted[0] != link.target:
                found[link] = wanted
        return found

    def _wiki(self, link: Link) -> tuple[str, ...]:
        name, anchor = self._overview.names.split(link.target)
        if not name:  # an anchor of the page itself
            return ()
        behind = link.target.removeprefix(name).lstrip() if anchor else ""
        return tuple(each + behind for each in self._references(name, None))

    def _site_path(self, target: str) -> str:
        old, new = (f"/{facts.address.rstrip('/')}" for facts in (self._naming.old, self._naming.new))
        return target.replace(old, new, 1)

    def _renamed(self, document: Document) -> Document:
        """Return the entry's own file with its new title and slug, and with the old ones kept."""
        old, new = self._naming.old, self._naming.new
        if new.title != old.title:
            document = with_value(document, ("title",), new.title)
            if fold(new.title) != fold(old.title):
                document = self._with_old_title(document)
        if new.key == old.key:
            return document
        if old.gives_slug:
            document = with_value(document, ("slug",), new.key.slug)
        return document if old.draft or old.address == new.address else self._with_old_address(document)

    def _with_old_title(self, document: Document) -> Document:
        old, new = self._naming.old, self._naming.new
        loc = _loc_of(document, "aliases", [fold(alias) == fold(new.title) for alias in old.aliases])
        return with_value(document, loc, old.title) if loc else with_item(document, "aliases", old.title)

    def _with_old_address(self, document: Document) -> Document:
        old, new = self._naming.old, self._naming.new
        address = f"/{old.address}"
        loc = _loc_of(document, "redirect_from", [each == new.address for each in old.redirect_from])
        return with_value(document, loc, address) if loc else with_item(document, "redirect_from", address)


def _loc_of(document: Document, field: str, fitting: list[bool]) -> Loc | None:
    """Return where that item of a list stands that fits, in whichever form its author wrote the list."""
    if True not in fitting:
        return None
    value = document.front_matter.fields[field]
    loc: Loc = (field,)
    if isinstance(value, dict):
        loc, value = (field, "values"), value["values"]
    return (*loc, fitting.index(True)) if isinstance(value, list) else loc


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
    span = spans(document.unix_text).value(*loc)
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
            # Everything in it is compared, so that a form which breaks another line is never taken.
            if tomllib.loads(trial.unix_text) == expected:
                return trial
        except tomllib.TOMLDecodeError:
            continue
    raise CannotRenameError(
        f'the setting "{last}" is written in a way that cannot be changed safely',
        f'write it as {last} = "..." on one line',
    )
