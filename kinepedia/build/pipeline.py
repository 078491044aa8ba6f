"""The way from a folder of Markdown to a site."""

from __future__ import annotations

import gc
import time
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from kinepedia.build import unchanged
from kinepedia.build.context import Context
from kinepedia.build.options import Result
from kinepedia.build.touch import retouch
from kinepedia.cache.folder import LOCK, make_cache
from kinepedia.cache.memory import Memory
from kinepedia.cache.program import program
from kinepedia.cache.store import SavedMemory
from kinepedia.features.compression import has_brotli
from kinepedia.features.machine_files import NO_BASE_URL
from kinepedia.features.twins import add_twins
from kinepedia.machine.exceptions import RefusedError
from kinepedia.machine.fingerprint import digest_of_plain, fingerprint_of
from kinepedia.machine.folders import relative_path
from kinepedia.machine.workers import processors
from kinepedia.model.addresses import output_path
from kinepedia.model.schema import from_plain, to_plain
from kinepedia.model.settings import FILE as SETTINGS_FILE
from kinepedia.model.settings import parse as parse_settings
from kinepedia.model.settings import spans
from kinepedia.parse.entries import Entries
from kinepedia.parse.places import Places
from kinepedia.problems import rules
from kinepedia.problems.diagnostics import Place, has_errors, in_order
from kinepedia.publish.output import check as check_output
from kinepedia.publish.staging import Staging
from kinepedia.read.files import read
from kinepedia.read.tree import are_all_seen, are_all_settled, is_still, tree_of
from kinepedia.render.templates import Renderer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kinepedia.build.context import Outcome
    from kinepedia.build.options import Options
    from kinepedia.machine.folders import Folders
    from kinepedia.machine.progress import Progress
    from kinepedia.model.settings import Settings
    from kinepedia.problems.diagnostics import Diagnostic
    from kinepedia.read.tree import Tree


_PATIENCE = 60  # seconds to wait for another build of the same site
_OLD = 2_000_000_000  # nanoseconds after which a survey is taken anew


def run(
    folders: Folders, options: Options, progress: Progress, seen: Tree, saved: SavedMemory | None = None
) -> Result:
    """Build the site in `folders` and publish it, if it has no errors; see `builder.build`.

    `seen` is a survey of the site, which is taken anew if this build had to wait for another one. `saved`
    has what the last build left; without one, it is in the cache folder.
    """
    with _no_collections():
        return _run(folders, options, progress, seen, saved or SavedMemory())


def _run(folders: Folders, options: Options, progress: Progress, seen: Tree, saved: SavedMemory) -> Result:
    with _prepared(folders, options) if options.publish else nullcontext() as stage:
        progress.stage("Reading")
        if time.time_ns() > seen.taken + _OLD:
            seen = tree_of(folders)
        key = f"{program()} {relative_path(folders.content, folders.site)}"
        store, known = saved.open(folders.cache, key)
        memory = Memory() if options.clean else known
        sources = read(folders, seen, memory.measured)
        settings, found = _settings(sources.settings, options, memory)
        problems = [*sources.problems, *found, *_missing_library(settings, sources.settings)]

        progress.stage("Converting", len(sources.entries))
        jobs = options.jobs or processors()
        entries = Entries(folders, memory.entries, store, sources.poses)
        entries.fill(sources, seen.taken, jobs, progress)
        problems += entries.problems()
        if settings is None:
            return Result(in_order(problems), 0, 0, ok=False)
        notices = () if settings.base_url else (NO_BASE_URL,)

        context = Context(
            options=options,
            jobs=jobs,
            settings=settings,
            sources=sources,
            entries=entries,
            memory=memory,
            published=stage.still_there(memory.output, memory.outputs) if stage else frozenset(),
            store=store,
            renderer=_renderer(folders, seen, memory, keep=stage is not None),
            places=Places(folders),
            stage=stage,
            progress=progress,
        )
        site = retouch(context) or _composed(context)
        problems += site.problems

        progress.stage("Publishing")
        if stage:
            _complete(stage, site, is_faulty=has_errors(problems))
            if not has_errors(problems):
                add_twins(stage, settings.precompress, context.published, jobs)
            problems += stage.collisions()
        ok = not has_errors(problems, strict=options.strict)
        if stage and ok:
            problems += stage.publish()
        pages = sum(output_path(address).endswith(".html") for address in site.pages)
        result = Result(in_order(problems), pages, site.exercises, ok, notices)
        if stage:
            with suppress(OSError):  # the site is published, and the next build only takes longer
                _remember(folders, options, seen, context, site, stage, result, saved)
        return result


