"""What every page shows of the site."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from kinepedia.machine.fingerprint import fingerprint_of
from kinepedia.model.schema.records import to_plain
from kinepedia.plan.links import NOT_FOUND, Linker
from kinepedia.plan.views import LinkView, SiteView

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kinepedia.link.targets import LinkTarget
    from kinepedia.model.content_model import Model
    from kinepedia.model.settings import Settings


_IMAGE = "icon-512.png"


class SiteViews:
    """What pages show of the site. Pages from which all of that is seen alike share a view."""

    def __init__(
        self,
        settings: Settings,
        model: Model,
        navigation: Sequence[tuple[str, LinkTarget]],
        collections: Sequence[str],
        assets: Mapping[str, str],
        code: bytes = b"",
    ) -> None:
        """Take the navigation, the collections that have entries, and the addresses of files by name.

        `code` is the digest of the code that features of the site have, which may decide on any page.
        """
        self._settings = settings
        self._model = model
        self._code = code
        self._navigation = navigation
        self._collections = collections
        self._assets = assets
        targets = [
            # Every address to which `_make` links, or a page below one of them would
            # get the frame of its sister.
            *(target.address for _, target in navigation if not target.external),
            *(model.collections[name].list_address for name in self._collections),
            *assets.values(),
        ]
        self._folders_of_targets = {
            # The letter makes the last folder of an address that ends in a slash one of its parents.
            f"{parent}/"
            for target in targets
            for parent in PurePosixPath(f"{target}x").parents
        }
        self._made: dict[str, SiteView] = {}

    def fingerprint(self) -> bytes:
        """Return 16 bytes that change whenever what pages show of the site may change."""
        # Of what frames are made from, not of a frame: there is one for each folder, and all change together.
        parts = (
            to_plain(self._settings),
            self._model.digest,
            self._code,
            self._navigation,
            sorted(self._assets.items()),
            self._collections,
        )
        return fingerprint_of(parts)

    def at(self, address: str) -> SiteView:
        """Return the view for the page at `address`."""
        folder = address.rpartition("/")[0]
        # Two sisters, such as two exercises, differ for a link that leads to or into one of them.
        is_alike = folder and f"{folder}/" not in self._folders_of_targets and address != NOT_FOUND
        # What is left of the folder is the same for all sisters, so that every
        # link from them is the same text.
        seen_from = f"{folder.rpartition('/')[0]}/*" if is_alike else address
        if seen_from not in self._made:
            self._made[seen_from] = self._make(address)
        return self._made[seen_from]

    def _make(self, address: str) -> SiteView:
        settings = self._settings
        linker = Linker(address, settings)
        licence = settings.licence
        rows = [self._model.collections[name] for name in self._collections]
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
                for label, target in self._navigation
            ),
            licence=LinkView(licence.name, licence.url or "") if licence else None,
            assets={name: linker.to(asset) for name, asset in self._assets.items()},
            collections=tuple(LinkView(row.label, linker.to(row.list_address)) for row in rows),
            logo=linker.to(logo) if (logo := self._assets.get(settings.theme.logo or "")) else None,
            locale=_locale(settings.language),
            image=linker.absolute(self._assets[_IMAGE]) if _IMAGE in self._assets else None,
            lists={row.name: linker.to(row.list_address) for row in rows},
        )


def _locale(language: str) -> str | None:
    """Return a language tag as https://ogp.me/ wants it, which asks for a country, too."""
    parts = language.split("-")
    country = next((part for part in parts[1:] if len(part) == 2), None)
    return f"{parts[0].lower()}_{country.upper()}" if country else None
