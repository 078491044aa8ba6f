"""Resolves what the settings refer to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinepedia.link.targets import LinkTarget
from kinepedia.model.collections import AUTHORS
from kinepedia.model.settings import FILE as SETTINGS_FILE
from kinepedia.model.settings import spans as settings_spans
from kinepedia.parse.markdown.sanitize import scheme
from kinepedia.problems import rules
from kinepedia.problems.diagnostics import Diagnostic, Place
from kinepedia.problems.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from kinepedia.link.names import Names
    from kinepedia.model.addresses import Key
    from kinepedia.model.content_model import Model
    from kinepedia.model.settings import Settings
    from kinepedia.parse.facts import Facts


def navigation_links(
    settings: Settings,
    text: str,
    model: Model,
    names: Names,
    entries: Mapping[Key, Facts],
    absent: Mapping[Key, Facts],
    files: Collection[str],
) -> tuple[tuple[tuple[str, LinkTarget], ...], list[Diagnostic]]:
    """Resolve the links of the navigation.

    `files` are those of the site that are published as they are.
    """
    links = []
    problems = []
    present = {key.collection for key in (*entries, *(key for key, facts in absent.items() if facts.faulty))}
    by_address = {facts.address: key for key, facts in entries.items()}
    for index, item in enumerate(settings.navigation):
        address = item.to.strip("/")
        if scheme(item.to) in ("http", "https"):
            links.append((item.label, LinkTarget(item.to, external=True)))
        elif not address:
            links.append((item.label, LinkTarget("")))
        elif address in present and model.collections[address].listed:
            links.append((item.label, LinkTarget(model.collections[address].list_address)))
        elif key := by_address.get(address) or by_address.get(f"{address}/"):
            links.append((item.label, LinkTarget(entries[key].address, key=key)))
        elif file := next((each for each in _files_at(address) if each in files), None):
            links.append((item.label, LinkTarget(file)))
        elif address in model.collections:
            place = Place(SETTINGS_FILE, settings_spans(text).value("navigation", index, "to"))
            problems.append(rules.EMPTY_COLLECTION.at(place, name=address))
        else:
            loc = ("navigation", index, "to")
            known = {**dict.fromkeys(files, "file"), **dict.fromkeys(model.collections, "collection")}
            found, wrong = _setting(text, loc, item.to, None, model, names, absent, known)
            problems += wrong
            if found:
                links.append((item.label, LinkTarget(entries[found].address, key=found)))
    return tuple(links), problems


def _files_at(address: str) -> tuple[str, ...]:
    """Return the files that may stand at an address, as `static/` has them and as templates make them."""
    folder = address.removesuffix("index.html").rstrip("/")
    return (address, f"{folder}/index.html", f"{folder}/")


def default_author_of(
    settings: Settings, text: str, model: Model, names: Names, absent: Mapping[Key, Facts]
) -> tuple[Key | None, list[Diagnostic]]:
    """Resolve the site's author, who wrote what names no author."""
    if settings.author is None:
        return None, []
    return _setting(text, ("author",), settings.author, AUTHORS, model, names, absent)


def _setting(
    text: str,
    loc: tuple[str | int, ...],
    name: str,
    collection: str | None,
    model: Model,
    names: Names,
    absent: Mapping[Key, Facts],
    others: Iterable[str] = (),
) -> tuple[Key | None, list[Diagnostic]]:
    """Resolve a reference in the settings to an entry that is shown; one of `others` may have been meant."""
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
    kind = model.collections[collection].singular if collection else "collection, entry or file"
    hint = did_you_mean(name, others) or names.did_you_mean(name, collection)
    return None, [rules.DANGLING_REFERENCE.at(place, kind=kind, name=name, hint=hint)]
