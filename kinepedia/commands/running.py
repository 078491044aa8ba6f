"""Builds or checks a site for a command, and turns whatever stops it into a message."""

from __future__ import annotations

import gc
import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from kinepedia.commands.reporting import report
from kinepedia.problems.report.terminal import counted

if TYPE_CHECKING:
    from kinepedia.build.options import Options, Result
    from kinepedia.machine.folders import Folders
    from kinepedia.machine.progress import Progress


def run(
    folders: Folders,
    options: Options,
    *,
    form: str,
    quiet: bool,
    profile: bool = False,
    external: bool = False,
) -> None:
    """Build or check, report, and exit with the status that the result deserves.

    `external` checks links to pages elsewhere as well.
    """
    begun = time.monotonic()
    watch = _watch(profile=profile, quiet=quiet or form != "text")
    with watch:
        result = build_or_stop(folders, options, watch)
        if external:
            result = _with_outside_links(result, folders, options, watch)
    seconds = round(time.monotonic() - begun, 2)
    report(result, folders, options, watch, seconds, form=form, quiet=quiet)
    sys.exit(0 if result.ok else 1)


def _watch(*, profile: bool, quiet: bool) -> Progress:
    """Return what takes note of the progress: a profile, a bar on a terminal, or nothing."""
    if profile:
        from kinepedia.machine.profile import Profile

        return Profile()
    from kinepedia.machine.progress import Progress, TerminalProgress

    is_watched = not quiet and sys.stderr is not None and sys.stderr.isatty()
    return TerminalProgress() if is_watched else Progress()


def _with_outside_links(result: Result, folders: Folders, options: Options, watch: Progress) -> Result:
    """Return the result with what is wrong with links to pages elsewhere."""
    from kinepedia.audit.elsewhere import check_links
    from kinepedia.features.setup import setup_of
    from kinepedia.problems.diagnostics import has_errors, in_order

    gc.enable()  # what a connection leaves behind is a circle, with buffers of a quarter of a megabyte
    try:
        setup = setup_of(folders, options.overrides(), safe=options.safe)
        checked = check_links(folders, setup.text, setup.model, watch, clean=options.clean)
    except Exception as error:
        from kinepedia.build.failures import explained

        raise explained(error, folders) from None
    if checked.unreachable:
        links = counted(checked.unreachable, "outside link")
        click.echo(
            f"Nothing could be reached, so {links} could not be checked. Is there a network?", err=True
        )
    is_ok = result.ok and not has_errors(checked.problems, strict=options.strict)
    return replace(result, diagnostics=in_order((*result.diagnostics, *checked.problems)), ok=is_ok)


def build_or_stop(folders: Folders, options: Options, progress: Progress) -> Result:
    """Build as `build_site` does; whatever stops it becomes a message, and ends the command."""
    from kinepedia.build.api import build_site

    try:
        return build_site(folders, options, progress)
    except Exception as error:
        from kinepedia.build.failures import explained

        raise explained(error, folders) from None
