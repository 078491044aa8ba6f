"""Makes the pages of a few entries again when nothing but their own texts has changed.

That is what an author does most. Nothing has to be linked then: what the pages show of other entries is
remembered. Whenever anything is unusual, the whole site is linked and planned (`whole.py`): this way
declines what it is not certain of. `tests/site/test_incremental.py` holds the two to the same bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinepedia.audit.inspector import Inspector, has_anchor
from kinepedia.build.context import Outcome
from kinepedia.cache.memory import anchors_of, diagnostic_of, joined_ids
from kinepedia.link.targets import target_of
from kinepedia.model.addresses import Key, output_path
from kinepedia.parse.entries import facts_of
from kinepedia.plan.links import Linker
from kinepedia.plan.neighbours import Neighbours
from kinepedia.plan.page import Page
from kinepedia.plan.page_views import entry_view
from kinepedia.plan.reader import Reader
from kinepedia.plan.view_maker import ViewMaker
from kinepedia.problems.blame import FeatureError
from kinepedia.problems.calling import PassedOnError
from kinepedia.publish import manifest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kinepedia.build.context import Context
    from kinepedia.cache.memory import PageMemory
    from kinepedia.parse.parser import Entry
    from kinepedia.plan.site_views import SiteViews
    from kinepedia.plan.views import PageView

_MOST = 40  # more pages than these are made faster by several processes


def touch(context: Context) -> Outcome | None:
    """Make the pages of those entries that have changed; return None if there is more to do than that."""
    if not _is_possible(context):
        return None
    # Equal facts change nothing on other pages, which are made of facts alone: the pages to be made are those
    # that show more of a changed entry than its facts, and `whole` names all of them.
    changed = frozenset(context.entries.changed)
    memory = context.memory
    touched = {address: page for address, page in memory.pages.items() if not changed.isdisjoint(page.whole)}
    if len(touched) > _MOST:
        return None
    context.progress.stage("Rendering", len(touched))
    # They have been resolved by the last build, and lead where they led: no entry has come, gone or moved.
    navigation = [(text, target_of(target)) for text, target in memory.navigation]
    site = context.site_views(navigation, memory.collections, memory.outputs, memory.files)
    # Without absent entries: no faulty one was published, and `_is_possible` has
    # seen that none has become so.
    inspector = Inspector(context.settings, memory.outputs.keys() - {manifest.FILE})
    pages = dict(memory.pages)
    made: dict[str, bytes] = {}
    for address, page in touched.items():
        shown = _page(address, page)
        html = _html(context, shown, page, site)
        if html is None:
            return None
        inspected = inspector.inspect(shown, html)
        if inspected.twice or inspected.bare or inspected.lost or inspected.invalid:
            return None
        # What the page is made of besides whole entries is as it was, and so are its base and its neighbours.
        pages[address] = page._replace(
            made_of=context.entries.digests(page.whole),
            ids=joined_ids(inspected.ids),
            wanted=inspected.wanted,
            files=inspected.files,
        )
        made[address] = html
        context.progress.advance()
    if _has_broken_anchor(pages, made):
        return None
    if context.staging:
        # Nothing is staged before all is certain: the whole way must not find half of this in the folder.
        for address, html in made.items():
            context.staging.write(address, html)
        # Pages and copies are told by `publishing`; these it does not know of,
        # because `whole` writes them itself.
        for address in memory.files:
            context.staging.expect(address, is_new=False)
    return Outcome(
        pages=pages,
        made=frozenset(made),
        copied=memory.copied,
        copies={},
        files=memory.files,
        exercises=memory.exercises,
        problems=tuple(map(diagnostic_of, memory.others)),
        others=memory.others,
        related=memory.related,
        navigation=memory.navigation,
        collections=memory.collections,
    )


def _is_possible(context: Context) -> bool:
    """Tell whether only texts of entries have changed since a build whose output is as it was."""
    memory = context.memory
    # A build that failed, or that could not tell what it had published, leaves no
    # digest: then this is never equal.
    if not memory.pages or memory.digest != context.digest():
        return False
    for path, before in context.entries.changed.items():
        if before is None:
            return False
        old, new = facts_of(before), context.entries.facts(path)
        if new.faulty or old._replace(digest=b"") != new._replace(digest=b""):
            return False
    if any(plain[0] in context.entries.changed for plain in memory.others):
        return False  # its place may have moved
    # All of it, not only the pages to be made: what else is missing or changed,
    # this way would not make again.
    return not context.staging or context.published >= memory.outputs.keys()


def _page(address: str, known: PageMemory) -> Page:
    template, kind, key = known.shown
    return Page(address, template, kind, Key(*key) if key else None)


def _html(context: Context, page: Page, known: PageMemory, site: SiteViews) -> bytes | None:
    """Return the content of a page of an entry; None if that cannot be made from what is remembered."""
    # No other entry can be loaded: a view that tried to show one fails, instead of
    # showing what nobody would renew.
    paths = {context.entries.facts(path).key: path for path in known.whole}

    def load(key: Key) -> Entry:
        return context.entries.load(context.entries.facts(paths[key]))

    if page.key is None:
        return None
    # What is asked of it cannot be answered here, and fails: then the whole way is gone.
    reader = Reader(None, Linker(page.address, context.settings))
    view: PageView
    if page.kind == "companion":
        companions = (feature.companion for feature in context.features)
        view = next(each for each in companions if each and each.name == page.template).view(load(page.key))
    else:
        packed = context.store.get(known.neighbours) if known.neighbours else None
        if packed is None:
            return None
        maker = ViewMaker(Neighbours.unpack(packed), context.settings, context.model, page.address)
        try:
            view = entry_view(maker, page, page.key, load, context.features, reader)
        except (FeatureError, PassedOnError):
            return None
    html = context.renderer.render(page, view, site.at(page.address), reader)
    return html if isinstance(html, bytes) and not reader.was_in_vain else None


def _has_broken_anchor(pages: Mapping[str, PageMemory], made: Mapping[str, bytes]) -> bool:
    """Tell whether a link to or from one of the pages made now leads to an anchor that is not there."""
    # All other links lead from and to what is as it was, and were followed by the build that made it.
    new = {output_path(address) for address in made}
    wanted = {
        (file, anchor)
        for address, page in pages.items()
        for file, anchor in page.wanted
        if file in new or address in made
    }
    anchors = anchors_of(pages, {file for file, _ in wanted})
    return not all(has_anchor(anchors, file, anchor) for file, anchor in wanted)
