"""Finds every link to a page elsewhere that the authors of a site wrote."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any, NamedTuple

from kinepedia.model.settings import FILE as SETTINGS_FILE
from kinepedia.model.settings import spans as settings_spans
from kinepedia.model.settings import texts
from kinepedia.parse.markdown.sanitize import scheme
from kinepedia.parse.parser import EntryParser
from kinepedia.problems.diagnostics import Place
from kinepedia.read.files import read
from kinepedia.read.source import read_entry
from kinepedia.read.tree import tree_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kinepedia.machine.folders import Folders
    from kinepedia.model.content_model import Model
    from kinepedia.parse.facts import Facts
    from kinepedia.parse.markdown.body import Link
    from kinepedia.parse.places import Places

_ADDRESS = re.compile(r"\s*https?://\S+\s*", re.IGNORECASE)


class Mention(NamedTuple):
    """A link to a page elsewhere: where it stands, or for one in a body, the entry and the link itself.

    To find the places of a link in a body takes a while, and of most links nobody wants to know.
    """

    target: str
    where: Place | tuple[Facts, Link]

    def places(self, places: Places) -> list[Place]:
        """Return every place where this link stands."""
        return [self.where] if isinstance(self.where, Place) else places.links(*self.where)


def mentions(folders: Folders, settings: str, model: Model) -> Iterator[Mention]:
    """Yield all links to pages elsewhere, in settings, front matter and bodies; each body's once.

    `settings` is the text of the settings file, `model` the content model.
    """
    sources = read(folders, tree_of(folders), {}, settings, model)
    yield from _in_settings(sources.settings)
    parser = EntryParser(model)
    for file in sources.entries:
        source = read_entry(folders, file, model.collections)
        for loc, text in texts(source.fields, ()):
            if _ADDRESS.fullmatch(text):
                yield Mention(text.strip(), source.place(source.spans.value(*loc)))
        if source.readable and "//" in source.body:
            facts = parser.parse(source).facts
            for link in dict.fromkeys(facts.links):
                if scheme(link.target) in ("http", "https") and not (link.picture or link.wiki):
                    yield Mention(link.target.strip(), (facts, link))


def _in_settings(text: str) -> Iterator[Mention]:
    """Yield the links in the settings, but not where the site itself will stand."""
    try:
        data: dict[str, Any] = tomllib.loads(text)
    except (ValueError, RecursionError):  # which the build has reported
        return
    data.pop("base_url", None)
    for loc, value in texts(data, ()):
        if _ADDRESS.fullmatch(value):
            yield Mention(value.strip(), Place(SETTINGS_FILE, settings_spans(text).value(*loc)))
