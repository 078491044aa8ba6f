"""`kinepedia new`."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kinepedia.author.new.kinds import KINDS, PLACEHOLDERS
from kinepedia.commands.options import FOLDER, checked_title, site_options
from kinepedia.commands.overview import one_entry, overview_or_stop, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from kinepedia.author.overview import Overview
    from kinepedia.machine.folders import Folders

_HELP = """Begin {what}: a file that is ready to build, with guidance for every field.

The file has the name that its title makes; nothing is ever overwritten. {draft}On a terminal, what is
required and not given is asked for.

Exit status: 0 written; 1 the machine failed; 2 wrong usage, or the name is taken.
"""
_DRAFT = "It is a draft, because it has words for you to replace; take draft: true out when it is ready. "


@click.group("new")
def command() -> None:
    """Begin an entry, or a whole small site; nothing is ever overwritten."""


@command.command("site")
@click.argument("folder", type=FOLDER, metavar="DIR")
@click.option("--title", help="What the encyclopedia is called.")
def site_command(folder: Path, title: str | None) -> None:
    """Begin a small site that works, in a folder that does not exist or is empty.

    Exit status: 0 written; 1 the machine failed; 2 wrong usage, or there is something in the folder.
    """
    from kinepedia.author.new.start import NotEmptyError, new_site

    if title is None:
        title = (
            click.prompt("What is the encyclopedia called?", "My Exercises")
            if _is_asked()
            else "My Exercises"
        )
    try:
        names = new_site(folder, checked_title(title))
        names += _help_for_editors(folder)
    except NotEmptyError as error:
        raise click.UsageError(
            f"There is something in {folder} already: {error}. Name another folder."
        ) from None
    except OSError as error:
        raise click.ClickException(f"{error.strerror or error}: {error.filename or folder}.") from None
    say(f"Wrote {len(names)} files into {folder}. Go there, read README.md, and run: kinepedia build")


def _help_for_editors(folder: Path) -> list[str]:
    """Write into a new site what `kinepedia schema` writes; return the names of the files."""
    from kinepedia.author.editors import schemas, snippets, write
    from kinepedia.author.overview import overview_of
    from kinepedia.machine.folders import Folders

    entries = overview_of(Folders.of(folder), drafts=True).everything
    written = write(folder / "schema", schemas(entries), folder / ".vscode", snippets(entries))
    return list(map(str, written))


def _entry_command(kind: str) -> click.Command:
    """Return the command that begins one kind of entry."""
    collection, what = KINDS[kind]

    def run(folders: Folders, title: str | None, slug: str | None, **given: Any) -> None:
        _begin(folders, collection, title, slug, given)

    options: list[Callable[..., Any]] = [
        site_options,
        click.argument("title", required=False),
        click.option("--slug", help="The last part of the address, if not made from the title."),
        *(_OPTIONS.get(collection, ())),
    ]
    made: Any = run
    for option in reversed(options):
        made = option(made)
    text = _HELP.format(what=what, draft=_DRAFT if collection in PLACEHOLDERS else "")
    return click.command(kind, help=text, short_help=f"Begin {what}.")(made)


_terms = partial(click.option, metavar="NAME", multiple=True)

_OPTIONS: dict[str, tuple[Callable[..., Any], ...]] = {
    "exercises": (
        _terms("--category", "categories", help="Where it is filed; may be given several times."),
        click.option("--type", metavar="NAME", help="The type of exercise or stretch."),
        click.option("--level", metavar="NAME", help="How difficult it is."),
    ),
    "muscles": (
        click.option("--kind", type=click.Choice(["muscle", "nerve", "joint", "fascia"]), help="What it is."),
    ),
    "types": (click.option("--definition", help="What this encyclopedia means by it."),),
    "routines": (_terms("--exercise", "items", help="Its exercises in order; may be given several times."),),
}


def _begin(
    folders: Folders, collection: str, title: str | None, slug: str | None, given: dict[str, Any]
) -> None:
    from kinepedia.author.new.entry import entry_text
    from kinepedia.machine.folders import relative_path

    overview = overview_or_stop(folders, drafts=True)
    if title is None:
        title = click.prompt("Title") if _is_asked() else None
    if title is None:
        raise click.UsageError("Missing argument 'TITLE'.")
    title = checked_title(title)
    path = _free_path(overview, collection, title, slug)
    values = _values(overview, given)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(entry_text(collection, title, values))
    except OSError as error:
        raise click.ClickException(f"{error.strerror or error}: {error.filename or path}.") from None
    say(f"Wrote {relative_path(path, Path.cwd())}.")
    if collection in PLACEHOLDERS:
        say("It is a draft until you take draft: true out; kinepedia build --drafts shows it.")
    for facts in overview.everything:
        if facts.lists_sequence and facts.key.slug in values.get("categories", ()):
            say(f"Put it where it belongs in the sequence of {facts.path}.")
    if others := overview.names.find(title):
        say(f'"{title}" is a name of {others[0]}, too: in texts, write [[{collection}/{path.stem}]].')


def _is_asked() -> bool:
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout is not None and sys.stdout.isatty()


def _free_path(overview: Overview, collection: str, title: str, slug: str | None) -> Path:
    """Return where the file of a new entry goes; a name that is taken, or none at all, is wrong usage."""
    from kinepedia.model.addresses import Key, slug_problem, slugify

    made = slug or slugify(title)
    if problem := slug_problem(made):
        what = f'"{made}" cannot be a slug' if slug else f'"{title}" makes no slug'
        raise click.UsageError(f"{what}: {problem}.\nGive one of a to z, 0 to 9 and hyphens: --slug my-name")
    key = Key(collection, made)
    for facts in overview.everything:
        if facts.key == key:
            raise click.UsageError(f"{key} exists already: {facts.path}")
        if key.address in facts.redirect_from:
            raise click.UsageError(
                f"/{key.address} leads to {facts.path}, because that had this address once."
            )
    for name in (made, title):
        if found := overview.names.find(name, collection):
            raise click.UsageError(
                f'"{name}" is a name of {found[0]} already. Choose another title or --slug.'
            )
    folder = overview.folders.content / collection
    names = [path.name for path in folder.iterdir()] if folder.is_dir() else []
    if clash := next((name for name in names if name.casefold() == f"{made}.md"), None):
        raise click.UsageError(f"{clash} exists already in {folder}.")
    return folder / f"{made}.md"


def _values(overview: Overview, given: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a new entry: as given, asked for, or by default."""
    values = {
        name: _named(overview, name, value) if value else _missing(overview, name)
        for name, value in given.items()
    }
    return {name: value for name, value in values.items() if value}


