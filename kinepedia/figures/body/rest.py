"""Lets a body come to rest: it is turned and lowered until what it rests on touches the ground."""

from __future__ import annotations

from math import acos, atan2, cos, degrees, hypot, radians, sin
from typing import TYPE_CHECKING

from kinepedia.figures.body.kinematics import Frame, Skeleton, centre_of_mass, rolled, skeleton
from kinepedia.figures.body.points import group, spot
from kinepedia.figures.body.proportions import SIDES, SIGN
from kinepedia.figures.body.vector import IDENTITY, Matrix, Vector, along, axes, axis, times, turn_y, turn_z
from kinepedia.figures.vocabulary import SURFACES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kinepedia.figures.pose import Contact, Pose

FACING: dict[str, Matrix] = {
    "upright": IDENTITY,
    # Where the front, the left side and the head point. Lying on the back, the head is on the left.
    "up": axes((0.0, 0.0, 1.0), (0.0, 1.0, 0.0), (-1.0, 0.0, 0.0)),
    "down": axes((0.0, 0.0, -1.0), (0.0, 1.0, 0.0), (1.0, 0.0, 0.0)),
    "right side": axes((0.0, -1.0, 0.0), (0.0, 0.0, 1.0), (-1.0, 0.0, 0.0)),
    "left side": axes((0.0, -1.0, 0.0), (0.0, 0.0, -1.0), (1.0, 0.0, 0.0)),
    "upside down": axes((-1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, -1.0)),
}
TOUCH = 0.3
"""Centimetres that count as touching."""

_ORIGIN: Vector = (0.0, 0.0, 0.0)
_EXACT = 0.05  # degrees
_STEADY = 3.5  # degrees by which a body that has found its balance may lean further without a new one
_BAR = 212.0  # how high the wrists of a body are that hangs from a bar
_BELOW_HIPS = ("feet", "right foot", "left foot", "knees", "right knee", "left knee", "seat")


def rests_of(pose: Pose) -> tuple[str, ...]:
    """Return what the body rests on.

    A body that puts one foot on a thing stands on the other; one that puts only its toes there stands on its
    balls; and a foot beside a knee that bears the weight only lies where it is put.
    """
    raised = {contact.part for contact in pose.contacts if _is_raised(contact)}
    lifted = {
        part.split()[0] for part in raised if part.split()[-1] in ("foot", "heel", "toes", "instep", "ankle")
    }
    toes = any(part.endswith(" toes") for part in raised)
    found = []
    for rest in pose.rests:
        if rest == "feet" and len(lifted) == 1:
            found.append("left foot" if "right" in lifted else "right foot")
        elif rest == "feet" and toes:
            found.append("balls")
        elif rest.endswith(" instep") and rest.split()[0] in lifted:
            continue
        else:
            found.append(rest)
    return tuple(found) or pose.rests


def _is_raised(contact: Contact) -> bool:
    return contact.target == "wall" or bool(SURFACES.get(contact.target))


def raised(pose: Pose) -> list[tuple[str, str]]:
    """Return which of the parts that the body rests on stand on which thing."""
    found = []
    rests = {name for rest in rests_of(pose) for name in group(rest)}
    for contact in pose.contacts:
        hangs = contact.target == "bar" and contact.part.endswith(" hand")
        if (contact.target in SURFACES or hangs) and contact.relation in ("on", "over", "to"):
            spots = group(contact.part) or (contact.part,)
            if set(spots) & rests:
                found.append((contact.part, contact.target))
    return found


def heights_of(pose: Pose) -> tuple[dict[str, float], list[Contact]]:
    """Return how high what the body rests on is, and the contacts that are left to be solved."""
    levels = {**SURFACES, "bar": _BAR}
    heights = {part: levels[thing] for part, thing in raised(pose) if levels[thing]}
    # What rests on the ground anyway is near it, but hands and feet have to lie flat.
    return heights, [c for c in pose.contacts if c.part not in heights or c.part.endswith(("hand", "foot"))]


