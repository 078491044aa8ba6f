"""The file from which Netlify and Cloudflare take the HTTP headers of a site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinepedia.plan.feature import Feature, Site, SiteFile
from kinepedia.plan.views import FileView

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEADERS = "_headers"


def _files(site: Site) -> Iterator[SiteFile]:
    settings = site.settings
    if settings.headers:
        yield SiteFile(_HEADERS, _HEADERS, FileView(settings.base_url or ""))


FEATURE = Feature("headers", files=_files)
