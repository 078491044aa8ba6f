"""Checks all links of a site to pages elsewhere."""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kinepedia.audit.elsewhere import known_links
from kinepedia.audit.elsewhere.mentions import Mention, mentions
from kinepedia.audit.elsewhere.network import Network
from kinepedia.audit.elsewhere.outcome import RULES
from kinepedia.audit.elsewhere.visit import visit_all
from kinepedia.parse.places import Places
from kinepedia.problems.diagnostics import in_order

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kinepedia.audit.elsewhere.outcome import LinkOutcome
    from kinepedia.machine.folders import Folders
    from kinepedia.machine.progress import Progress
    from kinepedia.model.content_model import Model
    from kinepedia.problems.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found out about the links of a site.

    `unreachable` is how many could not be asked for, because nothing at all could be reached: the fault is
    then the network's, and no link's.
    """

    problems: tuple[Diagnostic, ...]
    unreachable: int


def check_links(
    folders: Folders,
    settings: str,
    model: Model,
    progress: Progress,
    *,
    clean: bool,
    network: Network | None = None,
) -> Checked:
    """Ask for every page elsewhere to which a site links; with `clean`, also for those asked for lately.

    `settings` is the text of the settings file, `model` the content model.
    """
    progress.stage("Collecting links")
    wanted: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions(folders, settings, model):
        wanted[mention.target.partition("#")[0]].append(mention)
    now = time.time()
    known = {} if clean else known_links.load(folders.cache, now)
    new = [link for link in wanted if link not in known]
    progress.stage("Checking links", len(new))
    asked = visit_all(new, network or Network(), progress.advance)
    lost = [link for link, outcome in asked.items() if outcome.reached is False]
    is_offline = bool(lost) and not any(outcome.reached for outcome in asked.values())
    known |= {
        link: (now, outcome)
        for link, outcome in asked.items()
        # What could not be asked for is not remembered, or a train in a tunnel would be known for an hour.
        if outcome.reached is not False or not is_offline
    }
    if new:
        known_links.save(folders.cache, known)
    places = Places(folders, model)
    problems = [
        problem
        for link, found in wanted.items()
        if link in known
        for mention in found
        for problem in _problems(mention, known[link][1], places)
    ]
    return Checked(in_order(problems), len(lost) if is_offline else 0)


def _problems(mention: Mention, outcome: LinkOutcome, places: Places) -> Iterator[Diagnostic]:
    if not outcome.code:
        return
    facts = {**outcome.facts, "target": mention.target}
    fragment = mention.target.partition("#")[2]
    if "new" in facts and fragment and "#" not in facts["new"]:
        facts["new"] += f"#{fragment}"
    for place in mention.places(places):
        yield RULES[outcome.code].at(place, **facts)
