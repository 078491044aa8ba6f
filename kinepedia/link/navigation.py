"""Resolves what the settings refer to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinepedia.link.targets import LinkTarget
from kinepedia.model.schema import COLLECTIONS
from kinepedia.model.settings import FILE as SETTINGS_FILE
from kinepedia.model.settings import spans as settings_spans
from kinepedia.parse.markdown.sanitize import scheme
from kinepedia.problems import rules
from kinepedia.problems.diagnostics import Diagnostic, Place
from kinepedia.problems.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kinepedia.link.names import Names
    from kinepedia.model.addresses import Key
    from kinepedia.model.settings import Settings
    from kinepedia.parse.facts import Facts


def navigation_links(
    settings: Settings, text: str, names: Names, absent: Mapping[Key, Facts], lists: frozenset[str]
) -> tuple[tuple[tuple[str, LinkTarget], ...], list[Diagnostic]]:
    """Resolve the links of the navigation; `lists` has the addresses of the collections with entries."""
    links = []
    problems = []
    for index, item in enumerate(settings.navigation):
        address = item.to.strip("/")
        if scheme(item.to) in ("http", "https"):
            links.append((item.label, LinkTarget(item.to, external=True)))
        elif not address or f"{address}/" in lists:
            links.append((item.label, LinkTarget(f"{address}/" if address else "")))
        elif address in COLLECTIONS:
            place = Place(SETTINGS_FILE, settings_spans(text).value("navigation", index, "to"))
            problems.append(rules.EMPTY_COLLECTION.at(place, name=address))
        else:
            key, wrong = _setting(text, ("navigation", index, "to"), item.to, None, names, absent)
            problems += wrong
            if key:
                links.append((item.label, LinkTarget(key.address, key=key)))
    return tuple(links), problems


def default_author_of(
    settings: Settings, text: str, names: Names, absent: Mapping[Key, Facts]
) -> tuple[Key | None, list[Diagnostic]]:
    """Resolve the site's author, who wrote what names no author."""
    if settings.author is None:
        return None, []
    return _setting(text, ("author",), settings.author, "authors", names, absent)


def _setting(
    text: str,
    loc: tuple[str | int, ...],
    name: str,
    collection: str | None,
    names: Names,
    absent: Mapping[Key, Facts],
) -> tuple[Key | None, list[Diagnostic]]:
    """Resolve a reference in the settings to an entry that is shown."""
    found = names.find(name, collection)
    if len(found) == 1 and found[0] not in absent:
        return found[0], []
    place = Place(SETTINGS_FILE, settings_spans(text).value(*loc))
    if len(found) == 1:
        return None, [rules.DRAFT_REFERENCE.at(place, name=name)] if not absent[found[0]].faulty else []
    if found:
        candidates = " or ".join(f'"{key}"' for key in found)
        return None, [
            rules.AMBIGUOUS_REFERENCE.at(place, name=name, candidates=candidates, first=str(found[0]))
        ]
    kind = COLLECTIONS[collection].singular if collection else "collection or entry"
    hint = (not collection and did_you_mean(name, COLLECTIONS)) or names.did_you_mean(name, collection)
    return None, [rules.DANGLING_REFERENCE.at(place, kind=kind, name=name, hint=hint)]
