"""The eye that looks at a body: parallel rays, so that equal lengths stay equal."""

from __future__ import annotations

from math import cos, radians, sin
from typing import NamedTuple

from kinepedia.figures.body.vector import Matrix, Vector, times
from kinepedia.figures.drawing.outline import Disc, Oval, Point


class Seen(NamedTuple):
    """A point, as the camera sees it: to the right, downwards, and how far away."""

    x: float
    y: float
    far: float


class View(NamedTuple):
    """A frame, as the camera sees it: its origin, and where its axes point (right, down, away)."""

    x: float
    y: float
    far: float
    turn: Matrix

    def at(self, point: Vector) -> Seen:
        """Return where a point of this frame is seen."""
        x, y, z = point
        t = self.turn
        return Seen(
            self.x + t[0] * x + t[1] * y + t[2] * z,
            self.y + t[3] * x + t[4] * y + t[5] * z,
            self.far + t[6] * x + t[7] * y + t[8] * z,
        )

    def disc(self, middle: Vector, wide: float, deep: float) -> Disc:
        """Return an ellipse across this frame's z axis."""
        x, y, _ = self.at(middle)
        t = self.turn
        return Disc(x, y, wide * t[1], wide * t[4], deep * t[0], deep * t[3], min(wide, deep))

    def oval(self, middle: Vector, half: Vector) -> Oval:
        """Return an ellipsoid whose axes are this frame's."""
        x, y, _ = self.at(middle)
        t = self.turn
        a, b, c = half
        axes: tuple[Point, Point, Point] = ((a * t[0], a * t[3]), (b * t[1], b * t[4]), (c * t[2], c * t[5]))
        return Oval(x, y, axes)


class Camera:
    """Looks at the world from an angle round the body and an angle from above, in degrees."""

    def __init__(self, around: float, above: float) -> None:
        a, e = radians(around), radians(above)
        right = (cos(a), sin(a), 0.0)
        level = (-sin(a), cos(a), 0.0)
        up = (level[0] * sin(e), level[1] * sin(e), cos(e))
        away = (level[0] * cos(e), level[1] * cos(e), -sin(e))
        # Up is turned round, because the y of a picture grows downwards. The three are
        # still a right-handed system.
        self.turn: Matrix = (*right, -up[0], -up[1], -up[2], *away)
        self.away: Vector = away

    def see(self, point: Vector) -> Seen:
        """Return where a point is seen."""
        x, y, z = point
        t = self.turn
        return Seen(
            t[0] * x + t[1] * y + t[2] * z, t[3] * x + t[4] * y + t[5] * z, t[6] * x + t[7] * y + t[8] * z
        )

    def view(self, origin: Vector, turn: Matrix) -> View:
        """Return how a frame is seen."""
        x, y, far = self.see(origin)
        return View(x, y, far, times(self.turn, turn))
