"""`kinepedia check`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kinepedia.commands.options import building_options, site_options
from kinepedia.commands.reporting import form_option
from kinepedia.commands.running import run

if TYPE_CHECKING:
    from kinepedia.site import Folders


@click.command("check")
@site_options
@building_options
@form_option
def command(folders: Folders, form: str, quiet: bool, **given: Any) -> None:  # noqa: FBT001 - a flag
    """Do everything but publish: report what is wrong with the content.

    Exit status: 0 all is well; 1 the content has errors; 2 wrong usage.
    """
    from kinepedia.builder import Options

    run(folders, Options(publish=False, **given), form=form, quiet=quiet)
