"""Links, plans and makes a whole site: every page that is not yet as it should be."""

from __future__ import annotations

from hashlib import blake2b
from itertools import chain
from typing import TYPE_CHECKING

from kinepedia.audit import inspector as audit
from kinepedia.build.context import Site
from kinepedia.build.page_maker import Maker
from kinepedia.cache.memory import PageMemory, anchors_of, joined_ids, plain_diagnostic
from kinepedia.features.theme import theme_problems
from kinepedia.link.encyclopedia import link
from kinepedia.link.targets import plain_target
from kinepedia.machine.workers import spread
from kinepedia.model.addresses import output_path
from kinepedia.model.schema import COLLECTIONS
from kinepedia.plan.neighbour_finder import Surveyor
from kinepedia.plan.page_views import Drafts
from kinepedia.plan.pages import plan
from kinepedia.render import templates as render

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from kinepedia.audit.inspector import Looked
    from kinepedia.build.context import Job
    from kinepedia.build.page_maker import Made
    from kinepedia.link.encyclopedia import Encyclopedia
    from kinepedia.plan.pages import Page, Plan
    from kinepedia.plan.site_views import SiteViews
    from kinepedia.problems.diagnostics import Diagnostic
    from kinepedia.render.templates import Fault


def compose(job: Job) -> Site:
    """Make every page that has changed since the last build, and say what is wrong with the site."""
    job.progress.stage("Linking")
    encyclopedia, problems = link(
        job.settings, job.sources, job.shelf.everything(), job.places, drafts=job.options.drafts
    )
    planned, found = plan(encyclopedia, job.sources.assets, job.places)
    problems += [*found, *theme_problems(job.settings, job.sources.settings, job.sources.assets)]
    problems += job.places.more()
    others = tuple(map(plain_diagnostic, problems))

    surveyor = Surveyor(encyclopedia, job.memory.related)
    drafts = Drafts(encyclopedia, surveyor, lambda key: job.shelf.load(encyclopedia.entries[key]))
    collections = _collections_of(encyclopedia)
    files = frozenset(map(output_path, planned.addresses()))
    machines = tuple(page.address for page, _ in planned.files)
    site = job.site_views(encyclopedia.navigation, collections, files, machines)
    frame = site.fingerprint()
    templates = job.renderer.fingerprints

    bases: dict[str, bytes] = {}

    def fingerprint(page: Page) -> bytes:
        if page.address not in bases:
            made_by = templates.get(page.template, b"")
            parts = frame + made_by + drafts.fingerprint(page)
            bases[page.address] = blake2b(parts, digest_size=16).digest()
        return bases[page.address]

    kept = _kept(job, planned, drafts, fingerprint, files)
    wanted = [page for page in planned.pages if page.address not in kept]
    job.progress.stage("Rendering", len(wanted))
    if wanted:
        job.renderer.prepare()
        surveyor.prepare()
    maker = Maker(
        drafts,
        site,
        job.renderer,
        audit.Auditor(job.settings, files, encyclopedia.absent),
        fingerprint,
        job.stage,
    )
    # The pages with lists of thousands of rows take longest. Begun last, they would leave a processor idle.
    queue = sorted(wanted, key=lambda page: bool(page.key and page.key.collection == "exercises"))
    spreading = spread(maker, queue, job.jobs, job.progress.advance)
    results = {page.address: result for page, result in zip(queue, spreading, strict=True)}
    made = [(page, results[page.address]) for page in wanted]
    for page, result in made:
        job.progress.took(page.template, page.address, result.seconds)
        if page.entry and page.entry.collection == "exercises":
            surveyor.note_related(page.entry, result.related)

    job.progress.stage("Auditing")
    pages = {}
    for page in planned.pages:
        if page.address in kept:
            pages[page.address] = kept[page.address]
        elif (result := results[page.address]).looked:
            pages[page.address] = _remembered(job, result, result.looked, drafts.whole(page))
    faults = [(page, result.fault) for page, result in made if result.fault]
    faults += _written(job, planned, site)
    problems += render.report(faults)
    problems += _audited(job, planned, made, pages, encyclopedia)
    return Site(
        pages=pages,
        made=frozenset(page.address for page in wanted),
        copied={address: file.digest for address, file in planned.copies.items()},
        copies={
            address: file.path
            for address, file in planned.copies.items()
            if job.memory.copied.get(address) != file.digest or address not in job.published
        },
        files=machines,
        exercises=len(encyclopedia.collection("exercises")),
        problems=tuple(problems),
        others=others,
        related=surveyor.all_related(),
        navigation=tuple((text, plain_target(target)) for text, target in encyclopedia.navigation),
        collections=tuple(collections),
    )


def _collections_of(encyclopedia: Encyclopedia) -> list[str]:
    """Return the collections that have entries."""
    present = {key.collection for key in encyclopedia.entries}
    return [name for name in COLLECTIONS if name in present]


def _kept(
    job: Job,
    planned: Plan,
    drafts: Drafts,
    fingerprint: Callable[[Page], bytes],
    files: frozenset[str],
) -> Mapping[str, PageMemory]:
    """Return the pages of the last build that are as they should be."""
    if not job.memory.pages:
        return {}
    memory = job.memory
    before = map(output_path, chain(memory.pages, memory.copied, memory.files))
    gone = frozenset(audit.mark(name) for name in before if name not in files)
    kept = {}
    for page in planned.pages:
        known = memory.pages.get(page.address)
        if (
            known
            and (output_path(page.address) in job.published or not job.stage)
            and known.made_of == job.shelf.digests(drafts.whole(page))
            and known.base == fingerprint(page)
            # A link that a template makes by itself is in no view.
            and not (gone and audit.leads_to(known.files, gone))
        ):
            kept[page.address] = known
    return kept


def _written(job: Job, planned: Plan, site: SiteViews) -> Iterator[tuple[Page, Fault]]:
    """Render the files for machines, which are quickly made, and yield what is wrong with their templates."""
    for page, view in planned.files:
        content = job.renderer.render(page, view, site.at(page.address))
        if isinstance(content, render.Fault):
            yield page, content
        elif job.stage:
            job.stage.write(page.address, content)


def _remembered(job: Job, result: Made, looked: Looked, whole: tuple[str, ...]) -> PageMemory:
    return PageMemory(
        result.base,
        whole,
        job.shelf.digests(whole),
        joined_ids(looked.ids),
        looked.wanted,
        looked.files,
        job.store.keep(result.around) if result.around else None,
    )


def _audited(
    job: Job,
    planned: Plan,
    made: list[tuple[Page, Made]],
    pages: Mapping[str, PageMemory],
    encyclopedia: Encyclopedia,
) -> list[Diagnostic]:
    looked = [(page, result.looked) for page, result in made if result.looked]
    wanted = [
        (page, wanted)
        for page in planned.pages
        if page.address in pages
        for wanted in pages[page.address].wanted
    ]
    anchors = anchors_of(pages, {file for _, (file, _) in wanted})
    problems = audit.report(looked, anchors, wanted, encyclopedia, job.places, job.renderer.path_of)
    return [*problems, *job.places.more()]
