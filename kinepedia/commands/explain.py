"""`kinepedia explain`."""

from __future__ import annotations

import sys

import click


@click.command("explain")
@click.argument("code", required=False)
@click.option("--all", "everything", is_flag=True, help="Explain every code.")
@click.option(
    "--format", "form", type=click.Choice(["text", "markdown"]), default="text", help="How to write it."
)
def command(code: str | None, form: str, *, everything: bool) -> None:
    """Say what a code means, with a wrong and a right example.

    A code is what stands in brackets in a report, such as unknown-term. Without one, list all codes.

    Exit status: 0 explained; 2 there is no such code.
    """
    from kinepedia.problems.rulebook import explanations
    from kinepedia.problems.rulebook.show import as_list, as_markdown, as_page, as_text

    if code and everything:
        raise click.UsageError("Give a code or --all, not both.")
    if everything:
        texts = map(as_text, explanations().values())
        _say(as_page() if form == "markdown" else "\n\n\n".join(texts))
        return
    if not code:
        _say(as_list())
        return
    explanation = explanations().get(_bare(code))
    if explanation is None:
        from kinepedia.problems.suggest import did_you_mean

        hint = did_you_mean(_bare(code), explanations()) or "kinepedia explain lists all codes"
        raise click.UsageError(f'There is no code "{code}".\nHelp: {hint}')
    _say(as_markdown(explanation) if form == "markdown" else as_text(explanation))


def _bare(code: str) -> str:
    """Return a code as it is, even if it was copied from a report: `error[unknown-term]:`."""
    return code.rpartition("[")[2].partition("]")[0].strip().lower()


def _say(text: str) -> None:
    """Write a text to standard output, whatever encoding that has."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    click.echo(text.encode(encoding, "replace").decode(encoding))
