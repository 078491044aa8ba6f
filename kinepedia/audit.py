"""The sixth stage: every finished page is read back, as a browser would, and its links are followed.

Content was checked where its author wrote it. What is found here is either an anchor, which only the
finished page has, or a fault of a template.
"""

from __future__ import annotations

from posixpath import join, normpath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser

from kinepedia import rules
from kinepedia.addresses import Key, output_path
from kinepedia.diagnostics import Place
from kinepedia.markup.sanitize import ALLOWED_SCHEMES
from kinepedia.plan.links import NOT_FOUND
from kinepedia.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kinepedia.diagnostics import Diagnostic
    from kinepedia.link import Encyclopedia
    from kinepedia.parse import EntryParser
    from kinepedia.plan import Page, Plan

_PAGE_ANCHORS = frozenset(["", "top"])  # HTML gives these a meaning without an element


class Audit:
    """Looks at one page after the other, and then says what is wrong with all of them."""

    def __init__(self, encyclopedia: Encyclopedia, plan: Plan) -> None:
        self._encyclopedia = encyclopedia
        self._files = {output_path(address) for address in plan.addresses()}
        self._absent = {output_path(address) for address in encyclopedia.absent}
        self._anchors: dict[str, frozenset[str]] = {}
        self._links: dict[str, set[tuple[str, str]]] = {}
        self.problems: list[Diagnostic] = []

    def look(self, page: Page, html: str) -> None:
        """Take note of a page's ids and links, and report what is wrong on the page itself."""
        tree = LexborHTMLParser(html)
        file = output_path(page.address)
        ids: set[str] = set()
        for node in tree.css("[id]"):
            anchor = node.attributes["id"] or ""
            if anchor in ids:
                self._report_twice(page, anchor)
            ids.add(anchor)
        self._anchors[file] = frozenset(ids)
        links: set[tuple[str, str]] = set()
        for node in tree.css("[href], [src]"):
            for name in ("href", "src"):
                if (target := node.attributes.get(name)) is not None:
                    links.add((target, node.tag or ""))
            if node.tag == "img" and node.attributes.get("alt") is None:
                target = node.attributes.get("src") or ""
                self.problems.append(
                    rules.THEME_ALT.at(_template(page), target=target, page=f"/{page.address}")
                )
        self._links[file] = {found for found in links if not _is_elsewhere(found[0])}
        if page.address != NOT_FOUND:
            self._check_targets(page, self._links[file])

    def finish(self, parser: EntryParser) -> None:
        """Report every link to an anchor that its page does not have, after all pages were looked at."""
        reported = set()
        for key, entry in self._encyclopedia.entries.items():
            for link, target in zip(entry.body.links, self._encyclopedia.targets[key], strict=True):
                if target is None or not target.anchor or target.external:
                    continue
                file = output_path(target.address)
                anchors = self._anchors.get(file)
                if anchors is None or target.anchor in anchors | _PAGE_ANCHORS or (key, link) in reported:
                    continue
                reported.add((key, link))
                hint = did_you_mean(target.anchor, anchors)
                for place in parser.places_of_link(entry, link):
                    self.problems.append(
                        rules.BROKEN_ANCHOR.at(
                            place, page=f"/{target.address}", anchor=target.anchor, hint=hint
                        )
                    )
        self.problems += self._theme_anchors()

    def _theme_anchors(self) -> Iterator[Diagnostic]:
        """Yield the links to anchors that a template, not an author, got wrong."""
        by_authors = {
            target.anchor
            for targets in self._encyclopedia.targets.values()
            for target in targets
            if target and target.anchor
        }
        for file, links in self._links.items():
            for target, _ in sorted(links):
                path, _, anchor = target.partition("#")
                anchor = unquote(anchor)
                if not anchor or anchor in by_authors:
                    continue
                anchors = self._anchors.get(_file_at(file, path) if path else file)
                if anchors is not None and anchor not in anchors | _PAGE_ANCHORS:
                    place = Place(f"output/{file}")
                    yield rules.THEME_LINK.at(place, target=target, page=f"/{file}")

    def _check_targets(self, page: Page, links: set[tuple[str, str]]) -> None:
        file = output_path(page.address)
        for target, _ in sorted(links):
            path = target.partition("#")[0]
            if not path:
                continue
            found = _file_at(file, path)
            if found not in self._files and found not in self._absent:
                self.problems.append(
                    rules.THEME_LINK.at(_template(page), target=target, page=f"/{page.address}")
                )

    def _report_twice(self, page: Page, anchor: str) -> None:
        """Report an id that is on a page twice: the author's, if the body has it, else the template's."""
        key = Key(*page.address.strip("/").split("/")) if page.address.count("/") == 2 else None
        entry = self._encyclopedia.entries.get(key) if key else None
        if entry and anchor in entry.body.anchors:
            self.problems.append(rules.DUPLICATE_ANCHOR.at(entry.source.place_of_name(), anchor=anchor))
        else:
            self.problems.append(rules.THEME_ID.at(_template(page), anchor=anchor, page=f"/{page.address}"))


def _template(page: Page) -> Place:
    return Place(f"templates/{page.template}")


def _is_elsewhere(target: str) -> bool:
    try:
        parts = urlsplit(target)
    except ValueError:
        return False
    return parts.scheme in ALLOWED_SCHEMES or bool(parts.netloc)


def _file_at(file: str, path: str) -> str:
    """Return the output file that a relative link on the page in `file` leads to."""
    target = unquote(path.partition("?")[0])
    found = normpath(join(file.rpartition("/")[0], target))
    found = "" if found == "." else found
    if target.endswith(("/", ".")) or not found:
        return f"{found}/index.html".lstrip("/")
    return found
