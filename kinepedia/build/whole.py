"""Makes a whole site: every page that is not yet as it should be."""

from __future__ import annotations

from hashlib import blake2b
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from kinepedia.audit import inspector, report
from kinepedia.build.context import Outcome
from kinepedia.build.page_maker import PageMaker
from kinepedia.cache.memory import PageMemory, anchors_of, joined_ids, plain_diagnostic
from kinepedia.link.targets import plain_target
from kinepedia.machine.workers import spread
from kinepedia.model import validity
from kinepedia.model.addresses import output_path
from kinepedia.model.collections import EXERCISES
from kinepedia.plan.catalogue import Catalogue
from kinepedia.plan.links import Linker
from kinepedia.plan.neighbour_finder import NeighbourFinder
from kinepedia.plan.page_views import PageViews
from kinepedia.plan.reader import Reader
from kinepedia.render import templates

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kinepedia.audit.inspector import Inspected
    from kinepedia.build.context import Context
    from kinepedia.build.page_maker import MadePage
    from kinepedia.link.encyclopedia import Encyclopedia
    from kinepedia.plan.catalogue import Asked
    from kinepedia.plan.page import Page
    from kinepedia.plan.pages import Plan
    from kinepedia.problems.diagnostics import Diagnostic
    from kinepedia.render.templates import Fault


class Rendered(NamedTuple):
    """What became of the pages that were made, by address, and which templates failed, for which page."""

    pages: Mapping[str, MadePage]
    faults: tuple[tuple[Page, Fault], ...]


