"""The sixth stage: every finished page is read back, as a browser would, and its links are followed.

Content was checked where its author wrote it. What is found here is either an anchor, which only the
finished page has, or a fault of a template.
"""

from __future__ import annotations

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
    from collections.abc import Callable

    from kinepedia.diagnostics import Diagnostic, Rule
    from kinepedia.link import Encyclopedia
    from kinepedia.parse import EntryParser
    from kinepedia.plan import Page, Plan

_PAGE_ANCHORS = frozenset(["", "top"])  # HTML gives these a meaning without an element


class Audit:
    """Looks at one page after the other, and then says what is wrong with all of them."""

    def __init__(
        self, encyclopedia: Encyclopedia, plan: Plan, parser: EntryParser, template_path: Callable[[str], str]
    ) -> None:
        """Take what the pages are made of.

        `parser` finds where an author wrote something, `template_path` where a template lies.
        """
        self._encyclopedia = encyclopedia
        self._parser = parser
        self._template_path = template_path
        self._name_index = encyclopedia.settings.url_style == "file"
        self._root = urlsplit(encyclopedia.settings.base_url or "/").path
        self._files = {output_path(address) for address in plan.addresses()}
        self._absent = {output_path(address) for address in encyclopedia.absent}
        self._anchors: dict[str, frozenset[str]] = {}
        self._wanted: dict[tuple[str, str], Page] = {}
        self._faults: set[tuple[str, str]] = set()
        self.problems: list[Diagnostic] = []

    def look(self, page: Page, html: str) -> None:
        """Take note of a page's ids and of the anchors it links to, and report what is wrong on it."""
        tree = LexborHTMLParser(html)
        file = output_path(page.address)
        ids: set[str] = set()
        found: set[str] = set()
        for node in tree.css("[id], [href], [src]"):
            attributes = node.attributes
            if (anchor := attributes.get("id")) is not None:
                if anchor in ids:
                    self._report_twice(page, anchor)
                ids.add(anchor)
            found.update(link for name in ("href", "src") if (link := attributes.get(name)) is not None)
        self._anchors[file] = frozenset(ids)
        for node in tree.css("img:not([alt])"):
            target = node.attributes.get("src") or ""
            self._report_theme(rules.THEME_ALT, page, target, target=target)
        for link in sorted(found):
            if not _is_elsewhere(link):
                self._follow(page, file, link)

    def _follow(self, page: Page, file: str, link: str) -> None:
        path, _, anchor = link.partition("#")
        path = path.partition("?")[0]
        if page.address == NOT_FOUND and path.startswith(self._root):  # it links from the root
            path = path.removeprefix(self._root) or "./"
        target = _file_at(file, path, name_index=self._name_index) if path else file
        if target in self._absent:
            return
        if target not in self._files:
            self._report_theme(rules.THEME_LINK, page, target or link, target=link)
        elif anchor:
            self._wanted.setdefault((target, unquote(anchor)), page)

    def finish(self) -> None:
        """Report every link to an anchor that its page does not have, after all pages were looked at."""
        broken = {wanted: page for wanted, page in self._wanted.items() if not self._has_anchor(*wanted)}
        by_authors = set()
        for key, entry in self._encyclopedia.entries.items() if broken else ():
            links = dict(zip(entry.body.links, self._encyclopedia.targets[key], strict=True))
            for link, target in links.items():
                wanted = (output_path(target.address), target.anchor) if target else ("", "")
                if target and wanted in broken:
                    by_authors.add(wanted)
                    hint = did_you_mean(target.anchor, self._anchors[wanted[0]])
                    facts = {"page": f"/{target.address}", "anchor": target.anchor}
                    for place in self._parser.places_of_link(entry, link):
                        self.problems.append(rules.BROKEN_ANCHOR.at(place, hint=hint, **facts))
            self.problems += self._parser.more_places(entry.source)
        for (target_file, anchor), page in broken.items():
            if (target_file, anchor) not in by_authors:
                self._report_theme(rules.THEME_LINK, page, anchor, target=f"#{anchor}")

    def _has_anchor(self, file: str, anchor: str) -> bool:
        """Tell whether a page has an anchor. A page that failed to render is not blamed for it."""
        return file not in self._anchors or anchor in self._anchors[file] or anchor in _PAGE_ANCHORS

    def _report_twice(self, page: Page, anchor: str) -> None:
        """Report an id that is on a page twice: the author's, if the body has it, else the template's."""
        key = Key(*page.address.strip("/").split("/")) if page.address.count("/") == 2 else None
        entry = self._encyclopedia.entries.get(key) if key else None
        if entry is None or anchor not in entry.body.anchors:
            self._report_theme(rules.THEME_ID, page, anchor, anchor=anchor)
        elif not any(finding.rule is rules.DUPLICATE_ANCHOR for finding in entry.body.findings):
            hint = "the page itself has this anchor; give yours another id: ## Heading {#other}"
            place = self._parser.place_of_anchor(entry, anchor)
            self.problems.append(rules.DUPLICATE_ANCHOR.at(place, anchor=anchor, hint=hint))
            self.problems += self._parser.more_places(entry.source)

    def _report_theme(self, rule: Rule, page: Page, subject: str, **facts: str) -> None:
        """Report a fault of the templates for the first page that shows it: it is likely on many."""
        faults = {(rule.code, subject), (rule.code, facts.get("target", subject))}
        is_new = faults.isdisjoint(self._faults)
        self._faults |= faults
        if is_new:
            place = Place(self._template_path(page.template))
            self.problems.append(rule.at(place, page=f"/{page.address}", **facts))


def _is_elsewhere(link: str) -> bool:
    """Tell whether a link leads to another host, or to no page at all, such as an e-mail address."""
    head = link.partition("/")[0]
    return link.startswith("//") or (":" in head and head.partition(":")[0].lower() in ALLOWED_SCHEMES)


def _file_at(file: str, path: str, *, name_index: bool) -> str | None:
    """Return the output file that a relative link on the page in `file` leads to.

    None if it leads out of the site, if it is not relative, or, with `name_index`, if it names a folder,
    which cannot be opened from a disk.
    """
    if path.startswith("/"):
        return None
    way = file.split("/")[:-1]
    for part in path.split("/"):
        if part == "..":
            if not way:
                return None
            way.pop()
        elif part not in ("", "."):
            way.append(unquote(part))
    if path.endswith(("/", ".")):
        return None if name_index else "/".join([*way, "index.html"])
    return "/".join(way)
