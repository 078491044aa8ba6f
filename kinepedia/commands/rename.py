"""`kinepedia rename`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kinepedia.commands.options import checked_title, site_options
from kinepedia.commands.overview import one_entry, overview_or_stop, say
from kinepedia.problems.report.terminal import counted

if TYPE_CHECKING:
    from kinepedia.author.overview import Overview
    from kinepedia.author.rename import Renaming
    from kinepedia.machine.folders import Folders
    from kinepedia.parse.facts import Facts

_MOST_LINES = 5  # that are named, of those whose text still says the old title


@click.command("rename")
@site_options
@click.argument("old")
@click.argument("new")
@click.option("--title", help="A new title, where NEW is a slug.")
@click.option("--dry-run", is_flag=True, help="Show what would change, and write nothing.")
def command(folders: Folders, old: str, new: str, title: str | None, dry_run: bool) -> None:  # noqa: FBT001
    """Give an entry another name, and mend every reference to it.

    OLD is its file, slug, title or alias. NEW is a slug, such as pigeon-pose: then the title stays, unless
    --title gives another one. Or NEW is a title, such as "Pigeon Pose": then the slug is made from it.

    The file, or the folder of an entry with pictures, gets the name of the new slug; an entry that gives
    its slug itself keeps its file. The old address goes on leading to the entry, and the old title becomes
    an alias, so that nobody who knows it is lost; a draft has no old address. In all files, references by
    the old slug or title get the new one, and not a byte changes besides.

    Everything is checked before anything is written: while the site has errors, or if a reference would
    lead elsewhere, nothing changes. Lines of text that still say the old title are named, and left to you.

    Exit status: 0 renamed; 1 refused, or the machine failed, and nothing was changed; 2 wrong usage.
    """
    from kinepedia.author.rename import CannotRenameError, HalfDoneError, prepare, write

    overview = overview_or_stop(folders, drafts=True)
    facts = _entry(overview, folders, old)
    slug, named = _slug_and_title(facts, new, title)
    try:
        renaming = prepare(overview, facts, slug, named)
        if not dry_run:
            write(folders, renaming)
    except CannotRenameError as error:
        raise click.ClickException(f"{error}.\nNothing was changed. Help: {error.hint}.") from None
    except HalfDoneError as error:
        raise click.ClickException(f"{error}.") from None
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        raise click.ClickException(f"{error.strerror or error}{where}. Nothing was changed.") from None
    if dry_run:
        say(renaming.diff())
    _report(renaming, dry_run=dry_run)


def _entry(overview: Overview, folders: Folders, name: str) -> Facts:
    """Return the entry that a path, a slug, a title or an alias means."""
    from kinepedia.machine.folders import relative_path

    for root in (Path.cwd(), folders.site):
        path = relative_path(Path(root, name).resolve(), folders.content.resolve())
        for facts in overview.everything:
            if facts.content_path in (path, f"{path}/index.md"):
                return facts
    key = one_entry(overview, name)
    return next(facts for facts in overview.everything if facts.key == key)


def _slug_and_title(facts: Facts, new: str, title: str | None) -> tuple[str, str]:
    from kinepedia.model.addresses import slug_problem, slugify

    new = " ".join(new.split())
    if not slug_problem(new):
        return new, checked_title(title) if title is not None else facts.title
    if title is not None:
        raise click.UsageError(f'With --title, NEW must be a slug; "{new}" is none: {slug_problem(new)}.')
    slug = slugify(new)
    if problem := slug_problem(slug):
        raise click.UsageError(
            f'"{new}" makes no slug: {problem}.\nGive both: kinepedia rename OLD a-slug --title "{new}"'
        )
    return slug, checked_title(new)


def _report(renaming: Renaming, *, dry_run: bool) -> None:
    would = "Would rename" if dry_run else "Renamed"
    say(f'{would} {renaming.old.key}, "{renaming.old.title}", to {renaming.new.key}, "{renaming.new.title}".')
    if renaming.move:
        say(f"  moved: {renaming.old.path} -> {renaming.path_after(renaming.old.path)}")
    for change in renaming.changes:
        if change.places:
            say(f"  {counted(change.places, 'reference')}: {renaming.path_after(change.before.path)}")
    if renaming.redirect:
        say(f"  {renaming.redirect} goes on leading there")
    if renaming.mentions:
        lines = [f"{renaming.path_after(path)}:{number}" for path, number in renaming.mentions]
        more = f" and {len(lines) - _MOST_LINES:,} more" if len(lines) > _MOST_LINES else ""
        say(f'  "{renaming.old.title}" still stands in the text of {", ".join(lines[:_MOST_LINES])}{more}')
