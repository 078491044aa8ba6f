"""The folders of a site."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

PACKAGE = Path(__file__).parents[1]

POSES_FILE = "poses.txt"
"""The file in which a site may have base poses of its own."""


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

    @property
    def features(self) -> Path:
        """The folder with code of the site's own; it may be missing."""
        return self.site / "features"

    @property
    def poses_file(self) -> Path:
        """The file that holds the site's own base poses; it may be missing."""
        return self.site / POSES_FILE


def relative_path(path: Path, start: Path) -> str:
    """Return `path` as seen from `start`, with forward slashes; as it is if it is on another drive."""
    try:
        return Path(os.path.relpath(path, start)).as_posix()
    except ValueError:
        return path.as_posix()


def native_name(name: str) -> str:
    """Return a name of ours as this system's file functions want it.

    They take and give names in the encoding of the locale; ours are what their bytes mean in UTF-8.
    """
    return os.fsdecode(name.encode("utf-8", "surrogateescape"))


def plain_name(native: str) -> str:
    """Return a name that the system gave, as it is in UTF-8: the reverse of `native_name`."""
    return os.fsencode(native).decode("utf-8", "surrogateescape")


def theme_folder() -> Path:
    """Return the folder of the built-in theme: in the wheel inside the package, in a checkout at its top."""
    bundled = PACKAGE / "theme"
    return bundled if bundled.is_dir() else PACKAGE.parent / "templates"
