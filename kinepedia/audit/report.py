"""Says what is wrong with the finished pages, and whose fault it is: an author's or a template's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinepedia.audit.inspector import has_anchor
from kinepedia.model.addresses import output_path
from kinepedia.problems import rules
from kinepedia.problems.diagnostics import Place
from kinepedia.problems.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from kinepedia.audit.inspector import Inspected, Wanted
    from kinepedia.link.encyclopedia import Encyclopedia
    from kinepedia.parse.places import Places
    from kinepedia.plan.page import Page
    from kinepedia.problems.diagnostics import Diagnostic, Rule


def report(
    inspected: Iterable[tuple[Page, Inspected]],
    anchors: Mapping[str, Collection[str]],
    wanted: Iterable[tuple[Page, Wanted]],
    encyclopedia: Encyclopedia,
    places: Places,
    template_path: Callable[[str], str],
) -> list[Diagnostic]:
    """Say what is wrong with the pages that were looked at, in the order of the pages.

    `anchors` has those of every page of the site that was rendered, `wanted` what every page expects of
    other pages. A fault of the templates is reported for the first page that shows it: it is likely on
    many.
    """
    found = _Report(encyclopedia, places, template_path)
    for page, seen in inspected:
        for anchor in seen.twice:
            found.twice(page, anchor)
        if seen.invalid:
            what, reason = seen.invalid
            found.invalid(page, what, reason)
        for target in seen.bare:
            found.of_theme(rules.THEME_ALT, page, target, target=target)
        for target, link in seen.lost:
            found.of_theme(rules.THEME_LINK, page, target, target=link)
    broken: dict[Wanted, Page] = {}
    # Of all pages, also of those that were not made: an anchor may be gone from a page that was.
    for page, (file, anchor) in wanted:
        if not has_anchor(anchors, file, anchor):
            broken.setdefault((file, anchor), page)
    if broken:
        found.anchors(broken, anchors)
    return found.problems


class _Report:
    """Puts together what is said of all pages."""

    def __init__(
        self, encyclopedia: Encyclopedia, places: Places, template_path: Callable[[str], str]
    ) -> None:
        self._encyclopedia = encyclopedia
        self._places = places
        self._template_path = template_path
        self._faults: set[tuple[str, str]] = set()
        self.problems: list[Diagnostic] = []

    def anchors(self, broken: Mapping[Wanted, Page], anchors: Mapping[str, Collection[str]]) -> None:
        """Report every link to an anchor that its page does not have."""
        by_authors = set()
        for key, targets in self._encyclopedia.targets.items():
            facts = self._encyclopedia.entries[key]
            for link, target in dict(zip(facts.links, targets, strict=True)).items():
                wanted = (output_path(target.address), target.anchor) if target else ("", "")
                if target and wanted in broken:
                    by_authors.add(wanted)
                    hint = did_you_mean(target.anchor, anchors[wanted[0]])
                    said = {"page": f"/{target.address}", "anchor": target.anchor}
                    self.problems += [
                        rules.BROKEN_ANCHOR.at(place, hint=hint, **said)
                        for place in self._places.links(facts, link)
                    ]
        for wanted, page in broken.items():
            if wanted not in by_authors:
                self.of_theme(rules.THEME_LINK, page, wanted[1], target=f"#{wanted[1]}")

    def twice(self, page: Page, anchor: str) -> None:
        """Report an id that is on a page twice: the author's, if the body has it, else the template's."""
        facts = self._encyclopedia.entries.get(page.key) if page.key else None
        body = self._places.body(facts) if facts else None
        if facts is None or body is None or anchor not in body.anchors:
            self.of_theme(rules.THEME_ID, page, anchor, anchor=anchor)
        elif not any(finding.rule is rules.DUPLICATE_ANCHOR for finding in body.findings):
            hint = "the page itself has this anchor; give yours another id: ## Heading {#other}"
            place = self._places.anchor(facts, anchor)
            self.problems.append(rules.DUPLICATE_ANCHOR.at(place, anchor=anchor, hint=hint))

    def invalid(self, page: Page, what: str, reason: str) -> None:
        """Report a file that is not what its name says."""
        place = Place(self._template_path(page.template))
        self.problems.append(
            rules.INVALID_FILE.at(place, address=f"/{page.address}", what=what, reason=reason)
        )

    def of_theme(self, rule: Rule, page: Page, subject: str, **facts: str) -> None:
        """Report a fault of the templates, once."""
        # By what it leads to and by how it is written: from each page, the same
        # mistake is another relative link.
        faults = {(rule.code, subject), (rule.code, facts.get("target", subject))}
        is_new = faults.isdisjoint(self._faults)
        self._faults |= faults
        if is_new:
            place = Place(self._template_path(page.template))
            self.problems.append(rule.at(place, page=f"/{page.address}", **facts))
