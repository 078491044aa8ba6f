"""The way from a folder of Markdown to a site."""

from __future__ import annotations

from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from filelock import FileLock

from kinepedia import publish
from kinepedia.audit import Audit
from kinepedia.diagnostics import Diagnostic, Severity, has_errors, in_order
from kinepedia.link import link
from kinepedia.parse import EntryParser, parse
from kinepedia.plan import plan
from kinepedia.progress import Progress
from kinepedia.read import read
from kinepedia.render import Renderer
from kinepedia.settings import FILE as SETTINGS_FILE
from kinepedia.settings import parse as parse_settings
from kinepedia.text import decode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kinepedia.settings import Settings, UrlStyle
    from kinepedia.site import Folders


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
        settings, settings_text, problems = _settings(folders, options)
        progress.stage("Reading")
        sources = read(folders)
        progress.stage("Converting", len(sources.entries))
        parsed = parse(sources, drafts=options.drafts, advance=progress.advance)
        problems += [*sources.problems, *parsed.problems]
        if settings is None:
            return Result(in_order(problems), 0, 0, ok=False)
        progress.stage("Linking")
        encyclopedia, found = link(settings, settings_text, sources, parsed)
        problems += found
        planned, found = plan(encyclopedia, sources.assets)
        problems += found
        progress.stage("Rendering", len(planned.pages))
        renderer = Renderer(folders)
        audit = Audit(encyclopedia, planned, EntryParser())
        for page, html in renderer.render(planned.pages):
            audit.look(page, html)
            if stage:
                stage.write(page.address, html.encode())
            progress.advance()
        audit.finish()
        problems += [*renderer.problems, *audit.problems]
        progress.stage("Publishing")
        if stage:
            for address, path in planned.copies.items():
                stage.copy(address, path)
            problems += stage.collisions()
        ok = not has_errors(problems, strict=options.strict)
        if stage and ok:
            stage.publish()
        return Result(in_order(problems), len(planned.pages), len(encyclopedia.collection("exercises")), ok)


@contextmanager
def _prepared(folders: Folders, *, reuse: bool) -> Iterator[publish.Stage]:
    """Hold the site's lock, and give an empty stage for its output."""
    output = publish.check(folders)
    folders.cache.mkdir(parents=True, exist_ok=True)
    ignore = folders.cache / ".gitignore"
    if not ignore.exists():
        ignore.write_text("# What Kinepedia keeps between builds. It may be deleted at any time.\n*\n")
    with FileLock(folders.cache / "lock"), publish.Stage(output, folders.cache, reuse=reuse) as stage:
        yield stage


def _settings(folders: Folders, options: Options) -> tuple[Settings | None, str, list[Diagnostic]]:
    overrides: dict[str, Any] = {"base_url": options.base_url, "url_style": options.url_style}
    text, problems = decode(folders.settings_file.read_bytes(), SETTINGS_FILE)
    if problems:
        return None, text, problems
    given = {name: value for name, value in overrides.items() if value is not None}
    settings, problems = parse_settings(text, given)
    return settings, text, problems
