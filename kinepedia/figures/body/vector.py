"""Points, directions and rotations in space: x points forward, y to the body's left, z up; centimetres."""

from __future__ import annotations

from math import cos, hypot, radians, sin

Vector = tuple[float, float, float]
Matrix = tuple[float, float, float, float, float, float, float, float, float]
"""A rotation, row by row. Its columns are where the three axes point."""

X: Vector = (1.0, 0.0, 0.0)
Y: Vector = (0.0, 1.0, 0.0)
Z: Vector = (0.0, 0.0, 1.0)
IDENTITY: Matrix = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)


def add(a: Vector, b: Vector) -> Vector:
    """Return a + b."""
    return (a[0] + b[0], a[1] + b[1], a[2] + b[2])


def sub(a: Vector, b: Vector) -> Vector:
    """Return a - b."""
    return (a[0] - b[0], a[1] - b[1], a[2] - b[2])


def scale(a: Vector, factor: float) -> Vector:
    """Return a, made longer by a factor."""
    return (a[0] * factor, a[1] * factor, a[2] * factor)


def along(a: Vector, direction: Vector, distance: float) -> Vector:
    """Return the point at a distance from `a` in a direction (of length 1)."""
    return (a[0] + direction[0] * distance, a[1] + direction[1] * distance, a[2] + direction[2] * distance)


def mix(a: Vector, b: Vector, part: float) -> Vector:
    """Return the point that is a part (0 to 1) of the way from a to b."""
    rest = 1.0 - part
    return (a[0] * rest + b[0] * part, a[1] * rest + b[1] * part, a[2] * rest + b[2] * part)


def dot(a: Vector, b: Vector) -> float:
    """Return the scalar product."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cross(a: Vector, b: Vector) -> Vector:
    """Return the vector product."""
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def length(a: Vector) -> float:
    """Return how long a is."""
    return hypot(*a)


def unit(a: Vector, otherwise: Vector = X) -> Vector:
    """Return the direction of a; `otherwise`, if it has none."""
    size = hypot(*a)
    return (a[0] / size, a[1] / size, a[2] / size) if size > 1e-9 else otherwise


def across(a: Vector, direction: Vector) -> Vector:
    """Return the part of `a` that is at right angles to a direction (of length 1)."""
    return along(a, direction, -dot(a, direction))


def turn_x(degrees: float) -> Matrix:
    """Return the rotation about x that takes y towards z."""
    c, s = cos(radians(degrees)), sin(radians(degrees))
    return (1.0, 0.0, 0.0, 0.0, c, -s, 0.0, s, c)


def turn_y(degrees: float) -> Matrix:
    """Return the rotation about y that takes z towards x."""
    c, s = cos(radians(degrees)), sin(radians(degrees))
    return (c, 0.0, s, 0.0, 1.0, 0.0, -s, 0.0, c)


def turn_z(degrees: float) -> Matrix:
    """Return the rotation about z that takes x towards y."""
    c, s = cos(radians(degrees)), sin(radians(degrees))
    return (c, -s, 0.0, s, c, 0.0, 0.0, 0.0, 1.0)


def times(a: Matrix, b: Matrix) -> Matrix:
    """Return the rotation b, followed by a."""
    a0, a1, a2, a3, a4, a5, a6, a7, a8 = a
    b0, b1, b2, b3, b4, b5, b6, b7, b8 = b
    return (
        a0 * b0 + a1 * b3 + a2 * b6,
        a0 * b1 + a1 * b4 + a2 * b7,
        a0 * b2 + a1 * b5 + a2 * b8,
        a3 * b0 + a4 * b3 + a5 * b6,
        a3 * b1 + a4 * b4 + a5 * b7,
        a3 * b2 + a4 * b5 + a5 * b8,
        a6 * b0 + a7 * b3 + a8 * b6,
        a6 * b1 + a7 * b4 + a8 * b7,
        a6 * b2 + a7 * b5 + a8 * b8,
    )


def inverse(a: Matrix) -> Matrix:
    """Return the rotation that undoes a."""
    # Rows for columns: that undoes a rotation, and nothing else is ever in a matrix here.
    return (a[0], a[3], a[6], a[1], a[4], a[7], a[2], a[5], a[8])


def turned(a: Matrix, v: Vector) -> Vector:
    """Return v, rotated by a."""
    x, y, z = v
    return (a[0] * x + a[1] * y + a[2] * z, a[3] * x + a[4] * y + a[5] * z, a[6] * x + a[7] * y + a[8] * z)


def place(origin: Vector, a: Matrix, v: Vector) -> Vector:
    """Return where v is that is given in a frame with this origin and rotation."""
    x, y, z = v
    return (
        origin[0] + a[0] * x + a[1] * y + a[2] * z,
        origin[1] + a[3] * x + a[4] * y + a[5] * z,
        origin[2] + a[6] * x + a[7] * y + a[8] * z,
    )


def axes(x: Vector, y: Vector, z: Vector) -> Matrix:
    """Return the rotation whose axes point in these three directions."""
    return (x[0], y[0], z[0], x[1], y[1], z[1], x[2], y[2], z[2])


def axis(a: Matrix, number: int) -> Vector:
    """Return where one axis of a rotation points: 0 for x, 1 for y, 2 for z."""
    return (a[number], a[number + 3], a[number + 6])
