"""What the server learns of a build."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kinepedia.build.options import Result


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What became of a build.

    `result` is None if something stopped it; then `failure` says what. `changed` are the names of the files
    of the output that were made, replaced or removed, None if that is unknown, and may be all; `gone` are
    those of them that were removed. `root` is the path under which the site will stand, as in /exercises/.
    """

    result: Result | None
    failure: str
    changed: frozenset[str] | None
    gone: frozenset[str]
    root: str
    seconds: float
