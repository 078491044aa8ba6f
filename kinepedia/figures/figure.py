"""A pose in the world, and the things around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from kinepedia.figures.body.kinematics import Skeleton
    from kinepedia.figures.body.vector import Vector
    from kinepedia.figures.faults import Fault
    from kinepedia.figures.pose import Pose


class Thing(NamedTuple):
    """A thing in the world: its kind, the middle of its surface, and which way a wall faces (1: forward)."""

    kind: str
    at: Vector
    facing: float = 0.0


@dataclass(frozen=True)
class Figure:
    """A pose in the world: where every segment is, the angles that led there, and the things around it."""

    pose: Pose
    frames: Skeleton
    angles: dict[str, float]
    things: tuple[Thing, ...]
    faults: tuple[Fault, ...] = ()
