"""What is said of a build: on the terminal once, and in the overlay for as long as it is true."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from kinepedia.problems.diagnostics import Severity
from kinepedia.problems.report.data import as_data
from kinepedia.problems.report.terminal import counted, encodable, style
from kinepedia.problems.report.text import as_text

if TYPE_CHECKING:
    from pathlib import Path

    from kinepedia.build.options import Result
    from kinepedia.problems.diagnostics import Diagnostic
    from kinepedia.serve.build_report import BuildReport

_MOST = 50
"""So many problems are shown in the overlay; nobody mends more at once."""


def overlay(report: BuildReport, site: Path, *, strict: bool) -> dict[str, object] | None:
    """Return what the overlay shows of a build, as plain values; None if all is well."""
    result = report.result
    if result is None:
        return {"title": "The site could not be built", "text": report.failure, "problems": [], "more": 0}
    if result.ok:
        return None
    problems = [each for each in result.diagnostics if strict or each.severity is Severity.ERROR]
    return {
        "title": _count(result),
        "text": "This site has mistakes in it. Its pages are those of the last build that had none.",
        "problems": as_data(problems[:_MOST], site),
        "more": max(len(problems) - _MOST, 0),
    }


class Terminal:
    """Says what became of each build, and of problems only what is new."""

    def __init__(self, site: Path, *, quiet: bool) -> None:
        self._site = site
        self._quiet = quiet
        self._known: Counter[tuple[str, str, str]] = Counter()
        self._failure = ""
        self._was_ok: bool | None = None

    def tell(self, report: BuildReport) -> None:
        """Say what became of a build."""
        result, failure, self._failure = report.result, self._failure, report.failure
        if result is None:
            if report.failure != failure:
                click.echo(encodable(report.failure), err=True)
            return
        if new := self._new(result.diagnostics):
            click.echo(encodable(as_text(new, self._site, style)), err=True)
        was_ok, self._was_ok = self._was_ok, result.ok
        if not result.ok:
            still = "" if new or was_ok else "Still "
            click.echo(f"{still}{_count(result)}; the pages stay as they were.", err=True)
        elif not self._quiet:
            self._say_done(result, report, was_ok=was_ok)

    def _say_done(self, result: Result, report: BuildReport, *, was_ok: bool | None) -> None:
        took = f"in {report.seconds:.2f} s"
        if was_ok is None:
            pages, exercises = counted(result.pages, "page"), counted(result.exercises, "exercise")
            click.echo(f"Built {pages}, {exercises}, {_count(result)} {took}.")
            return
        number = sum(name.endswith(".html") for name in report.changed or ())
        if not was_ok:
            click.echo("No errors any more.")
        if report.changed is None:
            click.echo(f"Rebuilt the site {took}.")
        elif number:
            click.echo(f"Rebuilt {counted(number, 'page')} {took}.")
        elif report.changed:
            click.echo(f"Rebuilt {counted(len(report.changed), 'file')} {took}.")

    def _new(self, diagnostics: tuple[Diagnostic, ...]) -> list[Diagnostic]:
        """Return the problems that were not said before: one that only moved to another line was."""
        before, self._known = self._known, Counter(map(_subject, diagnostics))
        new = []
        for diagnostic in diagnostics:
            subject = _subject(diagnostic)
            if before[subject]:
                before[subject] -= 1
            else:
                new.append(diagnostic)
        return new


def _subject(diagnostic: Diagnostic) -> tuple[str, str, str]:
    return diagnostic.path, diagnostic.code, diagnostic.message


def _count(result: Result) -> str:
    errors, warnings = (result.count(severity) for severity in Severity)
    said = [counted(errors, "error")] if errors else []
    if warnings or not errors:
        said.append(counted(warnings, "warning"))
    return ", ".join(said)
