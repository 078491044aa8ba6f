"""`kinepedia pose`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kinepedia.commands.options import FOLDER
from kinepedia.problems.report.terminal import encodable, style

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kinepedia.problems.diagnostics import Diagnostic

_WIDTH = 800


@click.command("pose")
@click.argument("lines", metavar="[POSE]...", nargs=-1)
@click.option(
    "--file", type=click.Path(path_type=Path, dir_okay=False, exists=True), help="Read it from here."
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write the figure here."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["svg", "png"]),
    help="How to draw it; default: as the output is named, or else SVG.",
)
@click.option("--width", type=click.IntRange(16, 8000), help=f"Of a PNG, in pixels; default: {_WIDTH}.")
@click.option("--dark", is_flag=True, help="Draw a PNG on a dark ground.")
@click.option("--describe", is_flag=True, help="Only say in words what the figure shows.")
@click.option("--site", type=FOLDER, help="The site whose base poses to use; default: here, if it is one.")
def command(
    lines: tuple[str, ...],
    file: Path | None,
    output: Path | None,
    form: str | None,
    width: int | None,
    dark: bool,  # noqa: FBT001 - flags
    describe: bool,  # noqa: FBT001
    site: Path | None,
) -> None:
    """Draw a pose from words.

    \b
      kinepedia pose "supine, hips 50, knees 100" > figure.svg
      kinepedia pose "standing" "view front" -o figure.png

    Each POSE is a line of the notation; - reads it from standard input. Several poses are drawn as a
    movement; a PNG shows its still. In a site, the base poses of its own file poses.txt can be used, too.

    PNG needs a library: python -m pip install 'kinepedia[png]'

    Exit status: 0 drawn; 1 the pose has errors; 2 wrong usage.
    """  # noqa: D301 - \b is for click
    form = _form(output, form)
    if describe and (output or form == "png"):
        raise click.UsageError("--describe writes words to standard output; it goes with no other form.")
    if form == "svg" and (width or dark):
        raise click.UsageError("--width and --dark are for PNG: an SVG fits any width, and either ground.")
    if form == "png":
        _refuse_no_png(output)
    if site and not (site / "site.toml").is_file():
        raise click.UsageError(f"There is no site.toml in {site}.")
    from kinepedia.author.sketch import base_poses, sketch
    from kinepedia.machine.folders import POSES_FILE, relative_path
    from kinepedia.problems.text import decode

    data, path = _given(lines, file)
    text, unreadable = decode(data, path)
    folder = site or Path()
    library, wrong = base_poses(folder, relative_path(folder / POSES_FILE, Path.cwd()))
    _report([*unreadable, *wrong], {path: text})
    drawn = sketch(text, path, library, alone=True)
    _report(drawn.problems, {path: text})
    if describe:
        _write(f"{drawn.description}\n".encode(), None)
    elif form == "png":
        from kinepedia.figures.png import as_png

        _write(as_png(drawn.svg, width or _WIDTH, dark=dark), output)
    else:
        _write(f"{drawn.svg}\n".encode(), output)


def _form(output: Path | None, form: str | None) -> str:
    """Return the form in which to draw; an output that names neither is wrong usage."""
    if form or output is None:
        return form or "svg"
    suffix = output.suffix.lower().removeprefix(".")
    if suffix not in ("svg", "png"):
        raise click.UsageError(f"{output} ends in neither .svg nor .png; say which with --format.")
    return suffix


def _refuse_no_png(output: Path | None) -> None:
    from kinepedia.figures.png import can_make_png

    if not can_make_png():
        raise click.UsageError(
            "For PNG, a library is needed that is not installed here.\n"
            "Help: install it with: python -m pip install 'kinepedia[png]'"
        )
    if output is None and sys.stdout is not None and sys.stdout.isatty():
        raise click.UsageError("A terminal shows no pictures; name a file with -o figure.png.")


def _given(lines: tuple[str, ...], file: Path | None) -> tuple[bytes, str]:
    """Return the notation, and what stands for the path of its file."""
    if bool(lines) == bool(file):
        raise click.UsageError("Give a pose, or a file with --file, or - to read it from standard input.")
    if file:
        return file.read_bytes(), file.as_posix()
    if lines == ("-",):
        return (sys.stdin.buffer.read() if sys.stdin else b""), "<standard input>"
    return "\n".join(lines).encode("utf-8", "surrogateescape"), "<arguments>"


def _report(problems: Iterable[Diagnostic], texts: dict[str, str]) -> None:
    """Say on standard error what is wrong, and end the command if it cannot be drawn."""
    from kinepedia.problems.diagnostics import has_errors, in_order
    from kinepedia.problems.report.text import as_text

    if found := in_order(problems):
        click.echo(encodable(as_text(found, Path.cwd(), style, texts)), err=True)
    if has_errors(found):
        sys.exit(1)


def _write(data: bytes, output: Path | None) -> None:
    if output:
        output.write_bytes(data)
    else:
        click.echo(data, nl=False)
