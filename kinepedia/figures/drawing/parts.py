"""The mannequin as the camera sees it: one outline for each part of the body."""

from __future__ import annotations

from math import cos, pi, sin, sqrt
from typing import TYPE_CHECKING, NamedTuple

from kinepedia.figures.body import proportions as body
from kinepedia.figures.body.hands import hand_turn
from kinepedia.figures.body.proportions import Ball, Section, section_at
from kinepedia.figures.body.skin import body_point
from kinepedia.figures.body.vector import Vector, across, add, along, cross, dot, scale, sub, turned, unit
from kinepedia.figures.drawing.outline import Disc, Oval, Ring, hull, oval_edge, tube

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kinepedia.figures.body.kinematics import Skeleton
    from kinepedia.figures.drawing.camera import Camera, Seen, View
    from kinepedia.figures.figure import Figure


class Shape(NamedTuple):
    """One outline: its class, and the stretches of it, in centimetres, along which no halo runs."""

    kind: str
    ring: Ring
    gaps: tuple[float, ...] = ()


class Part(NamedTuple):
    """A part of the body: its shapes from back to front, its axis as it is seen, and how thick it is."""

    name: str
    shapes: tuple[Shape, ...]
    start: Seen
    end: Seen
    radius: float


# Hair begins above the forehead and ends at the nape.
_HAIR_NORMAL: Vector = (-0.60, 0.0, 0.80)
_HAIR_OFFSET = -0.6
_HAIR_THICK = 0.7

NO_HALO = (0.0, 999.0)
"""The gaps of an outline along which no halo runs at all."""


def parts(
    frames: Skeleton, camera: Camera, *, fists: frozenset[str] = frozenset(), like: Skeleton | None = None
) -> list[Part]:
    """Return all parts of a body; `fists` are the sides whose hands are closed.

    What is near and far, and which side of the head is seen, is decided as for the body `like`: pictures
    of one movement have to consist of the same outlines.
    """
    views = {name: camera.view(frame.origin, frame.turn) for name, frame in frames.items()}
    looks = {name: camera.view(frame.origin, frame.turn) for name, frame in like.items()} if like else views
    found = [*_trunk(views, looks)]
    for side in body.SIDES:
        other = "right" if side == "left" else "left"
        found += _leg(views, looks, side, other)
        found += _arm(views, looks, side, other, is_fist=side in fists)
    return found


def helping_hands(figure: Figure, camera: Camera) -> list[Part]:
    """Return the hands of a partner that hold parts of the body."""
    found = []
    for name in figure.pose.helpers:
        side = name.split()[0] if name.split()[0] in body.SIGN else "right"
        near = min(
            (
                body_point(figure.frames, name, relation, side)
                for relation in ("on", "behind", "inside", "outside")
            ),
            key=lambda place: dot(place[1], camera.away),
        )
        point, out, core = near
        # One hand comes from each side, in the plane of the picture, so that both are seen.
        level = unit(across(cross(core, camera.away), out), cross(core, out))
        for sign, offset in ((1.0, 3.6), (-1.0, -3.6)):
            turn = hand_turn(scale(level, sign), out, sign)
            origin = sub(add(along(point, core, offset), scale(out, 1.6)), turned(turn, (0.2, 0.0, -9.0)))
            view = camera.view(origin, turn)
            palm = _balls(view, body.HAND_BALLS, sign, 12)
            thumb = _balls(view, body.THUMB_BALLS, sign, 8)
            cuff = _balls(
                view,
                (body.Ball((0.0, 0.0, 3.5), (2.6, 2.0, 2.0)), body.Ball((0, 0, 16.0), (3.4, 2.6, 3.0))),
                sign,
                12,
            )
            shapes = (Shape("helper-sleeve", cuff), Shape("helper", thumb), Shape("helper", palm))
            found.append(Part(f"partner {sign}", shapes, view.at((0, 0, 0)), view.at((0, 0, -12)), 3.0))
    return found


