"""The way from a folder of Markdown to a site, on one screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinepedia.build.context import Context
from kinepedia.build.options import Result
from kinepedia.build.publishing import publish
from kinepedia.build.remember import known_renderer, known_settings, remember
from kinepedia.build.start import begin, no_collections
from kinepedia.build.touch import touch
from kinepedia.cache.store import SavedMemory
from kinepedia.features import FEATURES
from kinepedia.machine.workers import processors
from kinepedia.model.addresses import output_path
from kinepedia.parse.entries import parse
from kinepedia.parse.places import Places
from kinepedia.problems.diagnostics import in_order
from kinepedia.read.files import read

if TYPE_CHECKING:
    from kinepedia.build.options import Options
    from kinepedia.machine.folders import Folders
    from kinepedia.machine.progress import Progress
    from kinepedia.read.tree import Tree

NO_BASE_URL = (
    "site.toml has no base_url, so there are no canonical links, no sitemap and no feed: "
    "they have to name the address at which the site will stand."
)
"""What is said of a site that does not know its own address."""


def run(
    folders: Folders, options: Options, progress: Progress, tree: Tree, saved: SavedMemory | None = None
) -> Result:
    """Build the site in `folders` and publish it, if it has no errors; see `build_site`.

    `tree` is what lies in the folders, which is looked at anew if this build had to wait for another one.
    `saved` has what the last build left; without one, it is in the cache folder.

    Each stage takes what the one before it returned, and besides it what `start` has from the last build:
    with an empty memory, everything is done, and the result is the same.
    """
    # Everything from here on is under the site's lock if the site is to be published, so that no other build
    # changes the output or the cache between two of the stages.
    with no_collections(), begin(folders, options, tree, saved or SavedMemory()) as start:
        progress.stage("Reading")
        sources = read(folders, start.tree, start.memory.measured)
        settings, found = known_settings(sources.settings, options, start.memory)
        problems = [*sources.problems, *found]

        progress.stage("Parsing", len(sources.entries))
        jobs = options.jobs or processors()
        entries = parse(folders, sources, start.tree.taken, start.memory.entries, start.store, jobs, progress)
        # Those of known entries are told again with those of new ones: a warning does not
        # vanish from the second build.
        problems += entries.problems()
        if settings is None:
            return Result(in_order(problems), 0, 0, ok=False)

        places = Places(folders)
        context = Context(
            options=options,
            jobs=jobs,
            settings=settings,
            sources=sources,
            entries=entries,
            features=FEATURES,
            memory=start.memory,
            published=start.published,
            store=start.store,
            renderer=known_renderer(folders, start, FEATURES),
            places=places,
            staging=start.staging,
            progress=progress,
        )
        # The short way: None if there is more to do than to render a few pages again. It stages nothing
        # before it is certain, so that what follows finds the folder empty.
        outcome = touch(context)
        if outcome is None:
            from kinepedia.build.whole import WholeSite  # a changed text does not need all this
            from kinepedia.link.encyclopedia import link
            from kinepedia.plan.pages import plan

            progress.stage("Linking")
            encyclopedia, unlinked = link(
                settings, sources, entries.everything(), places, drafts=options.drafts
            )

            progress.stage("Planning")
            planned, unplanned = plan(encyclopedia, sources, places, FEATURES)
            site = WholeSite(context, encyclopedia, planned, [*unlinked, *unplanned, *places.more()])

            progress.stage("Rendering", len(site.wanted))
            made = site.render()

            progress.stage("Auditing")
            outcome = site.audit(made)
        # Whichever way was gone, the outcome names every page and file of the whole site:
        # what is not in it is removed.
        problems += outcome.problems

        progress.stage("Publishing")
        found, is_ok = publish(context, outcome, problems)
        problems += found
        pages = sum(output_path(address).endswith(".html") for address in outcome.pages)
        notices = () if settings.base_url else (NO_BASE_URL,)
        result = Result(in_order(problems), pages, outcome.exercises, is_ok, notices)
        # Last of all, and still under the lock: it keeps the stamps of what was just published.
        remember(folders, start, context, outcome, result)
        return result
