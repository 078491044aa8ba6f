"""What the commands share that look at a site without building it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from kinepedia.problems.report.terminal import counted

if TYPE_CHECKING:
    from kinepedia.author.overview import Overview
    from kinepedia.machine.folders import Folders
    from kinepedia.model.addresses import Key


def overview_or_stop(folders: Folders, *, drafts: bool) -> Overview:
    """Read a site, and note on standard error how many of its files could not be read."""
    from kinepedia.author.overview import overview_of

    try:
        overview = overview_of(folders, drafts=drafts)
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        raise click.ClickException(f"{error.strerror or error}{where}.") from None
    if overview.left_out:
        files = counted(len(overview.left_out), "file")
        click.echo(f"Left out for their mistakes: {files}. See: kinepedia check", err=True)
    return overview


def one_entry(overview: Overview, name: str, collection: str | None = None) -> Key:
    """Return the entry that somebody calls by its slug, title or alias; anything else is wrong usage."""
    names = overview.names
    found = names.find(name, collection)
    if len(found) == 1:
        return found[0]
    if found:
        candidates = "\n".join(f"  {key}" for key in found)
        raise click.UsageError(f'"{name}" could be any of these; say which:\n{candidates}')
    kind = overview.model.collections[collection].singular if collection else "entry"
    guess = names.nearest(name, collection)
    raise click.UsageError(f'No {kind} is called "{name}".' + (f' Did you mean "{guess}"?' if guess else ""))


def say(text: str) -> None:
    """Print text, whatever encoding standard output has."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    click.echo(text.encode(encoding, "replace").decode(encoding))
