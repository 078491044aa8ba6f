"""Exchanges the targets of single links in a Markdown body.

Python-Markdown keeps no positions, so it is asked: a change is taken only if, converted, the body then has
the new link where it had the old one, and all else as it was. Nothing in a comment, in code or in plain
text can be taken for a link in this way.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kinepedia.author.rename.document import CannotRenameError
from kinepedia.parse.markdown.complexity import TooComplexError
from kinepedia.parse.markdown.convert import disguised, literal
from kinepedia.problems.text import unix_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kinepedia.author.rename.document import Document
    from kinepedia.parse.markdown.body import Body, Link

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+.!|<>&-])")


def with_links(
    document: Document, targets: Mapping[Link, tuple[str, ...]], convert: Callable[[str], Body]
) -> tuple[Document, int]:
    """Return the document with other targets in these links, and how many places were changed.

    Of several targets, the first is taken that can be written. `convert` converts the body as a build does.
    Raises `CannotRenameError` if a link cannot be changed.
    """
    start = document.body_start
    head, text = document.text[:start], document.text[start:]
    body = convert(unix_lines(text))
    changed = 0
    for link, wanted in targets.items():
        # It may match too much, in code or in a comment: what a match means is asked
        # of the converter, each time.
        pattern = literal(link.target)
        if not re.search(pattern, text):
            pattern = disguised(link.target)
        before = r"\[\[[\s`]*" if link.wiki else ""
        place = re.compile(f"{before}(?P<target>{pattern})")
        at = 0
        # It ends: each round goes on behind what it has just tried or written.
        while match := place.search(text, at):
            first, last = match.span("target")
            at = last
            for form, new in _forms(link, match["target"], wanted):
                trial = text[:first] + form + text[last:]
                after = _converted(convert, trial)
                if after and _is_exchanged(body, after, link, new):
                    text, body, at = trial, after, first + len(form)
                    changed += 1
                    break
        # Some place of it was not found, or could not be written. Half of it changed
        # would be worse than nothing.
        if link in body.links:
            raise CannotRenameError(
                f'the link to "{link.target}" in {document.path} cannot be changed safely',
                "write it as [[slug]] or as a simple Markdown link",
            )
    return replace(document, text=head + text), changed


def _forms(link: Link, written: str, wanted: tuple[str, ...]) -> list[tuple[str, Link]]:
    """Return the ways to write new targets in place of what was written, and the link that each makes."""
    forms = []
    for target in wanted:
        new = link._replace(target=target)
        forms += [(target, new), (_SPECIAL.sub(r"\\\1", target), new)]
    if link.titled:  # where the words themselves matter, as those of a heading that has an anchor
        shown = written.partition("#")[0].rpartition("/")[2]
        for target in wanted[1:] or wanted:
            new = link._replace(target=target, titled=False)
            forms += [(f"{target}|{shown}", new), (rf"{target}\|{shown}", new)]
    return forms


def _converted(convert: Callable[[str], Body], text: str) -> Body | None:
    try:
        return convert(unix_lines(text))
    except TooComplexError:
        return None


def _is_exchanged(before: Body, after: Body, link: Link, new: Link) -> bool:
    """Tell whether all that differs is that one or more links have become another one."""
    pairs = list(zip(before.links, after.links, strict=False))
    return (
        len(before.links) == len(after.links)
        and before.links != after.links
        and all(old == now or (old, now) == (link, new) for old, now in pairs)
        and before.anchors == after.anchors
        # By number: what a finding says of the link has changed with it.
        and len(before.findings) == len(after.findings)
    )
