"""What a site's settings change in the look of the theme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kinepedia.machine.fingerprint import fingerprint_of
from kinepedia.model.contrast import LEAST, contrast, readable
from kinepedia.model.schema.records import to_plain
from kinepedia.model.settings import FILE, spans
from kinepedia.plan.feature import Feature, Site, SiteFile
from kinepedia.plan.views import FileView
from kinepedia.problems import rules
from kinepedia.problems.diagnostics import Diagnostic, Place
from kinepedia.problems.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kinepedia.model.settings import Theme

STYLE = "theme.css"
"""The template of the style sheet that the settings make, and its name among the assets."""

# The grounds on which the accent stands, as in assets/style.css: paper, surface and tint in both schemes.
LIGHT = ("#faf9f6", "#ffffff", "#e5f1ee")
DARK = ("#121718", "#1a2123", "#18302d")
_DIGITS = 10


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ThemeView(FileView):
    """Colours such as "#0d5c56" for light and dark paper, with what is written on them.

    None leaves the theme's own.
    """

    accent: str | None
    accent_dark: str | None
    on_accent: str
    on_accent_dark: str
    font: str | None


def _files(site: Site) -> Iterator[SiteFile]:
    theme = site.settings.theme
    if theme.accent or theme.accent_dark or theme.font:
        digest = fingerprint_of(to_plain(theme)).hex()[:_DIGITS]
        yield SiteFile(f"assets/theme.{digest}.css", STYLE, theme_view(theme))


def theme_view(theme: Theme) -> ThemeView:
    """Return what the style sheet is made of."""
    accent = theme.accent
    dark = theme.accent_dark or (readable(accent, DARK[-1], "#ffffff") if accent else None)
    light = accent or (readable(dark, LIGHT[-1], "#000000") if dark else None)
    return ThemeView(
        base="",
        accent=light,
        accent_dark=dark,
        on_accent=_written_on(light),
        on_accent_dark=_written_on(dark),
        font=theme.font,
    )


def _problems(site: Site) -> Iterator[Diagnostic]:
    """Say what is wrong with the look of a site."""
    sources = site.sources
    theme, text = site.settings.theme, sources.settings
    for name, colour, grounds in (
        ("accent", theme.accent, LIGHT),
        ("accent_dark", theme.accent_dark, DARK),
    ):
        if colour and (least := min(contrast(colour, ground) for ground in grounds)) < LEAST:
            better = readable(colour, grounds[-1], "#000000" if grounds is LIGHT else "#ffffff")
            place = Place(FILE, spans(text).value("theme", name))
            yield rules.LOW_CONTRAST.at(place, contrast=least, least=LEAST, better=better)
    if theme.logo and theme.logo not in sources.assets:
        place = Place(FILE, spans(text).value("theme", "logo"))
        yield rules.MISSING_LOGO.at(place, name=theme.logo, hint=did_you_mean(theme.logo, sources.assets))


def _written_on(colour: str | None) -> str:
    """Return white or near black, whichever can be read better on a colour."""
    return max(("#ffffff", "#0c1f1d"), key=lambda text: contrast(text, colour or "#000000"))


FEATURE = Feature("theme", files=_files, check=_problems)
