"""The command line."""

from __future__ import annotations

import os
import sys
import time
import traceback
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kinepedia import __version__

if TYPE_CHECKING:
    from collections.abc import Callable

    from kinepedia.builder import Options, Result
    from kinepedia.progress import Progress
    from kinepedia.site import Folders

_FOLDER = click.Path(path_type=Path, file_okay=False)


class _Commands(click.Group):
    """The commands, which say plainly what keeps them from reporting anything."""

    def main(self, *words: Any, **options: Any) -> Any:
        try:
            return super().main(*words, **options)
        except OSError as error:
            said = error.strerror or str(error)
            if not _current_folder_exists():
                said = "The current folder does not exist any more. Go to another one"
            elif error.filename:
                said = f"{said}: {error.filename}"
            else:  # standard output has no name
                said = f"The report cannot be written: {said}"
            with suppress(OSError):
                click.echo(f"Error: {said}.", err=True)
            for stream in filter(None, (sys.stdout, sys.stderr)):  # which Python tries once more at its end
                with suppress(OSError, ValueError):
                    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
            sys.exit(2)


def _current_folder_exists() -> bool:
    try:
        Path.cwd()
    except OSError:
        return False
    return True


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="Kinepedia %(version)s")
def main() -> None:
    """Turn a folder of Markdown exercises into a complete, cross-linked encyclopedia."""


def run(words: list[str] | None = None) -> None:
    """Run the command as a program, with the words of its command line if none are given.

    The process is ended at once: to take apart what a large site has left in memory takes a tenth of a
    second.
    """
    status: str | int | None = None
    try:
        main(words, prog_name="kinepedia")
    except SystemExit as error:
        status = error.code
    for stream in filter(None, (sys.stdout, sys.stderr)):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(status if isinstance(status, int) else 0 if status is None else 1)


