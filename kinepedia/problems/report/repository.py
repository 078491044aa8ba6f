"""Where a site lies in its repository: what shows diagnostics on a pull request counts paths from there."""

from __future__ import annotations

import os
from pathlib import Path


def root_of(site: Path) -> Path:
    """Return the top folder of the repository that a site belongs to.

    That is the nearest one with `.git`; without any, the workspace of a CI job, or else the current folder.
    """
    for folder in (site, *site.parents):
        if (folder / ".git").exists():
            return folder
    workspace = os.environ.get("GITHUB_WORKSPACE")
    return Path(workspace) if workspace and site.is_relative_to(workspace) else Path.cwd()
