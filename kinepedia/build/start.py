"""The beginning of a build: the site's lock, what the last build left, an empty staging folder."""

from __future__ import annotations

import gc
import time
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from kinepedia.build.context import Context
from kinepedia.build.known import renderer_for
from kinepedia.cache.folder import LOCK, make_cache
from kinepedia.cache.memory import Memory
from kinepedia.cache.program import key_of
from kinepedia.machine.exceptions import RefusedError
from kinepedia.machine.workers import processors
from kinepedia.parse.places import Places
from kinepedia.plan.pages import templates_of
from kinepedia.publish.output import check
from kinepedia.publish.staging import Staging
from kinepedia.read.tree import tree_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kinepedia.build.options import Options
    from kinepedia.cache.store import SavedMemory, Store
    from kinepedia.features.setup import Setup
    from kinepedia.machine.folders import Folders
    from kinepedia.machine.progress import Progress
    from kinepedia.model.settings import Settings
    from kinepedia.parse.entries import Entries
    from kinepedia.problems.diagnostics import Diagnostic
    from kinepedia.read.files import Sources
    from kinepedia.read.tree import Tree

_PATIENCE = 60  # seconds to wait for another build of the same site
_OLD = 2_000_000_000  # nanoseconds after which what lies in the folders is looked at anew


@dataclass(frozen=True, slots=True)
class Start:
    """What a build begins with: what it was asked for, and what the last one left.

    `memory` is of the last build, empty for a clean one; `published` are the files of its output that still
    are what it made. `saved` takes what the next build may use. Without a `staging`, nothing is written.
    """

    folders: Folders
    options: Options
    progress: Progress
    jobs: int
    tree: Tree
    saved: SavedMemory
    store: Store
    memory: Memory
    published: frozenset[str]
    staging: Staging | None


@contextmanager
def begin(
    folders: Folders, options: Options, progress: Progress, tree: Tree, saved: SavedMemory
) -> Iterator[Start]:
    """Hold the site's lock while it is built, if it is to be published, and give what the build begins with.

    Raises `RefusedError` if the output or the cache is refused, or another build does not end.
    """
    # A build that publishes nothing takes no lock: the state is replaced in one step, and what another build
    # writes into the contents meanwhile is found out by its checksums.
    with _staging(folders, options) if options.publish else nullcontext() as staging:
        if time.time_ns() > tree.taken + _OLD:
            tree = tree_of(folders)  # another build was waited for, and its author may have gone on
        # Another program may make other pages of the same content, and paths count from the site.
        key = key_of(folders)
        # Under the lock: what was remembered before it was held may be of an output that is gone by now.
        store, known = saved.open(folders.cache, key)
        # The store is opened even for a clean build: what this one keeps is added
        # to it, and read back from it.
        memory = Memory() if options.clean else known
        published = staging.still_there(memory.output, memory.outputs) if staging else frozenset()
        jobs = options.jobs or processors()
        yield Start(folders, options, progress, jobs, tree, saved, store, memory, published, staging)


@contextmanager
def _staging(folders: Folders, options: Options) -> Iterator[Staging]:
    """Hold the site's lock, and give an empty staging folder for its output."""
    check(folders)  # before anything is made
    # The lock comes before the label that makes the folder ours; `check_cache` knows
    # a folder with the lock alone.
    folders.cache.mkdir(parents=True, exist_ok=True)
    # The system releases it when a process dies, however that happens: no lock is ever left behind.
    lock = FileLock(folders.cache / LOCK, timeout=_PATIENCE)
    try:
        lock.acquire()
    except Timeout:
        raise RefusedError(
            "another build of this site is still running", "wait until it has ended, or end it"
        ) from None
    with lock:
        lock.release()  # the `with` block holds it a second time
        output = check(folders)  # again, for what other builds have done until now
        make_cache(folders.cache)
        # Only now: its constructor clears away what an earlier build left, which
        # could be one that still runs.
        with Staging(output, folders, reuse=not options.clean) as staging:
            yield staging


def context_of(
    start: Start,
    setup: Setup,
    settings: Settings,
    sources: Sources,
    entries: Entries,
    problems: Sequence[Diagnostic],
) -> Context:
    """Return everything that pages are made of and with; `problems` are those of what was read and parsed."""
    return Context(
        options=start.options,
        jobs=start.jobs,
        settings=settings,
        model=setup.model,
        loaded=setup.loaded,
        sources=sources,
        entries=entries,
        memory=start.memory,
        published=start.published,
        store=start.store,
        # A build that publishes nothing holds no lock, and so writes nothing into the cache, not even
        # compiled templates.
        renderer=renderer_for(
            start.folders,
            start.tree,
            start.memory,
            templates_of(setup.model, sources),
            setup.features,
            safe=start.options.safe,
            lenient=bool(setup.loaded.left_out),
            keep=bool(start.staging),
        ),
        places=Places(start.folders, setup.model),
        staging=start.staging,
        progress=start.progress,
        problems=tuple(problems),
    )


@contextmanager
def no_collections() -> Iterator[None]:
    """Let the garbage collector rest: nearly everything that a build makes is needed until its end."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