def _settings(text: str, options: Options, memory: Memory) -> tuple[Settings | None, list[Diagnostic]]:
    """Return the settings, without checking them again if they are those of the last build."""
    known, plain = memory.settings
    if known and known == fingerprint_of((text, options.overrides())):
        return from_plain(plain), []
    return parse_settings(text, options.overrides())


def _missing_library(settings: Settings | None, text: str) -> list[Diagnostic]:
    """Report that a library is missing which the settings ask for."""
    if settings is None or "brotli" not in settings.precompress or has_brotli():
        return []
    span = spans(text).value("precompress", settings.precompress.index("brotli"))
    return [rules.NO_BROTLI.at(Place(SETTINGS_FILE, span))]


def _composed(context: Context) -> Outcome:
    from kinepedia.build.whole import compose  # which loads much that a changed text does not need

    return compose(context)


def _complete(stage: Staging, site: Outcome, *, is_faulty: bool) -> None:
    """Tell the stage of everything that is published besides the pages that were made."""
    for address in site.pages:
        stage.expect(address, is_new=address in site.made)
    for address in site.copied:
        if address not in site.copies:
            stage.expect(address, is_new=False)
        elif not is_faulty:  # one of the errors may be that a file cannot be read
            stage.copy(address, site.copies[address])


def _renderer(folders: Folders, seen: Tree, memory: Memory, *, keep: bool) -> Renderer:
    """Return what renders pages; it need not look at templates whose stamps are known."""
    known, fingerprints = memory.templates
    return Renderer(folders, fingerprints if known and known == _templates(seen) else None, keep=keep)


def _templates(seen: Tree) -> bytes:
    """Return the fingerprint of all templates' stamps; an empty one if a change might not show in it."""
    items = (*seen.templates, *seen.theme)
    if not are_all_settled([stamp for *_, stamp in items], seen.taken) or not are_all_seen(seen.templates):
        return b""
    return digest_of_plain(items)


def _remember(
    folders: Folders,
    options: Options,
    seen: Tree,
    context: Context,
    site: Outcome,
    stage: Staging,
    result: Result,
    saved: SavedMemory,
) -> None:
    """Keep for the next build what this one has found out, and what it has published if it has."""
    entries, measured = context.entries.memory, context.sources.measured
    if not result.ok:
        # The pages are still those of the last build that was published, made of other entries.
        saved.keep(
            context.store, replace(context.memory, entries=entries, measured=measured, context_digest=b"")
        )
        return
    if not is_still(seen, folders, context.sources.attachments):
        # What was published may be of before or after the change, and nobody can tell.
        saved.keep(context.store, Memory(entries=entries))
        return
    outputs = stage.stamps(context.memory.outputs)
    saved.keep(
        context.store,
        Memory(
            entries=entries,
            measured=measured,
            pages=site.pages,
            outputs=outputs,
            copied=site.copied,
            files=site.files,
            output=str(folders.output.resolve()),
            context_digest=context.context_digest(),
            others=site.others,
            related=site.related,
            templates=(_templates(seen), dict(context.renderer.fingerprints)),
            navigation=site.navigation,
            collections=site.collections,
            exercises=site.exercises,
            settings=(
                fingerprint_of((context.sources.settings, options.overrides())),
                to_plain(context.settings),
            ),
        ),
    )
    if not any(diagnostic.code == rules.LEFT_BEHIND.code for diagnostic in result.diagnostics):
        saved.keep_result(partial(unchanged.remember, folders, options, seen, outputs, result))


@contextmanager
def _no_collections() -> Iterator[None]:
    """Let the garbage collector rest: nearly everything that a build makes is needed until its end."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@contextmanager
def _prepared(folders: Folders, options: Options) -> Iterator[Staging]:
    """Hold the site's lock, and give an empty stage for its output."""
    check_output(folders)  # before anything is made
    folders.cache.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folders.cache / LOCK, timeout=_PATIENCE)
    try:
        lock.acquire()
    except Timeout:
        raise RefusedError(
            "another build of this site is still running", "wait until it has ended, or end it"
        ) from None
    with lock:
        lock.release()  # the `with` block holds it a second time
        output = check_output(folders)  # again, for what other builds have done until now
        make_cache(folders.cache)
        with Staging(output, folders, reuse=not options.clean) as stage:
            yield stage
