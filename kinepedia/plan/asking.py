"""Asks features for what they add, and does not trust those of a site."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar

from kinepedia.model.addresses import page_address
from kinepedia.model.validity import problem
from kinepedia.plan.feature import Shown, SiteFile, SitePage
from kinepedia.problems.blame import rubbish
from kinepedia.problems.calling import called, collected, remarks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kinepedia.plan.feature import Feature, Site
    from kinepedia.problems.blame import Code
    from kinepedia.problems.diagnostics import Diagnostic

V = TypeVar("V")


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
    found = _asked(feature, feature.files, SiteFile, site, _FILES)
    if feature.code:
        for file in found:
            _check_file(feature.code, file)
    return found


def pages_of(feature: Feature, site: Site) -> Iterable[SitePage]:
    """Return the pages of a feature. Raises `FeatureError` if it fails."""
    found = _asked(feature, feature.pages, SitePage, site, _PAGES)
    if feature.code:
        for page in found:
            _check_page(feature.code, page)
    return found


def _asked(
    feature: Feature, function: Callable[[Site], Iterable[V]] | None, kind: type[V], site: Site, doing: str
) -> Iterable[V]:
    """Return what a function of a feature returns; nothing if the feature has none."""
    if function is None:
        return ()
    return collected(feature.code, doing, kind, function, site) if feature.code else function(site)


def problems_of(feature: Feature, site: Site) -> Iterable[Diagnostic]:
    """Return what a feature finds wrong with a site. Raises `FeatureError` if it fails."""
    if not feature.check:
        return ()
    return (
        remarks(feature.code, "checking the site", feature.check, site)
        if feature.code
        else feature.check(site)
    )


_FILES = "asked for its files"
_PAGES = "asked for its pages"

_HALF = re.compile("[\ud800-\udfff]")


def _check_file(code: Code, file: SiteFile) -> None:
    """Raise `FeatureError` for a file that cannot be published, or is not what its name says."""
    _check_address(code, file.address, _FILES)
    if not file.address or file.address.endswith("/"):
        raise rubbish(code, f'"{file.address}" names no file, such as "api/all.json"', _FILES)
    content = file.content
    if file.template or file.view or not isinstance(content, str | bytes):
        raise rubbish(code, f"/{file.address} has no text or bytes as its content", _FILES)
    if isinstance(content, str):
        if _HALF.search(content):
            raise rubbish(code, f"/{file.address} has half a character in its content", _FILES)
        content = content.encode()
    if invalid := problem(file.address, content):
        what, reason = invalid
        raise rubbish(code, f"/{file.address} is no valid {what}: {reason}", _FILES)


def _check_page(code: Code, page: SitePage) -> None:
    """Raise `FeatureError` for a page that cannot be made, or not the same in every run."""
    _check_address(code, page.address, _PAGES)
    texts = {"template": page.template, "title": page.title, "description": page.description or ""}
    for name, text in texts.items():
        if not isinstance(text, str):
            raise rubbish(code, f"the {name} of /{page.address} is no text", _PAGES)
    if page.template.endswith(".html") and page.address and not page.address.endswith(("/", ".html")):
        what = f'the address of the page /{page.address} ends neither in "/" nor in ".html"'
        raise rubbish(code, what, _PAGES)
    if not _is_plain(page.data):
        what = f"the data of /{page.address} are not only texts, numbers, lists, tuples and mappings"
        raise rubbish(code, what, _PAGES)


def _is_plain(value: object) -> bool:
    """Tell whether a value is the same in every run, as a set is not, whose order changes."""
    if isinstance(value, list | tuple):
        return all(map(_is_plain, value))
    if isinstance(value, dict):
        return all(type(key) is str and _is_plain(item) for key, item in value.items())
    return value is None or type(value) in (str, int, float, bool)


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
