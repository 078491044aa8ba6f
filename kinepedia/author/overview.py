"""A whole site as it stands, read and linked but not built: for commands that look at it or change it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from kinepedia.cache.program import key_of
from kinepedia.cache.store import Store
from kinepedia.features.setup import setup_of
from kinepedia.link.encyclopedia import Encyclopedia, link
from kinepedia.link.names import Names
from kinepedia.machine.progress import Progress
from kinepedia.machine.workers import processors
from kinepedia.model.settings import Settings
from kinepedia.parse.entries import parse
from kinepedia.parse.places import Places
from kinepedia.problems.diagnostics import Diagnostic, Severity, in_order
from kinepedia.read.files import read
from kinepedia.read.tree import tree_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kinepedia.machine.folders import Folders
    from kinepedia.model.content_model import Model
    from kinepedia.parse.facts import Facts
    from kinepedia.parse.parser import Entry
    from kinepedia.plan.feature import Feature
    from kinepedia.read.files import Sources


@dataclass(frozen=True, slots=True)
class Overview:
    """A site: what was read, the facts of all entries, and the encyclopedia that they make.

    `entries` are whole, by the paths of their files; those with mistakes in their fields are missing. Then
    `left_out` has the paths of the files of which there is no entry. `problems` are those of single files
    and of references; what only a finished page shows is not among them.
    """

    folders: Folders
    settings: Settings
    model: Model
    features: tuple[Feature, ...]
    sources: Sources
    everything: tuple[Facts, ...]
    entries: Mapping[str, Entry]
    encyclopedia: Encyclopedia
    names: Names
    problems: tuple[Diagnostic, ...]
    left_out: tuple[str, ...]


def overview_of(folders: Folders, *, drafts: bool) -> Overview:
    """Read a site and link its entries; with `drafts`, these belong to the encyclopedia, too.

    Nothing is written. Raises `OSError` if the machine fails, and nothing for what an author wrote.
    """
    seen = tree_of(folders)
    store = Store(folders.cache, key_of(folders))
    memory = store.load()
    setup = setup_of(folders)
    model = setup.model
    sources = read(folders, seen, memory.measured, setup.text, model, setup.themes)
    settings = setup.settings or Settings(title="-")  # whose references nobody can know
    known = memory.entries if memory.model == model.digest else {}
    entries = parse(folders, model, sources, seen.taken, known, store, processors(), Progress())
    everything = tuple(entries.everything())
    encyclopedia, found = link(settings, model, sources, everything, Places(folders, model), drafts=drafts)
    problems = [*setup.problems, *sources.problems, *entries.problems(), *found]
    unread = {
        problem.path
        for problem in sources.problems
        if problem.severity is Severity.ERROR and PurePosixPath(problem.path).suffix == ".md"
    }
    return Overview(
        folders=folders,
        settings=settings,
        model=model,
        features=setup.features,
        sources=sources,
        everything=everything,
        entries={facts.path: entries.load(facts) for facts in everything if not facts.faulty},
        encyclopedia=encyclopedia,
        names=Names(model.collections, ((facts.key, facts.names) for facts in everything)),
        problems=in_order(setup.without_guesses(problems)),
        left_out=tuple(sorted({*unread, *(facts.path for facts in everything if facts.faulty)})),
    )
