"""`kinepedia new`."""

from __future__ import annotations

import sys
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kinepedia.commands.options import FOLDER, checked_title, site_options
from kinepedia.commands.overview import one_entry, overview_or_stop, say
from kinepedia.model.collections import CATEGORIES, EXERCISES, ITEMS, ROUTINES, TARGETS
from kinepedia.model.content_model import BUILT_IN

if TYPE_CHECKING:
    from collections.abc import Callable

    from kinepedia.author.overview import Overview
    from kinepedia.machine.folders import Folders
    from kinepedia.model.collections import Collection

_HELP = """Begin {what}: a file that is ready to build, with guidance for every field.

The file has the name that its title makes; nothing is ever overwritten. {draft}On a terminal, what is
required and not given is asked for.

Exit status: 0 written; 1 the machine failed; 2 wrong usage, or the name is taken.
"""
_DRAFT = "It is a draft, because it has words for you to replace; take draft: true out when it is ready. "


class _Kinds(click.Group):
    """The kinds of entries, with those of the site in the current folder."""

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        return super().get_command(context, name) or _own_commands(_site()).get(name)

    def list_commands(self, context: click.Context) -> list[str]:
        return [*super().list_commands(context), *_own_commands(_site())]


@cache
def _own_commands(site: Path) -> dict[str, click.Command]:
    """Return a command for each collection that the site in a folder has of its own."""
    from kinepedia.features.setup import setup_of
    from kinepedia.machine.folders import Folders

    try:
        model = setup_of(Folders.of(site), safe=True).model
    except OSError:  # there is no site, and so nothing of its own
        return {}
    rows = [row for name, row in model.collections.items() if name not in BUILT_IN.collections]
    return {word_of(row): _entry_command(row) for row in rows}


def _site() -> Path:
    """Return the folder of the site, as the command line names it before anything else is read of it."""
    given = [after for before, after in zip(sys.argv, sys.argv[1:], strict=False) if before == "--site"]
    given += [each.removeprefix("--site=") for each in sys.argv if each.startswith("--site=")]
    return Path(given[0] if given else ".").absolute()


@click.group("new", cls=_Kinds)
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

    overview = overview_of(Folders.of(folder), drafts=True)
    model, entries = overview.model, overview.everything
    written = write(folder / "schema", schemas(model, entries), folder / ".vscode", snippets(model, entries))
    return list(map(str, written))


def word_of(row: Collection) -> str:
    """Return what the command line calls an entry of a collection."""
    return (row.word or row.singular).replace(" ", "-")


def _entry_command(row: Collection) -> click.Command:
    """Return the command that begins an entry of a collection."""

    def run(folders: Folders, title: str | None, slug: str | None, **given: Any) -> None:
        _begin(folders, row.name, title, slug, given)

    options: list[Callable[..., Any]] = [
        site_options,
        click.argument("title", required=False),
        click.option("--slug", help="The last part of the address, if not made from the title."),
        *(_OPTIONS.get(row.name, ())),
    ]
    made: Any = run
    for option in reversed(options):
        made = option(made)
    text = _HELP.format(what=row.what, draft=_DRAFT if row.placeholder else "")
    return click.command(word_of(row), help=text, short_help=f"Begin {row.what}.")(made)


_terms = partial(click.option, metavar="NAME", multiple=True)

_OPTIONS: dict[str, tuple[Callable[..., Any], ...]] = {
    EXERCISES: (
        _terms("--category", "categories", help="Where it is filed; may be given several times."),
        click.option("--type", metavar="NAME", help="The type of exercise or stretch."),
        click.option("--level", metavar="NAME", help="How difficult it is."),
    ),
    TARGETS: (
        click.option("--kind", type=click.Choice(["muscle", "nerve", "joint", "fascia"]), help="What it is."),
    ),
    "types": (click.option("--definition", help="What this encyclopedia means by it."),),
    ROUTINES: (_terms("--exercise", "items", help="Its exercises in order; may be given several times."),),
}


