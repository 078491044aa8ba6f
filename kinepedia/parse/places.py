"""Where in their files the authors wrote what a problem is about.

Facts have no places, because most entries have no problems. When there is one, the file is read again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinepedia.machine.stamps import NO_STAMP
from kinepedia.parse.parser import EntryParser
from kinepedia.problems import rules
from kinepedia.problems.diagnostics import Place, Span
from kinepedia.read.files import EntryFile
from kinepedia.read.source import read_entry

if TYPE_CHECKING:
    from kinepedia.machine.folders import Folders
    from kinepedia.model.content_model import Model
    from kinepedia.parse.facts import Facts
    from kinepedia.parse.markdown.body import Body, Link
    from kinepedia.parse.markdown.locator import Locator
    from kinepedia.problems.diagnostics import Diagnostic
    from kinepedia.problems.spans import Loc
    from kinepedia.read.source import Source


class Places:
    """Finds places in the files of a site. A file that has changed meanwhile is named without a line."""

    def __init__(self, folders: Folders, model: Model) -> None:
        self._folders = folders
        self._model = model
        self._parser: EntryParser | None = None
        self._sources: dict[str, Source | None] = {}
        self._locators: dict[str, Locator] = {}

    def value(self, facts: Facts, *loc: str | int) -> Place:
        """Return the place of a value in the front matter."""
        source = self._source(facts)
        return source.place(source.spans.value(*loc)) if source else Place(facts.path)

    def key(self, facts: Facts, *loc: str | int) -> Place:
        """Return the place of the name of a field."""
        source = self._source(facts)
        return source.place(source.spans.key(*loc)) if source else Place(facts.path)

    def name(self, facts: Facts, field: str, index: int) -> Place:
        """Return the place of one of the names in a field, in whichever form its author wrote the list."""
        source = self._source(facts)
        if source is None:
            return Place(facts.path)
        if field == "items":
            return source.place(source.spans.value("items", index, "exercise"))
        # From the longest form to the shortest: a list with a note, a text with a note, a list, a text.
        candidates: tuple[Loc, ...] = (
            (field, "values", index),
            (field, "values"),
            (field, index),
            (field,),
        )
        spans = source.spans.values
        return source.place(next((spans[loc] for loc in candidates if loc in spans), Span()))

    def links(self, facts: Facts, link: Link) -> list[Place]:
        """Return every place in the entry's file where its author wrote this link."""
        locator = self._locator(facts)
        return (locator.links(link) if locator else []) or [Place(facts.path)]

    def anchor(self, facts: Facts, anchor: str) -> Place:
        """Return where in the entry's file an anchor comes from."""
        locator = self._locator(facts)
        return locator.anchor(anchor) if locator else Place(facts.path)

    def body(self, facts: Facts) -> Body | None:
        """Return the entry's body with its findings; None if the file has changed meanwhile."""
        locator = self._locator(facts)
        return locator.body if locator else None

    def more(self) -> list[Diagnostic]:
        """Return a diagnostic for each file in which the search for places was cut short."""
        return [
            rules.MORE_PLACES.at(Place(path))
            for path, locator in self._locators.items()
            if locator.is_cut_short
        ]

    def _source(self, facts: Facts) -> Source | None:
        if facts.path not in self._sources:
            file = EntryFile(facts.path, facts.content_path, NO_STAMP)
            source = read_entry(self._folders, file, self._model.collections)
            # Else a line would be named in which something else stands by now.
            self._sources[facts.path] = source if source.digest == facts.digest else None
        return self._sources[facts.path]

    def _locator(self, facts: Facts) -> Locator | None:
        source = self._source(facts)
        if source is None:
            return None
        # Without the site's poses: figures have no part in where links and anchors stand.
        self._parser = self._parser or EntryParser(self._model)
        if facts.path not in self._locators:
            self._locators[facts.path] = self._parser.locator(source)
        return self._locators[facts.path]
