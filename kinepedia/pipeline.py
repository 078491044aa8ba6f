"""The way from a folder of Markdown to a site."""

from __future__ import annotations

from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from kinepedia import audit, publish, render
from kinepedia.addresses import output_path
from kinepedia.diagnostics import Diagnostic, Severity, has_errors, in_order
from kinepedia.link import link
from kinepedia.parse import EntryParser, unpack
from kinepedia.places import Places
from kinepedia.plan import Drafts, plan
from kinepedia.progress import Progress
from kinepedia.read import read, read_entry
from kinepedia.read.survey import survey
from kinepedia.render import Renderer
from kinepedia.settings import parse as parse_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kinepedia.settings import UrlStyle
    from kinepedia.site import Folders


_PATIENCE = 60  # seconds to wait for another build of the same site


@dataclass(frozen=True, slots=True)
class Options:
    """How to build.

    `base_url` and `url_style` win over the settings; `drafts` shows drafts; `strict` lets warnings stop
    publishing; without `publish` everything is done but that. `clean` uses nothing of earlier builds.
    """

    base_url: str | None = None
    url_style: UrlStyle | None = None
    drafts: bool = False
    strict: bool = False
    publish: bool = True
    clean: bool = False

    def overrides(self) -> dict[str, str]:
        """Return the settings that win over those of the site."""
        given = {"base_url": self.base_url, "url_style": self.url_style}
        return {name: value for name, value in given.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Result:
    """What a build found and made: its diagnostics in order, and how many pages and exercises there are.

    `ok` tells whether nothing stands in the way of publishing.
    """

    diagnostics: tuple[Diagnostic, ...]
    pages: int
    exercises: int
    ok: bool

    def count(self, severity: Severity) -> int:
        """Return how many diagnostics have this severity."""
        return sum(diagnostic.severity is severity for diagnostic in self.diagnostics)


def build(folders: Folders, options: Options, progress: Progress | None = None) -> Result:
    """Build the site in `folders` and publish it, if it has no errors.

    Returns what was found and made. Raises `publish.RefusedError` if the output folder is refused, and
    `OSError` if the machine fails.
    """
    progress = progress or Progress()
    with _prepared(folders, reuse=not options.clean) if options.publish else nullcontext() as stage:
        progress.stage("Reading")
        sources = read(folders, survey(folders), {})
        problems = list(sources.problems)
        settings, found = parse_settings(sources.settings, options.overrides())
        problems += found
        progress.stage("Converting", len(sources.entries))
        parser = EntryParser()
        contents = {}
        everything = []
        for file in sources.entries:
            parsed = parser.parse(read_entry(folders, file))
            everything.append(parsed.facts)
            contents[parsed.facts.path] = parsed.content
            problems += parsed.problems
            progress.advance()
        if settings is None:
            return Result(in_order(problems), 0, 0, ok=False)
        progress.stage("Linking")
        places = Places(folders)
        encyclopedia, found = link(settings, sources, everything, places, drafts=options.drafts)
        problems += found
        planned, found = plan(encyclopedia, sources.assets, places)
        problems += found
        progress.stage("Rendering", len(planned.pages))
        renderer = Renderer(folders)

        def load(key):
            facts = encyclopedia.entries[key]
            return unpack(facts, contents[facts.path])

        drafts = Drafts(encyclopedia, sources.assets, load)
        auditor = audit.Auditor(encyclopedia, planned.addresses())
        looked = []
        faults = []
        for page in planned.pages:
            html = renderer.render(page, drafts.view(page), drafts.site(page))
            if isinstance(html, bytes):
                looked.append((page, auditor.look(page, html)))
                if stage:
                    stage.write(page.address, html)
            else:
                faults.append((page, html))
            progress.advance()
        problems += render.report(faults)
        problems += audit.report(
            looked,
            {output_path(page.address): seen.ids for page, seen in looked},
            [(page, w) for page, seen in looked for w in seen.wanted],
            encyclopedia,
            places,
            renderer.path_of,
        )
        progress.stage("Publishing")
        if stage:
            if not has_errors(problems):  # one of which may be that a file cannot be read
                for address, path in planned.copies.items():
                    stage.copy(address, path)
            problems += stage.collisions()
        ok = not has_errors(problems, strict=options.strict)
        if stage and ok:
            problems += stage.publish()
        return Result(in_order(problems), len(planned.pages), len(encyclopedia.collection("exercises")), ok)


@contextmanager
def _prepared(folders: Folders, *, reuse: bool) -> Iterator[publish.Stage]:
    """Hold the site's lock, and give an empty stage for its output."""
    publish.check(folders)  # before anything is made
    folders.cache.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folders.cache / publish.LOCK, timeout=_PATIENCE)
    try:
        lock.acquire()
    except Timeout:
        raise publish.RefusedError(
            "another build of this site is still running", "wait until it has ended, or end it"
        ) from None
    with lock:
        lock.release()  # the `with` block holds it a second time
        output = publish.check(folders)  # again, for what other builds have done until now
        publish.make_cache(folders.cache)
        with publish.Stage(output, folders, reuse=reuse) as stage:
            yield stage
