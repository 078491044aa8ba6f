"""`kinepedia check`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kinepedia.commands.options import building_options, site_options
from kinepedia.commands.reporting import form_option
from kinepedia.commands.running import run

if TYPE_CHECKING:
    from kinepedia.machine.folders import Folders


@click.command("check")
@site_options
@building_options
@form_option
@click.option("--clean", is_flag=True, help="Use nothing of earlier builds and checks.")
@click.option("--external", is_flag=True, help="Ask pages elsewhere whether they are still there.")
def command(folders: Folders, form: str, quiet: bool, external: bool, **given: Any) -> None:  # noqa: FBT001 - flags
    """Do everything but publish: report what is wrong with the content.

    With --external, also ask every page elsewhere that the content links to. Nothing else uses the network.

    Exit status: 0 all is well; 1 the content has errors; 2 wrong usage.
    """
    from kinepedia.build.options import Options

    run(folders, Options(publish=False, **given), form=form, quiet=quiet, external=external)
