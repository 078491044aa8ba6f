"""Links, plans and makes a whole site: every page that is not yet as it should be."""

from __future__ import annotations

from hashlib import blake2b
from itertools import chain
from typing import TYPE_CHECKING

from kinepedia.audit import inspector as audit
from kinepedia.build.context import Outcome
from kinepedia.build.page_maker import PageMaker
from kinepedia.cache.memory import PageMemory, anchors_of, joined_ids, plain_diagnostic
from kinepedia.features.theme import theme_problems
from kinepedia.link.encyclopedia import link
from kinepedia.link.targets import plain_target
from kinepedia.machine.workers import spread
from kinepedia.model.addresses import output_path
from kinepedia.model.schema import COLLECTIONS
from kinepedia.plan.neighbour_finder import NeighbourFinder
from kinepedia.plan.page_views import PageViews
from kinepedia.plan.pages import plan
from kinepedia.render import templates as render

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from kinepedia.audit.inspector import Inspected
    from kinepedia.build.context import Context
    from kinepedia.build.page_maker import MadePage
    from kinepedia.link.encyclopedia import Encyclopedia
    from kinepedia.plan.pages import Page, Plan
    from kinepedia.plan.site_views import SiteViews
    from kinepedia.problems.diagnostics import Diagnostic
    from kinepedia.render.templates import Fault


def compose(context: Context) -> Outcome:
    """Make every page that has changed since the last build, and say what is wrong with the site."""
    context.progress.stage("Linking")
    encyclopedia, problems = link(
        context.settings,
        context.sources,
        context.entries.everything(),
        context.places,
        drafts=context.options.drafts,
    )
    planned, found = plan(encyclopedia, context.sources.assets, context.places)
    problems += [*found, *theme_problems(context.settings, context.sources.settings, context.sources.assets)]
    problems += context.places.more()
    others = tuple(map(plain_diagnostic, problems))

    neighbour_finder = NeighbourFinder(encyclopedia, context.memory.related)
    drafts = PageViews(
        encyclopedia, neighbour_finder, lambda key: context.entries.load(encyclopedia.entries[key])
    )
    collections = _collections_of(encyclopedia)
    files = frozenset(map(output_path, planned.addresses()))
    machines = tuple(page.address for page, _ in planned.files)
    site = context.site_views(encyclopedia.navigation, collections, files, machines)
    frame = site.fingerprint()
    templates = context.renderer.fingerprints

    bases: dict[str, bytes] = {}

    def fingerprint(page: Page) -> bytes:
        if page.address not in bases:
            made_by = templates.get(page.template, b"")
            parts = frame + made_by + drafts.fingerprint(page)
            bases[page.address] = blake2b(parts, digest_size=16).digest()
        return bases[page.address]

    kept = _kept(context, planned, drafts, fingerprint, files)
    wanted = [page for page in planned.pages if page.address not in kept]
    context.progress.stage("Rendering", len(wanted))
    if wanted:
        context.renderer.prepare()
        neighbour_finder.prepare()
    maker = PageMaker(
        drafts,
        site,
        context.renderer,
        audit.Inspector(context.settings, files, encyclopedia.absent),
        fingerprint,
        context.stage,
    )
    # The pages with lists of thousands of rows take longest. Begun last, they would leave a processor idle.
    queue = sorted(wanted, key=lambda page: bool(page.key and page.key.collection == "exercises"))
    spreading = spread(maker, queue, context.jobs, context.progress.advance)
    results = {page.address: result for page, result in zip(queue, spreading, strict=True)}
    made = [(page, results[page.address]) for page in wanted]
    for page, result in made:
        context.progress.took(page.template, page.address, result.seconds)
        if page.entry and page.entry.collection == "exercises":
            neighbour_finder.note_related(page.entry, result.related)

    context.progress.stage("Auditing")
    pages = {}
    for page in planned.pages:
        if page.address in kept:
            pages[page.address] = kept[page.address]
        elif (result := results[page.address]).inspected:
            pages[page.address] = _remembered(context, result, result.inspected, drafts.whole(page))
    faults = [(page, result.fault) for page, result in made if result.fault]
    faults += _written(context, planned, site)
    problems += render.report(faults)
    problems += _audited(context, planned, made, pages, encyclopedia)
    return Outcome(
        pages=pages,
        made=frozenset(page.address for page in wanted),
        copied={address: file.digest for address, file in planned.copies.items()},
        copies={
            address: file.path
            for address, file in planned.copies.items()
            if context.memory.copied.get(address) != file.digest or address not in context.published
        },
        files=machines,
        exercises=len(encyclopedia.collection("exercises")),
        problems=tuple(problems),
        others=others,
        related=neighbour_finder.all_related(),
        navigation=tuple((text, plain_target(target)) for text, target in encyclopedia.navigation),
        collections=tuple(collections),
    )


def _collections_of(encyclopedia: Encyclopedia) -> list[str]:
    """Return the collections that have entries."""
    present = {key.collection for key in encyclopedia.entries}
    return [name for name in COLLECTIONS if name in present]


def _kept(
    context: Context,
    planned: Plan,
    drafts: PageViews,
    fingerprint: Callable[[Page], bytes],
    files: frozenset[str],
) -> Mapping[str, PageMemory]:
    """Return the pages of the last build that are as they should be."""
    if not context.memory.pages:
        return {}
    memory = context.memory
    before = map(output_path, chain(memory.pages, memory.copied, memory.files))
    gone = frozenset(audit.checksum(name) for name in before if name not in files)
    kept = {}
    for page in planned.pages:
        known = memory.pages.get(page.address)
        if (
            known
            and (output_path(page.address) in context.published or not context.stage)
            and known.made_of == context.entries.digests(drafts.whole(page))
            and known.base == fingerprint(page)
            # A link that a template makes by itself is in no view.
            and not (gone and audit.leads_to(known.files, gone))
        ):
            kept[page.address] = known
    return kept


def _written(context: Context, planned: Plan, site: SiteViews) -> Iterator[tuple[Page, Fault]]:
    """Render the files for machines, which are quickly made, and yield what is wrong with their templates."""
    for page, view in planned.files:
        content = context.renderer.render(page, view, site.at(page.address))
        if isinstance(content, render.Fault):
            yield page, content
        elif context.stage:
            context.stage.write(page.address, content)


def _remembered(
    context: Context, result: MadePage, inspected: Inspected, whole: tuple[str, ...]
) -> PageMemory:
    return PageMemory(
        result.base,
        whole,
        context.entries.digests(whole),
        joined_ids(inspected.ids),
        inspected.wanted,
        inspected.files,
        context.store.keep(result.neighbours) if result.neighbours else None,
    )


def _audited(
    context: Context,
    planned: Plan,
    made: list[tuple[Page, MadePage]],
    pages: Mapping[str, PageMemory],
    encyclopedia: Encyclopedia,
) -> list[Diagnostic]:
    inspected = [(page, result.inspected) for page, result in made if result.inspected]
    wanted = [
        (page, wanted)
        for page in planned.pages
        if page.address in pages
        for wanted in pages[page.address].wanted
    ]
    anchors = anchors_of(pages, {file for _, (file, _) in wanted})
    problems = audit.report(
        inspected, anchors, wanted, encyclopedia, context.places, context.renderer.path_of
    )
    return [*problems, *context.places.more()]
