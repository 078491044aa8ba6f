"""The manifest and icons by which a phone puts the site on its home screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinepedia.plan.feature import Feature, Site, SiteFile
from kinepedia.plan.views import FileView

if TYPE_CHECKING:
    from collections.abc import Iterator

MANIFEST = "manifest.webmanifest"
"""The address of the manifest, and its template."""


def _files(site: Site) -> Iterator[SiteFile]:
    settings = site.settings
    if settings.url_style == "directory":  # a browser reads no manifest from a folder on disk
        yield SiteFile(MANIFEST, MANIFEST, FileView(settings.base_url or ""))


FEATURE = Feature("manifest", linked=(MANIFEST,), files=_files)