def _named(overview: Overview, name: str, value: str | tuple[str, ...]) -> str | list[str]:
    """Return the value of an option as it goes into a field; references become slugs."""
    from kinepedia.model.schema import REFERENCES

    collection = "exercises" if name == "items" else REFERENCES.get(name)
    if isinstance(value, tuple):
        return [one_entry(overview.names, each, collection).slug for each in value]
    return one_entry(overview.names, value, collection).slug if collection else " ".join(value.split())


def _missing(overview: Overview, name: str) -> str | list[str] | None:
    """Return the value of a field that must be there and was not given; None for all others."""
    if name == "categories":
        return _asked_terms(overview, "categories", "category")
    if name == "items":
        return _asked_terms(overview, "exercises", "exercise")
    if name == "kind":
        choice = click.Choice(["muscle", "nerve", "joint", "fascia"])
        return str(click.prompt("Kind", "muscle", type=choice)) if _is_asked() else "muscle"
    if name == "definition":
        if not _is_asked():
            raise click.UsageError("Say what is meant by it: --definition TEXT")
        return " ".join(click.prompt("Definition").split())
    return None


def _asked_terms(overview: Overview, collection: str, kind: str) -> list[str]:
    """Return the terms that a required field names: the only category there is, or what is asked for."""
    known = sorted({facts.key.slug for facts in overview.everything if facts.key.collection == collection})
    if not known:
        raise click.UsageError(f'There is no {kind} yet. Begin one first: kinepedia new {kind} "Title"')
    if collection == "categories" and len(known) == 1:
        return known
    if not _is_asked():
        raise click.UsageError(f"Say which, with --{kind} NAME. There are: {', '.join(known)}")
    click.echo(f"There are: {', '.join(known)}")

    def terms(text: str) -> list[str]:
        names = [each.strip() for each in text.split(",") if each.strip()]
        if not names:
            raise click.BadParameter("name at least one")
        try:
            return [one_entry(overview.names, each, collection).slug for each in names]
        except click.UsageError as error:
            raise click.BadParameter(error.message) from None

    return list(click.prompt(f"Which {collection}? (several with commas)", value_proc=terms))


for _kind in KINDS:
    command.add_command(_entry_command(_kind))
