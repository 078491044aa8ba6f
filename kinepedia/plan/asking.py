"""Asks features for what they add, and does not trust those of a site."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from kinepedia.model.addresses import page_address
from kinepedia.model.validity import problem
from kinepedia.plan.feature import Shown, SiteFile, SitePage
from kinepedia.problems.blame import rubbish
from kinepedia.problems.calling import called, collected, remarks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kinepedia.plan.feature import Feature, Site
    from kinepedia.problems.blame import Code
    from kinepedia.problems.diagnostics import Diagnostic


def page_data(features: Sequence[Feature], shown: Shown) -> dict[str, Any]:
    """Return what the features have to say on a page, by their names; None for nothing.

    Raises `FeatureError` if one fails that is not ours.
    """
    found: dict[str, Any] = dict.fromkeys(shown.maker.model.left_out)
    for feature in features:
        if not feature.page_data:
            continue
        if feature.code:
            value = called(feature.code, f"making /{shown.page.address}", feature.page_data, shown)
        else:
            value = feature.page_data(shown)
        found[feature.name] = value
    return found


def files_of(feature: Feature, site: Site) -> Iterable[SiteFile]:
    """Return the files of a feature. Raises `FeatureError` if it fails."""
    if not feature.files:
        return ()
    if not feature.code:
        return feature.files(site)
    found = collected(feature.code, _FILES, SiteFile, feature.files, site)
    for file in found:
        _check_address(feature.code, file.address, _FILES)
        if file.template or file.view or not _is_content(file.content):
            raise rubbish(feature.code, f"/{file.address} has no text or bytes as its content", _FILES)
        if not file.address or file.address.endswith("/"):
            raise rubbish(feature.code, f'"{file.address}" names no file, such as "api/all.json"', _FILES)
        if found_wrong := problem(file.address, _bytes(file.content)):
            what, reason = found_wrong
            raise rubbish(feature.code, f"/{file.address} is no valid {what}: {reason}", _FILES)
        if isinstance(file.content, str) and _HALF.search(file.content):
            raise rubbish(feature.code, f"/{file.address} has half a character in its content", _FILES)
    return found


def pages_of(feature: Feature, site: Site) -> Iterable[SitePage]:
    """Return the pages of a feature. Raises `FeatureError` if it fails."""
    if not feature.pages:
        return ()
    if not feature.code:
        return feature.pages(site)
    found = collected(feature.code, _PAGES, SitePage, feature.pages, site)
    for page in found:
        _check_address(feature.code, page.address, _PAGES)
        for name in ("template", "title"):
            if not isinstance(getattr(page, name), str):
                raise rubbish(feature.code, f"the {name} of /{page.address} is no text", _PAGES)
        if page.description is not None and not isinstance(page.description, str):
            raise rubbish(feature.code, f"the description of /{page.address} is no text", _PAGES)
        if page.template.endswith(".html") and not page.address.endswith(("/", ".html")) and page.address:
            what = f'the address of the page /{page.address} ends neither in "/" nor in ".html"'
            raise rubbish(feature.code, what, _PAGES)
        if not isinstance(page.description, str | None) or not _is_plain(page.data):
            what = f"the data of /{page.address} are not only texts, numbers, lists, tuples and mappings"
            raise rubbish(feature.code, what, _PAGES)
    return found


def problems_of(feature: Feature, site: Site) -> Iterable[Diagnostic]:
    """Return what a feature finds wrong with a site. Raises `FeatureError` if it fails."""
    if not feature.check:
        return ()
    return (
        remarks(feature.code, "checking the site", feature.check, site)
        if feature.code
        else feature.check(site)
    )


_HALF = re.compile("[\ud800-\udfff]")


def _is_plain(value: object) -> bool:
    """Tell whether a value is the same in every run, as a set is not, whose order changes."""
    if isinstance(value, list | tuple):
        return all(map(_is_plain, value))
    if isinstance(value, dict):
        return all(type(key) is str and _is_plain(item) for key, item in value.items())
    return value is None or type(value) in (str, int, float, bool)


def _is_content(content: object) -> bool:
    if isinstance(content, str):
        return not any("\ud800" <= character <= "\udfff" for character in content)
    return isinstance(content, bytes)


def _bytes(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content


_FILES = "asked for its files"
_PAGES = "asked for its pages"


def _check_address(code: Code, address: object, doing: str) -> None:
    """Raise `FeatureError` for an address at which no file of the site can lie."""
    if not isinstance(address, str):
        raise rubbish(code, f"the address {address!r} is no text", doing)
    folder, _, name = address.rpartition("/")
    try:
        page_address(f"/{folder}/x.html" if "/" in address else "/x.html")
        if name:
            page_address(f"/{name.removeprefix('.')}/")
    except ValueError:
        what = f'"{address}" is no address on this site, such as "api/exercises.json" or "team/"'
        raise rubbish(code, what, doing) from None