def _base_url(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:  # noqa: ARG001
    from kinepedia.addresses import is_base_url

    if value is not None and not is_base_url(value):
        raise click.BadParameter("it must be like https://example.org/exercises/")
    return value


def _common_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that `build` and `check` share."""
    options = (
        click.option(
            "--site", type=_FOLDER, default=Path(), help="The folder with site.toml; default: here."
        ),
        click.option("--content", type=_FOLDER, help="The folder with the entries; default: content/."),
        click.option("--templates", type=_FOLDER, help="The site's own templates; default: templates/."),
        click.option("--cache", type=_FOLDER, help="What is kept between builds; default: .kinepedia/."),
        click.option(
            "--base-url", callback=_base_url, help="Where the site will stand; wins over site.toml."
        ),
        click.option(
            "--url-style",
            type=click.Choice(["directory", "file"]),
            help='"file" makes links that also work from a folder on disk.',
        ),
        click.option("--drafts", is_flag=True, help="Show drafts, too."),
        click.option("--strict", is_flag=True, help="Treat warnings as errors."),
        click.option(
            "--format",
            "form",
            type=click.Choice(["text", "json"]),
            default="text",
            help="How to report; default: text.",
        ),
        click.option("--quiet", is_flag=True, help="Report problems only."),
        click.option(
            "--jobs",
            type=click.IntRange(min=1),
            help="How many processes may work at once; default: one for each processor.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


@main.command()
@_common_options
@click.option("--output", type=_FOLDER, help="Where the site goes; default: output/.")
@click.option("--clean", is_flag=True, help="Use nothing of earlier builds.")
@click.option("--profile", is_flag=True, help="Show where the time went.")
def build(output: Path | None, clean: bool, profile: bool, **given: Any) -> None:  # noqa: FBT001 - flags
    """Build the site and publish it into output/.

    Exit status: 0 built; 1 the content has errors or the machine failed, and the last output is untouched;
    2 wrong usage.
    """
    _run(output=output, publish=True, clean=clean, profile=profile, **given)


@main.command()
@_common_options
def check(**given: Any) -> None:
    """Do everything but publish: report what is wrong with the content.

    Exit status: 0 all is well; 1 the content has errors; 2 wrong usage.
    """
    _run(output=None, publish=False, clean=False, profile=False, **given)


def _run(
    *,
    site: Path,
    content: Path | None,
    templates: Path | None,
    output: Path | None,
    cache: Path | None,
    base_url: str | None,
    url_style: Any,
    drafts: bool,
    strict: bool,
    form: str,
    quiet: bool,
    jobs: int | None,
    publish: bool,
    clean: bool,
    profile: bool,
) -> None:
    """Build or check, report, and exit with the status that the result deserves."""
    from kinepedia.builder import Options
    from kinepedia.site import Folders

    folders = Folders.of(site, content=content, templates=templates, output=output, cache=cache)
    for folder, option in ((content, "--content"), (templates, "--templates")):
        if folder and not folder.is_dir():
            raise click.UsageError(f"There is no folder {folder}, given with {option}.")
    if not folders.settings_file.is_file():
        raise click.UsageError(
            f"There is no site.toml in {site.absolute()}. Go to a site, or name one with --site."
        )
    if not folders.content.is_dir():
        raise click.UsageError(f"There is no folder {folders.content}, where the entries should be.")
    options = Options(
        base_url=base_url,
        url_style=url_style,
        drafts=drafts,
        strict=strict,
        publish=publish,
        clean=clean,
        jobs=jobs,
    )
    begun = time.monotonic()
    watch = _watch(profile=profile, quiet=quiet or form == "json")
    with watch:
        result = _build(folders, options, watch)
    seconds = round(time.monotonic() - begun, 2)
    if form == "json":
        _report_json(result, seconds, watch)
    else:
        _report_text(result, folders, options, seconds, quiet=quiet)
        if report := watch.text():
            click.echo(report)
    sys.exit(0 if result.ok else 1)


def _watch(*, profile: bool, quiet: bool) -> Progress:
    """Return what takes note of the progress: a profile, a bar on a terminal, or nothing."""
    if profile:
        from kinepedia.profile import Profile

        return Profile()
    from kinepedia.progress import Progress, TerminalProgress

    is_watched = not quiet and sys.stderr is not None and sys.stderr.isatty()
    return TerminalProgress() if is_watched else Progress()


def _build(folders: Folders, options: Options, progress: Progress) -> Result:
    from kinepedia import builder
    from kinepedia.exceptions import RefusedError, UnfinishedError, WorkerDiedError

    try:
        return builder.build(folders, options, progress)
    except RefusedError as error:
        raise click.UsageError(f"{error}.\nHelp: {error.hint}.") from None
    except UnfinishedError as error:
        raise click.ClickException(
            f"{error}. Some pages of the output are new and some are old; build again to complete it."
        ) from None
    except WorkerDiedError as error:
        raise click.ClickException(f"{error}. The last output is untouched.") from None
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        raise click.ClickException(
            f"{error.strerror or error}{where}. The last output is untouched."
        ) from None
    except Exception as error:
        raise click.ClickException(_crash(error, folders)) from None


def _crash(error: Exception, folders: Folders) -> str:
    """Keep the traceback of a bug for its report, and return what is said about it."""
    from kinepedia.exceptions import RefusedError
    from kinepedia.publish import check_cache, make_cache

    said = f"Kinepedia has a bug: {type(error).__name__}: {error}. The last output is untouched."
    try:
        check_cache(folders.cache)
        make_cache(folders.cache)
        file = folders.cache / "crash.txt"
        file.write_text("".join(traceback.format_exception(error)), "utf-8")
    except (OSError, RefusedError):
        return said
    return f"{said} Please report it with the file {file}."


def _report_text(result: Result, folders: Folders, options: Options, seconds: float, *, quiet: bool) -> None:
    from kinepedia.diagnostics import Severity
    from kinepedia.report import as_text

    def style(text: str, colour: str) -> str:
        return text if "NO_COLOR" in os.environ else click.style(text, fg=colour, bold=True)

    if result.diagnostics:
        click.echo(_encodable(as_text(result.diagnostics, folders.site, style)), err=True)
    errors, warnings = (_counted(result.count(severity), severity.value) for severity in Severity)
    if not result.ok:
        strictly = ", which --strict treats as errors" if not result.count(Severity.ERROR) else ""
        kept = "; nothing was published" if options.publish else ""
        click.echo(f"{errors}, {warnings}{strictly}{kept}.", err=True)
    elif not quiet:
        done = "Built" if options.publish else "Checked"
        pages, exercises = _counted(result.pages, "page"), _counted(result.exercises, "exercise")
        click.echo(f"{done} {pages}, {exercises}, {warnings} in {seconds} s.")


def _report_json(result: Result, seconds: float, watch: Progress) -> None:
    from kinepedia.diagnostics import Severity
    from kinepedia.report import as_json

    figures: dict[str, object] = {
        "ok": result.ok,
        "pages": result.pages,
        "exercises": result.exercises,
        "errors": result.count(Severity.ERROR),
        "warnings": result.count(Severity.WARNING),
        "seconds": seconds,
        **watch.figures(),
    }
    click.echo(as_json(result.diagnostics, figures))


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _encodable(text: str) -> str:
    """Return text that standard error can show, whatever encoding it has."""
    encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
    return text.encode(encoding, "replace").decode(encoding)
