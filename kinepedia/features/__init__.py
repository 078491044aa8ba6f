"""What a site gets besides its pages: one module for each, all through the door of `plan.feature`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinepedia.features import (
    feed,
    figure_files,
    finder,
    headers,
    redirects,
    sitemap,
    structured_data,
    theme,
    twins,
    web_manifest,
)

if TYPE_CHECKING:
    from kinepedia.plan.feature import Feature

FEATURES: tuple[Feature, ...] = (
    finder.FEATURE,
    feed.FEATURE,
    web_manifest.FEATURE,
    headers.FEATURE,
    redirects.FEATURE,
    sitemap.FEATURE,
    theme.FEATURE,
    figure_files.FEATURE,
    structured_data.FEATURE,  # after the figures: it says where they are
    twins.FEATURE,
)
"""The features that every site has, in the order in which they are asked."""
