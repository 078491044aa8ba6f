"""Builds a site, or finds that there is nothing to do, without loading anything that this does not need."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kinepedia.build.options import Options, Result
    from kinepedia.machine.folders import Folders
    from kinepedia.machine.progress import Progress


def build_site(folders: Folders, options: Options, progress: Progress | None = None) -> Result:
    """Build the site in `folders` and publish it, if it has no errors.

    `progress` is told what the build is busy with. Returns what was found and made. Raises `RefusedError` if
    the output folder is refused, `WorkerDiedError` if a process that worked on it was ended,
    `UnfinishedError` if the machine fails while the output is changed, and `OSError` if it fails before.
    """
    from kinepedia.build.unchanged import last_result
    from kinepedia.read.tree import tree_of

    seen = tree_of(folders)
    # This looks without the site's lock: an output that another build is just changing has other stamps than
    # those that were recorded, and then the whole way is gone, which waits.
    if options.publish and not options.clean and (result := last_result(folders, options, seen)):
        return result
    from kinepedia.build import pipeline
    from kinepedia.machine.progress import Progress

    return pipeline.run(folders, options, progress or Progress(), seen)
