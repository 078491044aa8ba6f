"""What a command says of a build, in the form that is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kinepedia.problems.report.terminal import counted, encodable, style

if TYPE_CHECKING:
    from collections.abc import Callable

    from kinepedia.build.options import Options, Result
    from kinepedia.machine.folders import Folders
    from kinepedia.machine.progress import Progress


FORMS = ("text", "json", "github", "sarif")
"""How a command can report: for people, for programs, and for those who look after pull requests."""


def form_option(command: Callable[..., None]) -> Callable[..., None]:
    """Add `--format`; the command gets it as `form`."""
    help_text = "How to report: for people, as JSON, as GitHub annotations, or as SARIF."
    return click.option("--format", "form", type=click.Choice(FORMS), default="text", help=help_text)(command)


def report(
    result: Result,
    folders: Folders,
    options: Options,
    watch: Progress,
    seconds: float,
    *,
    form: str,
    quiet: bool,
) -> None:
    """Say in the wanted form what was built or checked, and what is wrong."""
    if form == "json":
        report_json(result, seconds, watch)
    elif form == "sarif":
        from kinepedia.problems.report.sarif import as_sarif

        click.echo(as_sarif(result.diagnostics, folders.site))
    elif form == "github":
        report_github(result, folders, options, seconds, quiet=quiet)
    else:
        report_text(result, folders, options, seconds, quiet=quiet)
    if form != "json" and (figures := watch.text()):
        click.echo(figures, err=form == "sarif")


def report_text(result: Result, folders: Folders, options: Options, seconds: float, *, quiet: bool) -> None:
    """Say what was built or checked, and on standard error what is wrong."""
    from kinepedia.problems.report.text import as_text

    if result.diagnostics:
        click.echo(encodable(as_text(result.diagnostics, folders.site, style)), err=True)
    _sum_up(result, options, seconds, quiet=quiet)


def report_github(result: Result, folders: Folders, options: Options, seconds: float, *, quiet: bool) -> None:
    """Say the same in the log of a GitHub workflow, and annotate the lines of the pull request.

    GitHub shows ten errors and ten warnings of a step as annotations; the log has all, with their lines.
    """
    from kinepedia.problems.report.github import as_annotations, without_commands
    from kinepedia.problems.report.text import as_text

    if result.diagnostics:
        click.echo(encodable(without_commands(as_text(result.diagnostics, folders.site, style))))
        click.echo(encodable(as_annotations(result.diagnostics, folders.site)))
    _sum_up(result, options, seconds, quiet=quiet)


def report_json(result: Result, seconds: float, watch: Progress) -> None:
    """Say the same as one JSON document on standard output."""
    from kinepedia.problems.diagnostics import Severity
    from kinepedia.problems.report.data import as_json

    figures: dict[str, object] = {
        "ok": result.ok,
        "pages": result.pages,
        "exercises": result.exercises,
        "errors": result.count(Severity.ERROR),
        "warnings": result.count(Severity.WARNING),
        "notices": list(result.notices),
        "seconds": seconds,
        **watch.figures(),
    }
    click.echo(as_json(result.diagnostics, figures))


def _sum_up(result: Result, options: Options, seconds: float, *, quiet: bool) -> None:
    from kinepedia.problems.diagnostics import Severity

    errors, warnings = (counted(result.count(severity), severity.value) for severity in Severity)
    if not result.ok:
        strictly = ", which --strict treats as errors" if not result.count(Severity.ERROR) else ""
        kept = "; nothing was published" if options.publish else ""
        click.echo(f"{errors}, {warnings}{strictly}{kept}.", err=True)
    elif not quiet:
        done = "Built" if options.publish else "Checked"
        pages, exercises = counted(result.pages, "page"), counted(result.exercises, "exercise")
        click.echo(f"{done} {pages}, {exercises}, {warnings} in {seconds} s.")
        # A check says what it left out: without that, it would look as if all were well with the rest.
        for notice in result.notices if options.publish or options.safe else ():
            click.echo(f"Note: {notice}")
