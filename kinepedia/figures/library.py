"""Base poses by their names."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kinepedia.figures.pose import Pose


@dataclass(frozen=True)
class Library:
    """Base poses by their names. `names` has the first name of each, in the order of the file."""

    poses: Mapping[str, Pose] = field(default_factory=dict)
    names: tuple[str, ...] = ()