def _trunk(views: dict[str, View], looks: dict[str, View]) -> list[Part]:
    pelvis, lumbar, thorax, neck = (views[name] for name in ("pelvis", "lumbar", "thorax", "neck"))
    hips = _discs(pelvis, body.PELVIS_SECTIONS, 1.0, 1.0)
    waist = _discs(lumbar, body.LUMBAR_SECTIONS, 1.0, 1.0)
    chest = _discs(thorax, body.THORAX_SECTIONS, 1.0, 1.0)
    shorts = Shape("shorts", tube([*hips, *waist[:1]], 0.7, 0.25), NO_HALO)
    shirt = Shape("top", tube([hips[-1], *waist, *chest], 0.2, 0.3), NO_HALO)
    throat = tube(_discs(neck, body.NECK_SECTIONS, 1.0, 1.0), 0.8, 0.0)
    return [
        Part("pelvis", (shorts,), pelvis.at((-2.0, 0.0, -4.0)), pelvis.at((-1.0, 0.0, 9.0)), 11.0),
        Part("chest", (shirt,), lumbar.at((1.5, 0.0, 6.0)), thorax.at((-1.0, 0.0, 24.0)), 12.0),
        Part("neck", (Shape("skin", throat, _gaps(throat, 0)),), neck.at((0, 0, 0)), neck.at((1, 0, 9)), 5.0),
        _head(views["head"], looks["head"]),
    ]


def _leg(views: dict[str, View], looks: dict[str, View], side: str, other: str) -> list[Part]:
    thigh, shank, foot, toes = (views[f"{side} {name}"] for name in ("thigh", "shank", "foot", "toes"))
    sign = body.SIGN[side]
    far = _far(looks, side, other, ("thigh", "shank"), "pelvis")
    lower = tube(_discs(shank, body.SHANK_SECTIONS, -1.0, sign), 0.95, 0.9)
    ovals = [foot.oval((x, sign * y, z), half) for (x, y, z), half in body.FOOT_BALLS]
    if abs(foot.turn[0] - toes.turn[0]) + abs(foot.turn[3] - toes.turn[3]) < 0.2:  # straight toes are no part
        ovals += [toes.oval((x, sign * y, z), half) for (x, y, z), half in body.TOES_BALLS]
    sole = hull(ovals, 14)
    tips = _balls(toes, body.TOES_BALLS, sign, 10)
    return [
        _covered(thigh, f"{side} thigh", f"shorts{far}", f"skin{far}", sign, (0.12, 0.35), 7.5),
        Part(
            f"{side} shank",
            (Shape(f"skin{far}", lower, _gaps(lower, len(body.SHANK_SECTIONS))),),
            shank.at((0, 0, -3.0)),
            shank.at((0, 0, 2 - body.SHANK)),
            5.0,
        ),
        Part(
            f"{side} foot",
            (Shape(f"skin{far}", tips, NO_HALO), Shape(f"skin{far}", sole)),
            foot.at((-3.0, 0, -3.6)),
            toes.at((3.0, 0, 0)),
            3.2,
        ),
    ]


def _arm(
    views: dict[str, View], looks: dict[str, View], side: str, other: str, *, is_fist: bool
) -> list[Part]:
    upper, fore, hand = (views[f"{side} {name}"] for name in ("upper arm", "forearm", "hand"))
    sign = body.SIGN[side]
    far = _far(looks, side, other, ("upper arm", "forearm"), "thorax")
    lower = tube(_discs(fore, body.FOREARM_SECTIONS, -1.0, sign), 0.95, 0.8)
    palm = _balls(hand, body.FIST_BALLS if is_fist else body.HAND_BALLS, sign, 12)
    thumb = _balls(hand, body.THUMB_BALLS, sign, 8)
    return [
        _covered(upper, f"{side} upper arm", f"top{far}", f"skin{far}", sign, (0.1, 0.4), 4.4),
        Part(
            f"{side} forearm",
            (Shape(f"skin{far}", lower, _gaps(lower, len(body.FOREARM_SECTIONS))),),
            fore.at((0, 0, -2.0)),
            fore.at((0, 0, 2 - body.FOREARM)),
            3.2,
        ),
        Part(
            f"{side} hand",
            (Shape(f"skin{far}", thumb), Shape(f"skin{far}", palm)),
            hand.at((0, 0, -2)),
            hand.at((0, 0, -15)),
            2.4,
        ),
    ]


