"""What every page shows of the site."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from kinepedia.plan.links import NOT_FOUND, Linker
from kinepedia.plan.views import LinkView, SiteView
from kinepedia.schema import COLLECTIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kinepedia.link import Encyclopedia


class SiteViews:
    """What pages show of the site. Pages from which all of that is seen alike share a view."""

    def __init__(self, encyclopedia: Encyclopedia, assets: Mapping[str, str]) -> None:
        self._encyclopedia = encyclopedia
        self._assets = assets
        present = {key.collection for key in encyclopedia.entries}
        self._collections = [name for name in COLLECTIONS if name in present]
        targets = [
            *(target.address for _, target in encyclopedia.navigation if not target.external),
            *(f"{name}/" for name in self._collections),
            *assets.values(),
        ]
        self._folders_of_targets = {
            f"{parent}/" for target in targets for parent in PurePosixPath(f"{target}x").parents
        }
        self._made: dict[str, SiteView] = {}

    def fingerprint(self) -> bytes:
        """Return 16 bytes that change whenever what pages show of the site may change."""
        parts = [
            self._encyclopedia.settings.model_dump_json(),
            repr(self._encyclopedia.navigation),
            repr(sorted(self._assets.items())),
            repr(self._collections),
        ]
        return blake2b("\n".join(parts).encode(), digest_size=16).digest()

    def at(self, address: str) -> SiteView:
        """Return the view for the page at `address`."""
        folder = address.rpartition("/")[0]
        # Two sisters, such as two exercises, differ for a link that leads to or into one of them.
        is_alike = folder and f"{folder}/" not in self._folders_of_targets and address != NOT_FOUND
        seen_from = f"{folder.rpartition('/')[0]}/*" if is_alike else address
        if seen_from not in self._made:
            self._made[seen_from] = self._make(address)
        return self._made[seen_from]

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
