"""Which program wrote a cache: another one may make other pages of the same content."""

from __future__ import annotations

import os
import sys
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from kinepedia.machine.fingerprint import fingerprint_of
from kinepedia.machine.folders import PACKAGE, relative_path
from kinepedia.machine.version import __version__

if TYPE_CHECKING:
    from kinepedia.machine.folders import Folders

FORMAT = 4
"""The version of what is kept; raise it when that changes."""

_CODE = (".py", ".txt", ".css")  # what ends otherwise is read by no build

# Those that have a say in what is made or kept. A version of any other library changes nothing.
_LIBRARIES = frozenset(
    [
        "brotli",
        "jinja2",
        "markdown",
        "markupsafe",
        "nh3",
        "pillow",
        "pydantic",
        "pydantic_core",
        "python_frontmatter",
        "pyyaml",
        "selectolax",
    ]
)


# A process that stays, as that of `serve`, goes on running the code that it has
# loaded, whatever lies there now.
@lru_cache(maxsize=1)
def program() -> str:
    """Return a text that changes with Kinepedia's code, its libraries and Python."""
    parts = [FORMAT, __version__, sys.version, sys.platform, *_code(), *_libraries()]
    return fingerprint_of(parts).hex()


def key_of(folders: Folders) -> str:
    """Return under which key the memory of builds of a site is kept.

    Another program may make other pages of the same content, and the paths in it count from the site.
    """
    return f"{program()} {relative_path(folders.content, folders.site)}"


def _code() -> list[tuple[str, int, int]]:
    """Return the name, size and time of every module and of the data beside it, such as base poses.

    Who works on Kinepedia itself changes no version.
    """
    found = []
    pending = [str(PACKAGE)]
    while pending:
        for item in os.scandir(pending.pop()):
            if item.name.endswith(_CODE):
                status = item.stat()
                found.append((item.path, status.st_size, status.st_mtime_ns))
            # The theme is looked at with the site's own files (`tree_of`), and so
            # tells of its changes itself.
            elif item.is_dir(follow_symlinks=False) and item.name not in ("__pycache__", "theme"):
                pending.append(item.path)
    return sorted(found)


def _libraries() -> list[str]:
    """Return the names of what is installed of each library, which hold the version.

    `importlib.metadata` says the same and takes longer than a build with nothing to do.
    """
    found: set[str] = set()
    for folder in sys.path:
        if Path(folder).name in ("site-packages", "dist-packages"):
            try:
                names = [item.name for item in os.scandir(folder)]
            except OSError:
                continue
            found.update(
                name
                for name in names
                if name.endswith((".dist-info", ".egg-info"))
                and name.partition("-")[0].lower().replace(".", "_") in _LIBRARIES
            )
    return sorted(found)