def _far(looks: dict[str, View], side: str, other: str, segments: tuple[str, str], root: str) -> str:
    """Return the ending of the classes of a limb that lies behind its fellow, as a whole and at its root."""
    mine, its = (
        sum(looks[f"{one} {name}"].at((0.0, 0.0, -12.0)).far for name in segments) / len(segments)
        for one in (side, other)
    )
    joint = looks[f"{side} {segments[0]}"].far
    return "-far" if mine > its + 6.0 and joint > looks[root].far + 2.5 else ""


_CLOTHED = {
    "thigh": (body.THIGH_SECTIONS, body.SHORTS, 4.0, 3.0),
    "arm": (body.UPPER_ARM_SECTIONS, body.SLEEVE, 3.0, 2.0),
}
"""The upper segment of a limb: its sections, how far its clothes reach, and how much shorter its axis is."""


def _covered(
    view: View, name: str, cloth: str, skin: str, sign: float, hem: tuple[float, float], radius: float
) -> Part:
    """Return the upper segment of a limb: its skin, and the clothes on its upper part.

    `hem` tells how round their end is, and by how much they are wider than the limb.
    """
    sections, reach, start, end = _CLOTHED[name.rsplit(" ", 1)[1]]
    discs = _discs(view, sections, -1.0, sign)
    bare = tube(discs, 0.9, 0.9)
    above = [disc for disc, section in zip(discs, sections, strict=True) if section.at < reach]
    cut = _discs(view, [section_at(sections, reach)], -1.0, sign)
    return Part(
        name,
        (Shape(skin, bare, _gaps(bare, len(discs))), Shape(cloth, tube([*above, *cut], 0.9, *hem), NO_HALO)),
        view.at((0.0, 0.0, -start)),
        view.at((0.0, 0.0, end - sections[-1].at)),
        radius,
    )


def _discs(view: View, sections: Sequence[Section], direction: float, sign: float) -> list[Disc]:
    return [
        view.disc((forward, sign * out, direction * at), wide, deep)
        for at, wide, deep, forward, out in sections
    ]


def _balls(view: View, balls: Sequence[Ball], sign: float, count: int) -> Ring:
    return hull([view.oval((x, sign * y, z), half) for (x, y, z), half in balls], count)


def _gaps(ring: Ring, sections: int) -> tuple[float, ...]:
    """Return what of a limb's outline has no halo: its two ends, which join other parts.

    Without sections, only the first end has none.
    """
    if sections and len(ring) != 2 * sections + 6:
        return ()
    steps = [_distance(a, b) for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)]
    start = sum(steps[:3]) + steps[-1] / 2
    if not sections:
        return (0.0, start * 0.9, 999.0)
    side = sum(steps[3 : sections + 2])
    end = sum(steps[sections + 2 : sections + 6])
    return (0.0, start, side, end, 999.0)


