"""Which folders may be the output: never one that could hold something of the author's."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from kinepedia.publish import manifest

if TYPE_CHECKING:
    from kinepedia.site import Folders


class RefusedError(Exception):
    """A folder is refused as output; `hint` says what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


CACHE_MARK = "# What Kinepedia keeps between builds. It may be deleted at any time.\n*\n"
"""The text of the `.gitignore` by which a cache folder is known to be ours."""


def check(folders: Folders) -> Path:
    """Return the real path of the output folder.

    Raises `RefusedError` if something that is not ours could be lost there, or in the cache folder.
    """
    _check_cache(folders)
    output = Path(os.path.realpath(folders.output))
    elsewhere = "choose another folder with --output"
    if output == Path(output.anchor) or output == Path(os.path.realpath(Path.home())):
        raise RefusedError(f"{output} cannot be the output: it is not made for this", elsewhere)
    own = {
        "the site": folders.site,
        "the content": folders.content,
        "the templates": folders.templates,
        "the static files": folders.static,
        "the cache": folders.cache,
    }
    for name, folder in own.items():
        real = Path(os.path.realpath(folder))
        if real.is_relative_to(output):
            raise RefusedError(f"{output} cannot be the output: {name} would be replaced by it", elsewhere)
        if name != "the site" and output.is_relative_to(real):
            raise RefusedError(f"{output} cannot be the output: it lies inside {name}", elsewhere)
    if output.is_dir():
        if manifest.read(output) is None and any(output.iterdir()):
            raise RefusedError(
                f"{output} cannot be the output: it has files in it that Kinepedia did not make",
                "choose another folder with --output, or empty this one",
            )
    elif output.exists():
        raise RefusedError(f"{output} cannot be the output: it is a file", elsewhere)
    return output


def _check_cache(folders: Folders) -> None:
    cache = folders.cache
    mark = cache / ".gitignore"
    is_ours = mark.is_file() and mark.read_text("utf-8", "replace") == CACHE_MARK
    if cache.exists() and not is_ours and (not cache.is_dir() or any(cache.iterdir())):
        raise RefusedError(
            f"{cache} cannot be the cache: it has something in it that Kinepedia did not make",
            "choose another folder with --cache",
        )
