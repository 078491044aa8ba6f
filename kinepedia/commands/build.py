"""`kinepedia build`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kinepedia.commands.options import building_options, publishing_options
from kinepedia.commands.reporting import form_option
from kinepedia.commands.running import run

if TYPE_CHECKING:
    from kinepedia.machine.folders import Folders


@click.command("build")
@publishing_options
@building_options
@form_option
@click.option("--clean", is_flag=True, help="Use nothing of earlier builds.")
@click.option("--profile", is_flag=True, help="Show where the time went.")
def command(folders: Folders, form: str, quiet: bool, profile: bool, **given: Any) -> None:  # noqa: FBT001 - flags
    """Build the site and publish it into output/.

    Exit status: 0 built; 1 the content has errors or the machine failed, and the last output is untouched;
    2 wrong usage.
    """
    from kinepedia.build.options import Options

    run(folders, Options(**given), form=form, quiet=quiet, profile=profile)
