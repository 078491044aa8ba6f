"""What every page shows of the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinepedia.plan.links import NOT_FOUND, Linker
from kinepedia.plan.views import LinkView, SiteView
from kinepedia.schema import COLLECTIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kinepedia.link import Encyclopedia


class SiteViews:
    """What pages show of the site; all pages of one folder share a view."""

    def __init__(self, encyclopedia: Encyclopedia, assets: Mapping[str, str]) -> None:
        self._encyclopedia = encyclopedia
        self._assets = assets
        present = {key.collection for key in encyclopedia.entries}
        self._collections = [name for name in COLLECTIONS if name in present]
        self._made: dict[str, SiteView] = {}

    def at(self, address: str) -> SiteView:
        """Return the view for the page at `address`."""
        folder = NOT_FOUND if address == NOT_FOUND else address.rpartition("/")[0]
        current = any(target.address == address for _, target in self._encyclopedia.navigation)
        if current:
            return self._make(address)
        if folder not in self._made:
            self._made[folder] = self._make(address)
        return self._made[folder]

    def _make(self, address: str) -> SiteView:
        settings = self._encyclopedia.settings
        linker = Linker(address, settings)
        licence = settings.licence
        return SiteView(
            title=settings.title,
            tagline=settings.tagline,
            language=settings.language,
            home=linker.to(""),
            navigation=tuple(
                LinkView(
                    label,
                    target.address if target.external else linker.to(target.address),
                    current=target.address == address,
                )
                for label, target in self._encyclopedia.navigation
            ),
            licence=LinkView(licence.name, licence.url or "") if licence else None,
            assets={name: linker.to(asset) for name, asset in self._assets.items()},
            collections=tuple(
                LinkView(getattr(settings.labels, name), linker.to(f"{name}/")) for name in self._collections
            ),
        )
