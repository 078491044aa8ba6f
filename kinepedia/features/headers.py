"""The file from which Netlify and Cloudflare take the HTTP headers of a site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinepedia.plan.feature import Feature, SiteFile
from kinepedia.plan.views import FileView

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from kinepedia.link.encyclopedia import Encyclopedia

_HEADERS = "_headers"


def _files(
    encyclopedia: Encyclopedia,
    pages: Sequence[str],  # noqa: ARG001
    assets: Container[str],  # noqa: ARG001
) -> Iterator[SiteFile]:
    settings = encyclopedia.settings
    if settings.headers:
        yield SiteFile(_HEADERS, _HEADERS, FileView(settings.base_url or ""))


FEATURE = Feature("headers", templates=(_HEADERS,), files=_files)
