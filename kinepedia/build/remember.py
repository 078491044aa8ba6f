"""What a build takes over from the last one, and what it leaves to the next."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from kinepedia.build import unchanged
from kinepedia.cache.memory import Memory
from kinepedia.machine.fingerprint import digest_of_plain, fingerprint_of
from kinepedia.model.schema import from_plain, to_plain
from kinepedia.model.settings import parse as parse_settings
from kinepedia.plan.pages import templates_of
from kinepedia.problems import rules
from kinepedia.read.tree import are_all_seen, are_all_settled, is_still
from kinepedia.render.templates import Renderer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kinepedia.build.context import Context, Outcome
    from kinepedia.build.options import Options, Result
    from kinepedia.build.start import Start
    from kinepedia.machine.folders import Folders
    from kinepedia.model.settings import Settings
    from kinepedia.plan.feature import Feature
    from kinepedia.problems.diagnostics import Diagnostic
    from kinepedia.read.tree import Tree


def known_settings(text: str, options: Options, memory: Memory) -> tuple[Settings | None, list[Diagnostic]]:
    """Return the settings, without checking them again if they are those of the last build."""
    known, plain = memory.settings
    # Only settings without a problem are remembered: those with one would have to report it again.
    if known and known == fingerprint_of((text, options.overrides())):
        return from_plain(plain), []
    return parse_settings(text, options.overrides())


def known_renderer(folders: Folders, start: Start, features: Sequence[Feature]) -> Renderer:
    """Return what renders pages; it need not look at templates whose stamps are known."""
    known, fingerprints = start.memory.templates
    # An empty fingerprint is one of templates that could change without a trace: it
    # equals itself, and must not count.
    is_known = known and known == _templates(start.tree)
    return Renderer(
        folders,
        templates_of(features),
        fingerprints if is_known else None,
        # A build that publishes nothing holds no lock, and so writes nothing into the cache,
        # not even compiled templates.
        keep=start.staging is not None,
    )


def _templates(tree: Tree) -> bytes:
    """Return the fingerprint of all templates' stamps; an empty one if a change might not show in it."""
    items = (*tree.templates, *tree.theme)
    if not are_all_settled([stamp for *_, stamp in items], tree.taken) or not are_all_seen(tree.templates):
        return b""
    return digest_of_plain(items)


def remember(folders: Folders, start: Start, context: Context, outcome: Outcome, result: Result) -> None:
    """Keep for the next build what this one has found out, and what it has published if it has.

    A build that publishes nothing keeps nothing. A cache that cannot be written costs the next build its
    time, and nothing else.
    """
    if start.staging:
        with suppress(OSError):
            _remember(folders, start, context, outcome, result)


def _remember(folders: Folders, start: Start, context: Context, outcome: Outcome, result: Result) -> None:
    entries, measured = context.entries.memory, context.sources.measured
    saved, store, memory = start.saved, start.store, start.memory
    if not result.ok:
        # The pages are still those of the last build that was published, made of other entries: without a
        # digest, the next build compares each page with what it would be made of now.
        saved.keep(store, replace(memory, entries=entries, measured=measured, digest=b""))
        return
    # Entries and settings need not be looked at: of these, the digests are of the very bytes that were read.
    if not is_still(start.tree, folders, context.sources.attachments):
        # What was published may be of before or after the change, and nobody can tell.
        saved.keep(store, Memory(entries=entries))
        return
    assert start.staging  # noqa: S101 - `remember` has looked
    outputs = start.staging.stamps(memory.outputs)
    options = context.options
    saved.keep(
        store,
        Memory(
            entries=entries,
            measured=measured,
            pages=outcome.pages,
            outputs=outputs,
            copied=outcome.copied,
            files=outcome.files,
            output=str(folders.output.resolve()),
            digest=context.digest(),
            others=outcome.others,
            related=outcome.related,
            templates=(_templates(start.tree), dict(context.renderer.fingerprints)),
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
    if not any(diagnostic.code == rules.LEFT_BEHIND.code for diagnostic in result.diagnostics):
        # After the state: a build that dies between the two leaves the result of an older
        # output, whose stamps are others.
        saved.keep_result(partial(unchanged.remember, folders, options, start.tree, outputs, result))
