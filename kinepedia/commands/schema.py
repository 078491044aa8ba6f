"""`kinepedia schema`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kinepedia.commands.options import FOLDER, site_options
from kinepedia.commands.overview import overview_or_stop, say
from kinepedia.problems.report.terminal import counted

if TYPE_CHECKING:
    from pathlib import Path

    from kinepedia.machine.folders import Folders


@click.command("schema")
@site_options
@click.option("--to", "folder", type=FOLDER, help="Where the schemas go; default: schema/ in the site.")
@click.option("--print", "name", metavar="NAME", help='Only print one: of a collection, or "site".')
def command(folders: Folders, folder: Path | None, name: str | None) -> None:
    """Write JSON Schemas with which editors complete and check front matter and site.toml.

    They know the fields, what each means, and the names that this site has. If the site has a folder
    .vscode/, it gets snippets that offer these names. Run it again when there are new categories, muscles
    or other terms.

    Exit status: 0 written; 1 the machine failed; 2 wrong usage.
    """
    from kinepedia.author.editors import as_text, schemas, snippets, write

    overview = overview_or_stop(folders, drafts=True)
    made = schemas(overview.model, overview.everything)
    if name is not None:
        if name not in made:
            raise click.UsageError(f'There is no schema "{name}". It must be one of: {", ".join(made)}')
        say(as_text(made[name]).rstrip())
        return
    target = folder or folders.site / "schema"
    try:
        written = write(target, made, folders.site / ".vscode", snippets(overview.model, overview.everything))
    except OSError as error:
        raise click.ClickException(f"{error.strerror or error}: {error.filename or target}.") from None
    say(f"Wrote {counted(len(written), 'file')}: {', '.join(str(path) for path in written)}")
