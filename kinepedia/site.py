"""A site: its folders and its settings."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kinepedia.settings import Settings

PACKAGE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Folders:
    """Where a site's parts lie. All paths are absolute.

    `site` holds `site.toml`; `templates` may be missing, as may `static`; `cache` holds what only speeds
    up or prepares a build, and may be deleted at any time.
    """

    site: Path
    content: Path
    templates: Path
    static: Path
    output: Path
    cache: Path

    @classmethod
    def of(
        cls,
        site: Path,
        *,
        content: Path | None = None,
        templates: Path | None = None,
        output: Path | None = None,
        cache: Path | None = None,
    ) -> Folders:
        """Return the folders of the site in `site`; those given stand in for the usual ones."""
        site = site.absolute()
        return cls(
            site=site,
            content=(content or site / "content").absolute(),
            templates=(templates or site / "templates").absolute(),
            static=site / "static",
            output=(output or site / "output").absolute(),
            cache=(cache or site / ".kinepedia").absolute(),
        )

    @property
    def settings_file(self) -> Path:
        """The file that holds the site's settings."""
        return self.site / "site.toml"


@dataclass(frozen=True, slots=True)
class Site:
    """The folders and the settings of one site."""

    folders: Folders
    settings: Settings


def theme_folder() -> Path:
    """Return the folder of the built-in theme: in the wheel beside this file, in a checkout at its top."""
    bundled = PACKAGE / "theme"
    return bundled if bundled.is_dir() else PACKAGE.parent / "templates"