def _distance(a: tuple[float, float], b: tuple[float, float]) -> float:
    return sqrt((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2)


def _head(view: View, look: View) -> Part:
    skull = [view.oval(*ball) for ball in (body.SKULL, body.JAW, body.CHIN)]
    away = look.turn[6] * _HAIR_NORMAL[0] + look.turn[8] * _HAIR_NORMAL[2]
    nose = hull([view.oval(*ball) for ball in body.NOSE_BALLS], 8)
    face = hull(skull, 18)
    shapes: list[Shape] = []
    if away > 0.15:  # the face looks at us: what shows of the hair is behind it
        shapes += [Shape("hair", _hair(view, 18)), Shape("skin", _cap(view, skull, 18), NO_HALO)]
    else:
        shapes += [Shape("skin", face), Shape("hair", _hair(view, 18), NO_HALO)]
    facing = -look.turn[6]  # 1 if the face looks straight at us
    if facing > -0.35:
        kind = "skin" if facing < 0.3 else "shade"
        shapes.insert(0 if facing < 0.3 else len(shapes), Shape(kind, nose, NO_HALO if facing >= 0.3 else ()))
    for sign in (1.0, -1.0):
        if facing > 0.25 - 0.25 * sign * look.turn[7]:
            (x, y, z), half = body.EYE
            shapes.append(Shape("shade", hull([view.oval((x, sign * y, z), half)], 6), NO_HALO))
        if look.turn[7] * sign < -0.15:
            (x, y, z), half = body.EAR
            shapes.append(Shape("shade", hull([view.oval((x, sign * y, z), half)], 8), NO_HALO))
    return Part("head", tuple(shapes), view.at((1.0, 0.0, 3.0)), view.at((0.0, 0.0, 13.0)), 8.0)


def _hair(view: View, count: int) -> Ring:
    return _cut_ball(view, 1.0, _HAIR_THICK, (), count)


def _cap(view: View, others: Sequence[Oval], count: int) -> Ring:
    return _cut_ball(view, -1.0, 0.0, others[1:], count)


def _cut_ball(view: View, side: float, grow: float, others: Sequence[Oval], count: int) -> Ring:
    """Return the hull of one side of the skull, cut along the hairline, and of other ellipsoids."""
    (mx, my, mz), (a, b, c) = body.SKULL
    a, b, c = a + grow, b + grow, c + grow
    n = _HAIR_NORMAL
    # On the unit sphere of which the skull is an image, the cut is a circle.
    m = unit((a * n[0], b * n[1], c * n[2]))
    h = _HAIR_OFFSET / sqrt((a * n[0]) ** 2 + (b * n[1]) ** 2 + (c * n[2]) ** 2)
    rho = sqrt(1 - h * h)
    e1: Vector = (m[2], 0.0, -m[0])
    t = view.turn
    centre = view.at((mx + a * m[0] * h, my, mz + c * m[2] * h))
    skull = view.at((mx, my, mz))
    axes = ((a * t[0], a * t[3]), (b * t[1], b * t[4]), (c * t[2], c * t[5]))
    px, py = (rho * (axes[0][k] * e1[0] + axes[2][k] * e1[2]) for k in (0, 1))
    qx, qy = rho * axes[1][0], rho * axes[1][1]
    ring = []
    for number in range(count):
        angle = 2 * pi * number / count
        nx, ny = cos(angle), sin(angle)
        u = [axis[0] * nx + axis[1] * ny for axis in axes]
        size = sqrt(u[0] ** 2 + u[1] ** 2 + u[2] ** 2) or 1.0
        u = [value / size for value in u]
        if side * (u[0] * m[0] + u[1] * m[1] + u[2] * m[2] - h) >= 0:
            x = skull.x + sum(axis[0] * value for axis, value in zip(axes, u, strict=True))
            y = skull.y + sum(axis[1] * value for axis, value in zip(axes, u, strict=True))
        else:
            p, q = px * nx + py * ny, qx * nx + qy * ny
            size = sqrt(p * p + q * q) or 1.0
            x, y = centre.x + (px * p + qx * q) / size, centre.y + (py * p + qy * q) / size
        for oval in others:
            ex, ey = oval_edge(oval, nx, ny)
            if (oval.x + ex) * nx + (oval.y + ey) * ny > x * nx + y * ny:
                x, y = oval.x + ex, oval.y + ey
        ring.append((x, y))
    return tuple(ring)