def _begin(
    folders: Folders, collection: str, title: str | None, slug: str | None, given: dict[str, Any]
) -> None:
    from kinepedia.author.new.entry import entry_text, required_own
    from kinepedia.machine.folders import relative_path

    overview = overview_or_stop(folders, drafts=True)
    if title is None:
        title = click.prompt("Title") if _is_asked() else None
    if title is None:
        raise click.UsageError("Missing argument 'TITLE'.")
    title = checked_title(title)
    row = overview.model.collections[collection]
    path = _free_path(overview, collection, title, slug)
    values = {**_values(overview, given), **_own_references(overview, row)}
    text = entry_text(row, title, values)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise click.ClickException(f"{error.strerror or error}: {error.filename or path}.") from None
    say(f"Wrote {relative_path(path, Path.cwd())}.")
    if row.placeholder or required_own(row):
        say("It is a draft until you take draft: true out; kinepedia build --drafts shows it.")
    for facts in overview.everything:
        if facts.lists_sequence and facts.key.slug in values.get(CATEGORIES, ()):
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
    address = overview.model.address_of(key)
    for facts in overview.everything:
        if facts.key == key:
            raise click.UsageError(f"{key} exists already: {facts.path}")
        if address in facts.redirect_from:
            raise click.UsageError(f"/{address} leads to {facts.path}, because that had this address once.")
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


def _own_references(overview: Overview, row: Collection) -> dict[str, Any]:
    """Return an entry for each of the site's own fields that must refer to one: the first, to be replaced."""
    from kinepedia.author.new.entry import required_own

    own = dict(row.own)
    found: dict[str, Any] = {}
    for name in required_own(row):
        field = own[name]
        if field.type == "reference" and field.to:
            known = [facts.key.slug for facts in overview.everything if facts.key.collection == field.to]
            if not known:
                word = word_of(overview.model.collections[field.to])
                raise click.UsageError(
                    f'There is no {word} yet. Begin one first: kinepedia new {word} "Title"'
                )
            found[name] = [min(known)] if field.many else min(known)
    return found


def _named(overview: Overview, name: str, value: str | tuple[str, ...]) -> str | list[str]:
    """Return the value of an option as it goes into a field; references become slugs."""
    collection = EXERCISES if name == ITEMS else overview.model.references.get(name)
    if isinstance(value, tuple):
        return [one_entry(overview, each, collection).slug for each in value]
    return one_entry(overview, value, collection).slug if collection else " ".join(value.split())


def _missing(overview: Overview, name: str) -> str | list[str] | None:
    """Return the value of a field that must be there and was not given; None for all others."""
    if name in (CATEGORIES, ITEMS):  # the field has the name of the collection
        return _asked_terms(overview, CATEGORIES if name == CATEGORIES else EXERCISES)
    if name == "kind":
        choice = click.Choice(["muscle", "nerve", "joint", "fascia"])
        return str(click.prompt("Kind", "muscle", type=choice)) if _is_asked() else "muscle"
    if name == "definition":
        if not _is_asked():
            raise click.UsageError("Say what is meant by it: --definition TEXT")
        return " ".join(click.prompt("Definition").split())
    return None


def _asked_terms(overview: Overview, collection: str) -> list[str]:
    """Return the terms that a required field names: the only category there is, or what is asked for."""
    kind = overview.model.collections[collection].singular
    known = sorted({facts.key.slug for facts in overview.everything if facts.key.collection == collection})
    if not known:
        raise click.UsageError(f'There is no {kind} yet. Begin one first: kinepedia new {kind} "Title"')
    if collection == CATEGORIES and len(known) == 1:
        return known
    if not _is_asked():
        raise click.UsageError(f"Say which, with --{kind} NAME. There are: {', '.join(known)}")
    click.echo(f"There are: {', '.join(known)}")

    def terms(text: str) -> list[str]:
        names = [each.strip() for each in text.split(",") if each.strip()]
        if not names:
            raise click.BadParameter("name at least one")
        try:
            return [one_entry(overview, each, collection).slug for each in names]
        except click.UsageError as error:
            raise click.BadParameter(error.message) from None

    return list(click.prompt(f"Which {collection}? (several with commas)", value_proc=terms))


for _row in BUILT_IN.collections.values():
    command.add_command(_entry_command(_row))
