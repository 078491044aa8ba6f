"""Prepares a renaming: all that will change, made and checked before anything is written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kinepedia.author.rename.document import CannotRenameError
from kinepedia.author.rename.editor import Editor
from kinepedia.author.rename.naming import Move, Naming, Renaming, move_of
from kinepedia.author.rename.verify import verify
from kinepedia.link.names import Names, fold
from kinepedia.machine.folders import native_name
from kinepedia.model.addresses import Key
from kinepedia.problems.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kinepedia.author.overview import Overview
    from kinepedia.author.rename.document import Document
    from kinepedia.parse.facts import Facts


def prepare(overview: Overview, old: Facts, slug: str, title: str) -> Renaming:
    """Return what gives an entry another slug, another title, or both.

    `overview` must include drafts. Raises `CannotRenameError` if the site has errors, if the new name is
    taken, or if anything would refer to something else afterwards.
    """
    # First: a reference that cannot be resolved now would be missed, and one that is
    # faulty be taken for another.
    _refuse_errors(overview)
    key = Key(old.key.collection, slug)
    # One that its author gave stays, and so do all links to it.
    own = None if old.address == overview.model.address_of(old.key) else old.address
    new = old._replace(key=key, title=title, address=overview.model.address_of(key, own))
    move = move_of(old.content_path, slug) if new.key != old.key and not old.gives_slug else None
    _refuse_taken(overview, old, new, move)
    aliases = _aliases(old, title)
    names = Names(
        overview.model.collections,
        (
            (new.key, (title, *aliases)) if facts.path == old.path else (facts.key, facts.names)
            for facts in overview.everything
        ),
    )
    naming = Naming(old, new, names)
    editor = Editor(overview, naming, move)
    changes = [*editor.settings()]
    mentions: list[tuple[str, int]] = []
    for facts in overview.everything:
        changes += (found := [*editor.entry(facts)])
        if fold(title) != fold(old.title):
            document = found[0].after if found else editor.document(facts)
            mentions += _mentions(document, old.title)
    is_public = new.address != old.address and not old.draft
    redirect = f"/{old.address}" if is_public else None
    renaming = Renaming(old, new, tuple(changes), move, redirect, tuple(mentions))
    # Before anything is written: nothing above is trusted to have found every reference.
    verify(overview, renaming)
    return renaming


def _aliases(old: Facts, title: str) -> tuple[str, ...]:
    """Return the aliases of the renamed entry: the old title is one of them."""
    if fold(title) == fold(old.title):
        return old.aliases
    kept = tuple(alias for alias in old.aliases if fold(alias) != fold(title))
    return (*kept, old.title)


def _mentions(document: Document, title: str) -> Iterator[tuple[str, int]]:
    """Yield the lines of a body that say a title, in any case."""
    first = document.text.count("\n", 0, document.body_start) + 1
    body = document.text[document.body_start :]
    for number, line in enumerate(body.split("\n"), start=first):
        if re.search(rf"(?<!\w){re.escape(title)}(?!\w)", line, re.IGNORECASE):
            yield document.path, number


def _refuse_errors(overview: Overview) -> None:
    errors = [problem for problem in overview.problems if problem.severity is Severity.ERROR]
    if errors:
        paths = list(dict.fromkeys(problem.path for problem in errors))
        raise CannotRenameError(
            "references could be missed, because there are mistakes in " + ", ".join(paths),
            "mend them first; `kinepedia check --drafts` says where they are",
        )


def _refuse_taken(overview: Overview, old: Facts, new: Facts, move: Move | None) -> None:
    if (new.key, new.title) == (old.key, old.title):
        raise CannotRenameError(f'"{old.title}" has this name already', "give it another slug or title")
    for facts in overview.everything:
        is_other = facts.path != old.path
        if is_other and facts.key == new.key:
            raise CannotRenameError(f"{new.key} exists already: {facts.path}", "choose another slug")
        if is_other and new.address in facts.redirect_from and new.key != old.key:
            raise CannotRenameError(
                f"/{new.address} leads to {facts.path}, because that had this address once",
                "choose another slug, or take the address out of redirect_from there",
            )
    if move:
        target = overview.folders.content / native_name(move.new)
        clash = next(
            (each.name for each in target.parent.iterdir() if each.name.casefold() == target.name.casefold()),
            None,
        )
        if clash:
            raise CannotRenameError(f"{clash} exists already in {target.parent}", "choose another slug")
