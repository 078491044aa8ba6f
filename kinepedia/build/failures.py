"""What is said of whatever stops a build that is no mistake of an author's."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING

import click

from kinepedia.cache.folder import check_cache, make_cache
from kinepedia.machine.exceptions import RefusedError, UnfinishedError, WorkerDiedError

if TYPE_CHECKING:
    from kinepedia.machine.folders import Folders


def explained(error: Exception, folders: Folders) -> click.ClickException:
    """Return what is said of whatever stopped a build; the traceback of a bug is kept for its report."""
    match error:
        case RefusedError():
            return click.UsageError(f"{error}.\nHelp: {error.hint}.")
        case UnfinishedError():
            return click.ClickException(
                f"{error}. Some pages of the output are new and some are old; build again to complete it."
            )
        case WorkerDiedError():
            return click.ClickException(f"{error}. The last output is untouched.")
        case OSError():
            where = f" ({error.filename})" if error.filename else ""
            return click.ClickException(f"{error.strerror or error}{where}. The last output is untouched.")
    return click.ClickException(_crash(error, folders))


def _crash(error: Exception, folders: Folders) -> str:
    """Keep the traceback of a bug for its report, and return what is said about it."""
    said = f"Kinepedia has a bug: {type(error).__name__}: {error}. The last output is untouched."
    try:
        # The bug may have struck before the build had looked at this folder, which may be anybody's.
        check_cache(folders.cache)
        make_cache(folders.cache)
        file = folders.cache / "crash.txt"
        file.write_text("".join(traceback.format_exception(error)), "utf-8")
    except (OSError, RefusedError):
        return said
    return f"{said} Please report it with the file {file}."
