"""`kinepedia graph`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kinepedia.commands.options import site_options
from kinepedia.commands.overview import one_entry, overview_or_stop, say
from kinepedia.model.collections import CATEGORIES, EXERCISES

if TYPE_CHECKING:
    from kinepedia.machine.folders import Folders


@click.command("graph")
@site_options
@click.option("--format", "form", type=click.Choice(["dot", "json"]), default="dot", help="How to write it.")
@click.option("--category", help="Only exercises that are filed here.")
@click.option("--around", metavar="EXERCISE", help="Only this exercise and its neighbours.")
@click.option("--drafts", is_flag=True, help="With drafts.")
def command(
    folders: Folders,
    form: str,
    category: str | None,
    around: str | None,
    drafts: bool,  # noqa: FBT001 - a flag
) -> None:
    """Write how exercises lead to one another, as a graph.

    An arrow leads from a prerequisite to what it prepares, a dashed one from an exercise to its harder
    version; a dotted line joins alternatives. Exercises stand in a box with their first category.

    \b
    With Graphviz, this draws it:
      kinepedia graph | dot -Tsvg > exercises.svg

    Exit status: 0 written; 1 the machine failed; 2 wrong usage.
    """  # noqa: D301 - \b is for click
    from kinepedia.author.graph import as_dot, as_json, graph

    overview = overview_or_stop(folders, drafts=drafts)
    drawn = graph(
        overview.encyclopedia,
        category=one_entry(overview, category, CATEGORIES) if category else None,
        around=one_entry(overview, around, EXERCISES) if around else None,
    )
    say(as_json(drawn) if form == "json" else as_dot(drawn, overview.settings.title))