class WholeSite:
    """All pages of a site that was linked and planned.

    `kept` are those of the last build that are as they should be, by address; `wanted` are all others.
    """

    def __init__(
        self, context: Context, encyclopedia: Encyclopedia, planned: Plan, problems: Sequence[Diagnostic]
    ) -> None:
        """Take what was linked and planned, and the problems that were found on the way."""
        self._context = context
        self._encyclopedia = encyclopedia
        self._planned = planned
        self._problems = problems
        self._neighbour_finder = NeighbourFinder(encyclopedia, context.memory.related)
        self._views = PageViews(
            encyclopedia,
            self._neighbour_finder,
            # Whoever shows a whole entry has to name it in `whole`, or its page
            # would not be made again with it.
            lambda key: context.entries.load(encyclopedia.entries[key]),
            context.features,
            planned.added,
        )
        self._catalogue = Catalogue(encyclopedia, self._neighbour_finder, self._views.fingerprint)
        present = {key.collection for key in encyclopedia.entries}
        self._collections = [name for name in encyclopedia.model.names(where="listed") if name in present]
        self._files = frozenset(map(output_path, planned.addresses()))
        self._site_files = {page.address: page.template for page, _ in planned.files}
        self._site = context.site_views(
            encyclopedia.navigation, self._collections, self._files, self._site_files
        )
        self._frame = self._site.fingerprint()
        self._bases: dict[str, bytes] = {}
        self.kept = self._kept()
        self.wanted = [page for page in planned.pages if page.address not in self.kept]

    def _fingerprint(self, page: Page) -> bytes:
        """Return 16 bytes that change whenever a page would be made otherwise of the same entries.

        They are of all that a page is made from but whole entries, which count by the digests of their files:
        what every page shows of the site, its template with all that this uses, and its neighbours. A page
        cannot show anything else, because its view is made from these and handed nothing else.
        """
        if page.address not in self._bases:
            # Frame and template have 16 bytes each, so that what follows cannot be
            # mistaken for a part of them.
            made_by = self._context.renderer.fingerprints[page.template]
            parts = self._frame + made_by + self._views.fingerprint(page)
            self._bases[page.address] = blake2b(parts, digest_size=16).digest()
        return self._bases[page.address]

    def _kept(self) -> Mapping[str, PageMemory]:
        """Return the pages of the last build that are as they should be."""
        context = self._context
        memory = context.memory
        if not memory.pages:
            return {}
        # All that a link may have led to. Compared by checksum: two names that
        # share one only cost a page more.
        before = map(output_path, chain(memory.pages, memory.copied, memory.files))
        gone = frozenset(inspector.checksum(name) for name in before if name not in self._files)
        kept = {}
        for page in self._planned.pages:
            known = memory.pages.get(page.address)
            if (
                known
                # Somebody may have changed or removed it in the output.
                and (output_path(page.address) in context.published or not context.staging)
                and known.base == self._fingerprint(page)
                and (not known.asked or known.answers == self._catalogue.digest(known.asked))
                and known.made_of == context.entries.digests(whole := self._whole(page, known.asked))
                # A link that a template makes by itself is in no view: it may have lost what it leads to.
                and not (gone and inspector.leads_to(known.files, gone))
            ):
                # A file may have been moved: by the old path, the short way would not find its page.
                kept[page.address] = known if known.whole == whole else known._replace(whole=whole)
        return kept

    def _whole(self, page: Page, asked: Asked) -> tuple[str, ...]:
        """Return the paths of the entries of which a page may show anything, if it asks this."""
        own = self._views.whole(page)
        return tuple(dict.fromkeys((*own, *self._catalogue.whole(asked)))) if asked else own

    def _reader(self, page: Page) -> Reader:
        """Return what the template of a page reads with."""
        linker = Linker(page.address, self._context.settings)
        return Reader(lambda: self._catalogue, linker, self._views.seen_from)

    def render(self) -> Rendered:
        """Make all pages that are wanted, in several processes, and the files for machines."""
        context = self._context
        if self.wanted:
            # What all processes need is made before they are forked, and so only once.
            context.renderer.prepare()
            self._neighbour_finder.prepare()
        # It is handed to forked processes as it stands in memory, and so need not be
        # picklable; its results must be.
        maker = PageMaker(
            self._views,
            self._site,
            self._reader,
            context.renderer,
            inspector.Inspector(context.settings, self._files, self._encyclopedia.absent),
            self._fingerprint,
            context.staging,
        )
        # Pages with lists of thousands of rows take longest. Begun last, they would leave a processor idle.
        queue = sorted(self.wanted, key=lambda page: bool(page.key and page.key.collection == EXERCISES))
        # In the order of the queue, whichever process is done first: the output
        # does not depend on their number.
        spreading = spread(maker, queue, context.jobs, context.progress.advance)
        made = {page.address: result for page, result in zip(queue, spreading, strict=True)}
        for page in self.wanted:
            result = made[page.address]
            context.progress.took(page.template, page.address, result.seconds)
            for name, seconds in result.features:
                context.progress.took("feature", name, seconds)
            if page.entry and page.entry.collection == EXERCISES:
                # Else `all_related` would look for them a second time, in this process, one after the other.
                self._neighbour_finder.note_related(page.entry, result.related)
        faults = [(page, fault) for page in self.wanted if (fault := made[page.address].fault)]
        return Rendered(made, (*faults, *self._make_site_files()))

    def audit(self, rendered: Rendered) -> Outcome:
        """Follow the links between all pages, and return the finished site."""
        context, planned, made = self._context, self._planned, rendered.pages
        pages = {}
        for page in planned.pages:
            if page.address in self.kept:
                pages[page.address] = self.kept[page.address]
            # A page whose template failed is left out, so that nobody is blamed for links to its anchors.
            elif inspected := made[page.address].inspected:
                pages[page.address] = self._remembered(page, made[page.address], inspected)
        problems = [*self._problems, *templates.report(rendered.faults), *self._audited(made, pages)]
        encyclopedia = self._encyclopedia
        return Outcome(
            pages=pages,
            made=frozenset(page.address for page in self.wanted),
            copied={address: file.digest for address, file in planned.copies.items()},
            copies={
                address: file.path
                for address, file in planned.copies.items()
                # A digest of what was read may be older than the file that is copied:
                # `is_still` looks again at the end.
                if context.memory.copied.get(address) != file.digest or address not in context.published
            },
            files=self._site_files,
            exercises=len(encyclopedia.collection(EXERCISES)),
            problems=tuple(problems),
            # Without those that were found on pages: each of them is an error, so that no
            # memory is ever kept with one.
            others=tuple(map(plain_diagnostic, self._problems)),
            related=self._neighbour_finder.all_related(),
            navigation=tuple((text, plain_target(target)) for text, target in encyclopedia.navigation),
            collections=tuple(self._collections),
        )

    def _remembered(self, page: Page, made: MadePage, inspected: Inspected) -> PageMemory:
        context = self._context
        whole = self._whole(page, made.asked)
        return PageMemory(
            made.base,
            whole,
            context.entries.digests(whole),
            joined_ids(inspected.ids),
            inspected.wanted,
            inspected.files,
            context.store.keep(made.neighbours) if made.neighbours else None,
            (page.template, page.kind, (page.key.collection, page.key.slug) if page.key else None),
            made.asked,
            self._catalogue.digest(made.asked) if made.asked else b"",
        )

    def _make_site_files(self) -> Iterator[tuple[Page, Fault]]:
        """Render the files for machines, which are quickly made, and yield the faults of their templates."""
        for page, file in self._planned.files:
            if file.view is None:
                content: bytes | templates.Fault
                content = file.content.encode() if isinstance(file.content, str) else file.content
                if self._context.staging:
                    self._context.staging.write(page.address, content)
                continue
            # Made again whenever anything but a body has changed, they must read no bodies.
            reader = Reader(lambda: self._catalogue, Linker(page.address, self._context.settings))
            content = self._context.renderer.render(page, file.view, self._site.at(page.address), reader)
            if isinstance(content, bytes) and (found := validity.problem(page.template, content)):
                content = templates.invalid(page, self._context.renderer.path_of(page.template), *found)
            if isinstance(content, templates.Fault):
                yield page, content
            elif self._context.staging:
                self._context.staging.write(page.address, content)

    def _audited(self, made: Mapping[str, MadePage], pages: Mapping[str, PageMemory]) -> list[Diagnostic]:
        places = self._context.places
        # Pages that were kept had no fault when they were looked at. Only what they
        # link to can have changed since.
        seen = [(page, found) for page in self.wanted if (found := made[page.address].inspected)]
        wanted = [
            (page, wanted)
            for page in self._planned.pages
            if page.address in pages
            for wanted in pages[page.address].wanted
        ]
        anchors = anchors_of(pages, {file for _, (file, _) in wanted})
        problems = report.report(
            seen, anchors, wanted, self._encyclopedia, places, self._context.renderer.path_of
        )
        # Some of these may have been said before; `in_order` tells each diagnostic once.
        return [*problems, *places.more()]
