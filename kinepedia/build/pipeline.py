"""The way from a folder of Markdown to a site, on one screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinepedia.build.options import Result
from kinepedia.build.publishing import publish
from kinepedia.build.start import begin, context_of, no_collections
from kinepedia.build.touch import touch
from kinepedia.cache.store import SavedMemory
from kinepedia.features.setup import setup_of
from kinepedia.parse.entries import parse
from kinepedia.problems.diagnostics import in_order
from kinepedia.read.files import read

if TYPE_CHECKING:
    from kinepedia.build.options import Options
    from kinepedia.machine.folders import Folders
    from kinepedia.machine.progress import Progress
    from kinepedia.read.tree import Tree


def run(
    folders: Folders, options: Options, progress: Progress, tree: Tree, saved: SavedMemory | None = None
) -> Result:
    """Build the site in `folders` and publish it, if it has no errors; see `build_site`.

    `tree` is what lies in the folders, which is looked at anew if this build had to wait for another one.
    `saved` has what the last build left; without one, it is in the cache folder.

    The seven stages in their order. Each takes what the one before it returned, and some of them what `start`
    has from the last build, so that they need not do it again: with an empty memory, everything is done, and
    the site is the same.
    """
    # Everything from here on is under the site's lock if the site is to be published, so that no other build
    # changes the output or the cache between two of the stages.
    with no_collections(), begin(folders, options, progress, tree, saved or SavedMemory()) as start:
        progress.stage("Reading")
        setup = setup_of(folders, options.overrides(), start.memory.settings, safe=options.safe)
        model = setup.model
        sources = read(folders, start.tree, start.memory.measured, setup.text, model, setup.themes)

        progress.stage("Parsing", len(sources.entries))
        known = start.memory.entries if start.memory.model == model.digest else {}
        entries = parse(folders, model, sources, start.tree.taken, known, start.store, start.jobs, progress)
        # The problems of known entries are among them: a warning does not vanish from the second build.
        problems = [*setup.problems, *sources.problems, *entries.problems()]
        if setup.settings is None:
            return Result(in_order(setup.without_guesses(problems)), 0, 0, ok=False)
        context = context_of(start, setup, setup.settings, sources, entries, problems)

        # The short way, if only some texts have changed. It stages nothing before it is certain, so that the
        # other way finds the staging folder empty.
        if outcome := touch(context):
            progress.stage("Publishing")
            return publish(start, context, outcome)

        from kinepedia.build.whole import WholeSite  # a changed text does not need all this
        from kinepedia.link.encyclopedia import link
        from kinepedia.plan.pages import plan

        places = context.places
        progress.stage("Linking")
        encyclopedia, found = link(
            setup.settings, model, sources, entries.everything(), places, drafts=options.drafts
        )

        progress.stage("Planning")
        planned, more = plan(encyclopedia, sources, places, context.features)
        site = WholeSite(context, encyclopedia, planned, [*found, *more, *places.more()])

        progress.stage("Rendering", len(site.wanted))
        rendered = site.render()

        progress.stage("Auditing")
        outcome = site.audit(rendered)

        progress.stage("Publishing")
        return publish(start, context, outcome)
