"""What a build leaves to the next one."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from kinepedia.build import unchanged
from kinepedia.build.known import templates_digest
from kinepedia.cache.memory import Memory
from kinepedia.machine.fingerprint import fingerprint_of
from kinepedia.model.schema import to_plain
from kinepedia.problems import rules
from kinepedia.read.tree import is_still

if TYPE_CHECKING:
    from kinepedia.build.context import Context, Outcome
    from kinepedia.build.options import Result
    from kinepedia.build.start import Start


def remember(start: Start, context: Context, outcome: Outcome, result: Result) -> None:
    """Keep for the next build what this one has found out, and what it has published if it has.

    A build that publishes nothing keeps nothing. A cache that cannot be written costs the next build its
    time, and nothing else.
    """
    if start.staging:
        with suppress(OSError):
            _remember(start, context, outcome, result)


def _remember(start: Start, context: Context, outcome: Outcome, result: Result) -> None:
    folders = start.folders
    entries, measured = context.entries.memory, context.sources.measured
    model = context.model.digest
    saved, store, memory = start.saved, start.store, start.memory
    if not result.ok:
        # The pages are still those of the last build that was published, made of other entries: without a
        # digest, the next build compares each page with what it would be made of now.
        saved.keep(store, replace(memory, entries=entries, model=model, measured=measured, digest=b""))
        return
    # Entries and settings need not be looked at: of these, the digests are of the very bytes that were read.
    if not is_still(start.tree, folders, context.sources.attachments):
        # What was published may be of before or after the change, and nobody can tell.
        saved.keep(store, Memory(entries=entries, model=model))
        return
    assert start.staging  # noqa: S101 - `remember` has looked
    outputs = start.staging.stamps(memory.outputs)
    options = context.options
    saved.keep(
        store,
        Memory(
            entries=entries,
            model=model,
            measured=measured,
            pages=outcome.pages,
            outputs=outputs,
            copied=outcome.copied,
            files=outcome.files,
            output=str(folders.output.resolve()),
            digest=context.digest(),
            others=outcome.others,
            related=outcome.related,
            templates=(templates_digest(start.tree), dict(context.renderer.fingerprints)),
            navigation=outcome.navigation,
            collections=outcome.collections,
            exercises=outcome.exercises,
            settings=(
                fingerprint_of((context.sources.settings, options.overrides())),
                to_plain(context.settings),
            ),
        ),
    )
    # What is left behind has to be said again: the next build must not find that there is nothing to do.
    is_left = any(diagnostic.code == rules.LEFT_BEHIND.code for diagnostic in result.diagnostics)
    # Nobody looks at installed packages before there is a build, which compares their code.
    if not is_left and not context.loaded.is_installed:
        # After the state: a build that dies between the two leaves the result of an older
        # output, whose stamps are others.
        saved.keep_result(partial(unchanged.remember, folders, options, start.tree, outputs, result))
