"""What a command says of a build: on the terminal, or as one JSON document."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kinepedia.builder import Options, Result
    from kinepedia.progress import Progress
    from kinepedia.site import Folders


def report_text(result: Result, folders: Folders, options: Options, seconds: float, *, quiet: bool) -> None:
    """Say what was built or checked, and on standard error what is wrong."""
    from kinepedia.diagnostics import Severity
    from kinepedia.report import as_text

    def style(text: str, colour: str) -> str:
        return text if "NO_COLOR" in os.environ else click.style(text, fg=colour, bold=True)

    if result.diagnostics:
        click.echo(encodable(as_text(result.diagnostics, folders.site, style)), err=True)
    errors, warnings = (counted(result.count(severity), severity.value) for severity in Severity)
    if not result.ok:
        strictly = ", which --strict treats as errors" if not result.count(Severity.ERROR) else ""
        kept = "; nothing was published" if options.publish else ""
        click.echo(f"{errors}, {warnings}{strictly}{kept}.", err=True)
    elif not quiet:
        done = "Built" if options.publish else "Checked"
        pages, exercises = counted(result.pages, "page"), counted(result.exercises, "exercise")
        click.echo(f"{done} {pages}, {exercises}, {warnings} in {seconds} s.")
        for notice in result.notices if options.publish else ():
            click.echo(f"Note: {notice}")


def report_json(result: Result, seconds: float, watch: Progress) -> None:
    """Say the same as one JSON document on standard output."""
    from kinepedia.diagnostics import Severity
    from kinepedia.report import as_json

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


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: "1 page", "2,000 pages"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def encodable(text: str) -> str:
    """Return text that standard error can show, whatever encoding it has."""
    encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
    return text.encode(encoding, "replace").decode(encoding)
