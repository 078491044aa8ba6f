"""`kinepedia list`."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from kinepedia.commands.options import site_options
from kinepedia.commands.overview import overview_or_stop, say

if TYPE_CHECKING:
    from kinepedia.author.inventory import Item
    from kinepedia.machine.folders import Folders

_TODO = ("drafts", "scheduled", "orphans", "lacking")


@click.command("list")
@site_options
@click.argument("what", default="exercises")
@click.option("--in", "collection", metavar="COLLECTION", help="Only entries of this collection.")
@click.option(
    "--lacking", metavar="FIELD", multiple=True, help='Only what lacks this; also "pictures" or "steps".'
)
@click.option("--json", "as_json", is_flag=True, help="Print everything that is known, as JSON.")
@click.option("--csv", "as_csv", is_flag=True, help="Print a table for a spreadsheet, as CSV in UTF-8.")
@click.option(
    "--today", type=click.DateTime(["%Y-%m-%d"]), help="The day that divides scheduled from published."
)
def command(
    folders: Folders,
    what: str,
    collection: str | None,
    lacking: tuple[str, ...],
    as_json: bool,  # noqa: FBT001 - a flag
    as_csv: bool,  # noqa: FBT001 - a flag
    today: Any,
) -> None:
    """List entries, and what is still to be done about them.

    WHAT is a collection (exercises if nothing is given), "everything", or one of:

    \b
      drafts     is not published: draft: true
      scheduled  names a day to come as published; a build does not wait for it
      orphans    is published, but no author's link leads there: no text, no field of
                 another entry, no routine, no sequence, no navigation. Lists and
                 suggestions that Kinepedia makes by itself do not count, so an
                 exercise in a category may still be one.
      lacking    lacks what an entry of its kind should have: a summary; a source, if
                 it is an exercise, a muscle, a type or an article; cautions, if it is
                 an exercise or a routine; a picture, if it is an exercise

    What says "none" lacks nothing. Files with mistakes are left out, and counted on standard error.

    Exit status: 0, however much there is; 1 the machine failed; 2 wrong usage.
    """  # noqa: D301 - \b is for click
    from kinepedia.author.inventory import inventory, lackable

    if as_json and as_csv:
        raise click.UsageError("Choose --json or --csv.")
    overview = overview_or_stop(folders, drafts=True)
    collections = overview.model.collections
    _refuse_unknown(what, ["everything", *collections, *_TODO], "WHAT")
    if collection:
        _refuse_unknown(collection, [*collections], "--in")
    for name in lacking:
        _refuse_unknown(name, lackable(overview.model), "--lacking")
    items = [
        item
        for item in inventory(overview, today.date() if today else date.today())
        if _is_wanted(item, what)
        and collection in (None, item.key.collection)
        and all(name in item.lacks for name in lacking)
    ]
    if as_json:
        from kinepedia.author.inventory import json_text

        click.echo(json_text(items, overview.left_out))
    elif as_csv:
        from kinepedia.author.inventory import csv_bytes

        click.echo(csv_bytes(items), nl=False)
    else:
        _print_table(items, what)


def _refuse_unknown(name: str, known: list[str], where: str) -> None:
    from kinepedia.problems.suggest import did_you_mean

    if name not in known:
        hint = did_you_mean(name, known)
        raise click.UsageError(
            f'{where} cannot be "{name}".'
            + (f" {hint[0].upper()}{hint[1:]}" if hint else "")
            + f"\nIt must be one of: {', '.join(known)}"
        )


def _is_wanted(item: Item, what: str) -> bool:
    if what == "drafts":
        return item.state == "draft"
    if what == "scheduled":
        return item.state == "scheduled"
    if what == "orphans":
        return item.is_orphan
    if what == "lacking":
        return bool(item.lacks_expected)
    return what in ("everything", item.key.collection)


def _print_table(items: list[Item], what: str) -> None:
    """Print a table that fits the terminal; for other programs, a line for each with tabs between columns."""
    from kinepedia.author.inventory import rows

    if not sys.stdout or not sys.stdout.isatty():
        for row in rows(items):
            say("\t".join(row))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False)
    for name in ("Entry", "Title", "State", "Day", "Lacks"):
        table.add_column(name, overflow="fold", no_wrap=name in ("State", "Day"))
    for row in rows(items):
        table.add_row(*map(Text, row))
    console = Console()
    if items:
        console.print(table)
    console.print(Text(f"{what}: {len(items):,}"))