def at_rest(
    pose: Pose, angles: dict[str, float], heights: dict[str, float], before: Mapping[str, float]
) -> Skeleton:
    """Return the frames of a body that has come to rest on what it rests on, `heights` above the ground.

    Changes `angles`: those of the hips, if the trunk has to lean in a given way, and those of ankles that
    are free to find their balance. Ankles stay as they were `before` if that is balance enough.
    """
    start = FACING[pose.facing]
    if pose.turned:
        start = times(turn_z(pose.turned), start)
    groups = [group(rest) for rest in rests_of(pose)]
    lift = {name: height for part, height in heights.items() for name in (group(part) or (part,))}
    ankles = [f"{side} ankle dorsiflexion" for side in SIDES]
    is_free = pose.balanced and not any(ankle in pose.stated for ankle in ankles)
    is_steady = is_free and all(ankle in before for ankle in ankles)
    if is_steady:
        angles.update({ankle: before[ankle] for ankle in ankles})
    trunk = _wanted_lean(pose)
    frames: Skeleton = {}
    # Each round corrects what the last one left, since rolling and bending move the weight again.
    for turn in range(6):
        frames = _rest(angles, skeleton(angles, Frame(_ORIGIN, start)), groups, lift)
        more = 0.0 if trunk is None else trunk - _lean(frames)
        lean = _off_balance(frames, lift) if is_free else 0.0
        # Else a movement would rock on its ankles from picture to picture.
        if is_steady and turn == 0 and abs(lean) < _STEADY:
            is_free, lean = False, 0.0
        if max(abs(more), abs(lean)) < _EXACT:
            break
        turned = 0.0
        if pose.rests[0] in _BELOW_HIPS:
            _bend(angles, "hip flexion", more)
        if pose.rests[0] not in _BELOW_HIPS or rests_of(pose) == ("seat",):  # then the pelvis rolls
            turned += more
        if len(groups) == 1 and not any(name.endswith("heel") for name in groups[0]):
            turned -= lean  # on its balls, the body leans as a whole
        else:
            _bend(angles, "ankle dorsiflexion", -lean)
        # From the left, because it is about the world's axis and not about the body's.
        start = times(turn_y(turned), start)
    if pose.balanced and _shift_to_one_leg(pose, angles, frames, lift):
        frames = _rest(angles, skeleton(angles, Frame(_ORIGIN, start)), groups, lift)
    return frames


def _shift_to_one_leg(pose: Pose, angles: dict[str, float], frames: Skeleton, lift: dict[str, float]) -> bool:
    """Bring the foot of a body that stands on one leg below its weight; return whether it does.

    The leg comes in, and the ankle turns as much the other way, so that the sole stays flat.
    """
    standing = [
        side
        for side in SIDES
        if abs(height_of(frames, f"{side} ball") - lift.get(f"{side} ball", 0.0)) < TOUCH
    ]
    if len(standing) != 1 or f"{standing[0]} hip abduction" in pose.stated:
        return False
    side = standing[0]
    hip, foot = frames[f"{side} thigh"].origin, frames[f"{side} foot"].origin
    aside = (foot[1] - centre_of_mass(frames)[1]) * SIGN[side]
    turn = max(0.0, min(15.0, degrees(atan2(aside, max(hip[2] - foot[2], 20.0)))))
    angles[f"{side} hip abduction"] = angles.get(f"{side} hip abduction", 0.0) - turn
    angles[f"{side} ankle inversion"] = angles.get(f"{side} ankle inversion", 0.0) + turn
    return turn > _EXACT


def _bend(angles: dict[str, float], name: str, more: float) -> None:
    """Bend a joint of both legs further; an ankle only as far as one can bend to keep its balance."""
    if not more:
        return
    for side in SIDES:
        value = angles.get(f"{side} {name}", 0.0) + more
        angles[f"{side} {name}"] = value if name == "hip flexion" else max(-40.0, min(38.0, value))


def _wanted_lean(pose: Pose) -> float | None:
    """Return how far the trunk has to lean forward; a back against a wall is upright."""
    against = any(contact.part == "upper back" and contact.target == "wall" for contact in pose.contacts)
    return 0.0 if pose.trunk is None and against else pose.trunk


