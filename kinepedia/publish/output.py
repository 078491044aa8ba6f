"""Which folders may be the output: never one that could hold something of the author's."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from kinepedia.cache.folder import check_cache, obstacle
from kinepedia.machine.exceptions import RefusedError
from kinepedia.publish import manifest

if TYPE_CHECKING:
    from kinepedia.machine.folders import Folders


def check(folders: Folders) -> Path:
    """Return the real path of the output folder.

    Raises `RefusedError` if something that is not ours could be lost there, or in the cache folder.
    """
    check_cache(folders.cache)
    output = Path(os.path.realpath(folders.output))
    elsewhere = "choose another folder with --output"
    if output in (Path(output.anchor), _home()):
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
        # Both ways round, or a folder of the author's would be exchanged for the site, or
        # the site be read as content.
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
    elif reason := obstacle(output):
        raise RefusedError(f"{output} cannot be the output: {reason}", elsewhere)
    return output


def _home() -> Path | None:
    with suppress(RuntimeError):  # nobody's home is known
        return Path(os.path.realpath(Path.home()))
    return None
