"""The options and arguments that several commands share."""

from __future__ import annotations

from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from kinepedia.machine.folders import Folders

FOLDER = click.Path(path_type=Path, file_okay=False)
"""The type of an option that names a folder."""


def site_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that say where a site is; the command gets its `folders`.

    A site without settings or content is wrong usage.
    """

    @wraps(command)
    def with_folders(
        *,
        site: Path,
        content: Path | None,
        templates: Path | None,
        cache: Path | None,
        output: Path | None = None,
        **given: Any,
    ) -> None:
        from kinepedia.machine.folders import Folders

        folders = Folders.of(site, content=content, templates=templates, output=output, cache=cache)
        for folder, option in ((content, "--content"), (templates, "--templates")):
            if folder and not folder.is_dir():
                raise click.UsageError(f"There is no folder {folder}, given with {option}.")
        _refuse_no_site(folders)
        command(folders=folders, **given)

    for option in (
        click.option("--cache", type=FOLDER, help="What is kept between builds; default: .kinepedia/."),
        click.option("--templates", type=FOLDER, help="The site's own templates; default: templates/."),
        click.option("--content", type=FOLDER, help="The folder with the entries; default: content/."),
        click.option("--site", type=FOLDER, default=Path(), help="The folder with site.toml; default: here."),
    ):
        with_folders = option(with_folders)
    return with_folders


def publishing_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add `--output` to the options that say where a site is."""
    output = click.option("--output", type=FOLDER, help="Where the site goes; default: output/.")
    return output(site_options(command))


def building_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options of every command that builds a site, besides those that say where it is."""
    options = (
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
        click.option("--safe", is_flag=True, help="Run no code of the site: for what strangers send you."),
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


def _refuse_no_site(folders: Folders) -> None:
    if not folders.settings_file.is_file():
        raise click.UsageError(
            f"There is no site.toml in {folders.site}. Go to a site, or name one with --site."
        )
    if not folders.content.is_dir():
        raise click.UsageError(f"There is no folder {folders.content}, where the entries should be.")


def _base_url(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:  # noqa: ARG001
    from kinepedia.model.addresses import is_base_url

    if value is not None and not is_base_url(value):
        raise click.BadParameter("it must be like https://example.org/exercises/")
    return value


def checked_title(title: str) -> str:
    """Return a title as it was given, with single spaces; one that no page could show is wrong usage."""
    from kinepedia.problems.text import CONTROL

    title = " ".join(title.split())
    if not title:
        raise click.UsageError("A title cannot be empty.")
    if CONTROL.search(title) or not title.isprintable():
        raise click.UsageError(
            "The title has a character in it that nobody can see, or that is not valid UTF-8."
        )
    return title