def _lean(frames: Skeleton) -> float:
    """Return how far the pelvis leans forward from upright, in degrees."""
    up = axis(frames["pelvis"].turn, 2)
    return degrees(atan2(up[0], up[2]))


def _off_balance(frames: Skeleton, lift: dict[str, float]) -> float:
    """Return how far the body leans forward from where its weight is over the middle of its feet."""
    names = [f"{side} {name}" for side in SIDES for name in ("heel", "ball")]
    standing = [name for name in names if abs(height_of(frames, name) - lift.get(name, 0.0)) < TOUCH]
    if not standing:
        return 0.0
    middle = sum(spot(frames, name)[0][0] for name in standing) / len(standing)
    centre = centre_of_mass(frames)
    return degrees(atan2(centre[0] - middle, max(centre[2], 10.0)))


def is_down(frames: Skeleton, name: str, slack: float = TOUCH) -> bool:
    """Tell whether a spot of the body is on the ground."""
    return height_of(frames, name) < slack


def height_of(frames: Skeleton, name: str) -> float:
    """Return how high a spot of the body is above the ground, in centimetres."""
    at, radius = spot(frames, name)
    return at[2] - radius


def _rest(
    angles: dict[str, float], frames: Skeleton, groups: list[tuple[str, ...]], lift: dict[str, float]
) -> Skeleton:
    """Turn a body about the y axis and lower it until what it rests on touches the ground."""
    first = groups[0]
    second = groups[1] if len(groups) > 1 else ()
    if (
        not second
        and any(name.endswith("heel") for name in first)
        and any(name.endswith("ball") for name in first)
    ):
        second = tuple(name for name in first if name.endswith("ball"))
        first = tuple(name for name in first if name.endswith("heel"))
    root = frames["pelvis"]
    spots = {name: spot(frames, name) for name in (*first, *second)}
    low = {name: radius + lift.get(name, 0.0) for name, (_, radius) in spots.items()}
    trunk = [frames[name].origin for name in ("pelvis", "thorax", "head")]
    best: tuple[float, float, float] | None = None
    # Which two spots bear the body is not known: every pair is tried, and that taken
    # from which nothing else sinks.
    for a in first:
        for b in second or (a,):
            if (
                second
                and a.split()[0] in SIDES
                and b.split()[0] in SIDES
                and len(groups) == 1
                and a.split()[0] != b.split()[0]
            ):
                continue
            for turn in _roll(spots[a][0], spots[b][0], low[a] - low[b]) if a != b else (0.0,):
                s, c = sin(radians(turn)), cos(radians(turn))
                heights = {name: -s * at[0] + c * at[2] - low[name] for name, (at, _) in spots.items()}
                floor = heights[a]
                deepest = min(height - floor for height in heights.values())
                above = min(-s * at[0] + c * at[2] - floor for at in trunk)
                # The trunk is above the ground, nothing else is in it, and it turns as little as it can, in
                # this order. Of the two ways to lie on two spots, one is upside down.
                score = (min(above - 4.0, 0.0), min(deepest, 0.0) if deepest < -0.05 else 0.0, -abs(turn))
                if best is None or score > best:
                    best = score
                    chosen = (turn, floor)
    if best is None:
        chosen = (0.0, min(at[2] - low[name] for name, (at, _) in spots.items()))
    turn, floor = chosen
    placed = rolled(root, _ORIGIN, turn)
    placed = Frame(along(placed.origin, (0.0, 0.0, 1.0), -floor), placed.turn)
    return skeleton(angles, placed)


def _roll(a: Vector, b: Vector, difference: float) -> tuple[float, ...]:
    """Return by how many degrees to turn about y until a is `difference` higher than b: two ways or none."""
    dx, dz = a[0] - b[0], a[2] - b[2]
    far = hypot(dx, dz)
    if far < 1e-6 or abs(difference) > far:
        return ()
    # Turned by t, the height of a above b is dz cos t - dx sin t = far cos(t + p).
    p, wanted = degrees(atan2(dx, dz)), degrees(acos(difference / far))
    return ((wanted - p + 180.0) % 360.0 - 180.0, (-wanted - p + 180.0) % 360.0 - 180.0)
