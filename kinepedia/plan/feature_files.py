"""The pages and files that features add, each at an address of its own."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from kinepedia.plan.asking import files_of, pages_of, problems_of
from kinepedia.plan.page import Page
from kinepedia.plan.reader import Reader
from kinepedia.problems import rules
from kinepedia.problems.blame import FeatureError
from kinepedia.problems.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kinepedia.link.encyclopedia import Encyclopedia
    from kinepedia.plan.catalogue import Catalogue
    from kinepedia.plan.feature import Feature, Site, SiteFile, SitePage
    from kinepedia.problems.diagnostics import Diagnostic


def reader_of(encyclopedia: Encyclopedia) -> Reader:
    """Return what features read a site with that add files or pages to it, or check it."""

    @cache
    def catalogue() -> Catalogue:
        from kinepedia.plan.catalogue import Catalogue
        from kinepedia.plan.neighbour_finder import NeighbourFinder

        return Catalogue(encyclopedia, NeighbourFinder(encyclopedia), lambda _: b"")

    # Nothing of what they read is noted: all of them are asked whenever a site is linked. They see no bodies,
    # which may change without that.
    return Reader(catalogue, None)


def added_pages(site: Site, features: Sequence[Feature]) -> dict[str, SitePage]:
    """Return the pages that features make, by address; what is wrong with them is reported."""
    added: dict[str, SitePage] = {}
    known = site.sources.templates
    for feature in features:
        try:
            found = pages_of(feature, site)
        except FeatureError as error:
            site.taken.problems.append(error.diagnostic)
            continue
        for page in found:
            if page.template not in known and feature.code:
                place = feature.code.beginning
                hint = did_you_mean(page.template, known)
                site.taken.problems.append(rules.MISSING_TEMPLATE.at(place, name=page.template, hint=hint))
            elif site.taken.take(page.address, _owner(feature)):
                added[page.address] = page
    return added


def site_files(site: Site, features: Sequence[Feature]) -> Iterator[tuple[Page, SiteFile]]:
    """Yield the files for machines, unless somebody else has their address."""
    for feature in features:
        try:
            found = files_of(feature, site)
        except FeatureError as error:
            site.taken.problems.append(error.diagnostic)
            continue
        for file in found:
            # A site may have another one in the place of ours, which is for what its code makes no matter.
            is_free = feature.code or site.taken.owner(file.address) is None
            if is_free and site.taken.take(file.address, _owner(feature)):
                yield Page(file.address, file.template, "machine"), file


def data_pages(site: Site, features: Sequence[Feature]) -> Iterator[Page]:
    """Yield the files of data for scripts."""
    for feature in features:
        if feature.data:
            for address in feature.data.addresses(site.encyclopedia):
                if site.taken.take(address, _owner(feature)):
                    yield Page(address, feature.data.template, "data")


def companions(site: Site, features: Sequence[Feature]) -> Iterator[Page]:
    """Yield the files beside the pages of entries."""
    for feature in features:
        if companion := feature.companion:
            for key, facts in site.encyclopedia.entries.items():
                address = companion.address(facts.address)
                if companion.is_wanted(facts) and site.taken.take(address, facts.path):
                    yield Page(address, companion.name, "companion", key)


def problems_of_all(site: Site, features: Sequence[Feature]) -> Iterator[Diagnostic]:
    """Yield what features find wrong with a site."""
    for feature in features:
        try:
            yield from problems_of(feature, site)
        except FeatureError as error:
            yield error.diagnostic


def _owner(feature: Feature) -> str:
    return feature.code.beginning.path if feature.code else "the site itself"
