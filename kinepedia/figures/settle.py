"""Puts a pose into the world: it comes to rest on the ground, and its limbs reach what they touch.

First the body is turned and lowered until what it rests on touches the ground. Then each contact is solved
by inverse kinematics. Limbs that end a hand's width above or below the ground come to rest on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import acos, asin, atan2, cos, degrees, hypot, radians, sin
from typing import TYPE_CHECKING, NamedTuple

from kinepedia.figures import faults, reach
from kinepedia.figures.body import SIDES
from kinepedia.figures.faults import Fault
from kinepedia.figures.joints import range_of
from kinepedia.figures.kinematics import Frame, Skeleton, centre_of_mass, rolled, skeleton
from kinepedia.figures.points import SPOTS, group, spot
from kinepedia.figures.vector import IDENTITY, Matrix, Vector, add, along, axes, axis, times, turn_z
from kinepedia.figures.words import SURFACES

if TYPE_CHECKING:
    from kinepedia.figures.pose import Contact, Pose, Strap

FACING: dict[str, Matrix] = {
    "upright": IDENTITY,
    # Where the front, the left side and the head point. Lying on the back, the head is on the left.
    "up": axes((0.0, 0.0, 1.0), (0.0, 1.0, 0.0), (-1.0, 0.0, 0.0)),
    "down": axes((0.0, 0.0, -1.0), (0.0, 1.0, 0.0), (1.0, 0.0, 0.0)),
    "right side": axes((0.0, -1.0, 0.0), (0.0, 0.0, 1.0), (-1.0, 0.0, 0.0)),
    "left side": axes((0.0, -1.0, 0.0), (0.0, 0.0, -1.0), (1.0, 0.0, 0.0)),
    "upside down": axes((-1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, -1.0)),
}
_TOUCH = 0.3  # centimetres that count as touching
_NEAR = 8.0  # so near to the ground, a limb rests on it
_RAIL = 90.0  # how high a handrail is: 85 to 95 cm (ISO 21542)
_DEEP = 40.0  # a limb of which the author said nothing is brought up from so far below the ground


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


def settle(pose: Pose, before: Figure | None = None) -> Figure:
    """Return a pose in the world; what it shares with the figure `before` stays in its place."""
    angles = dict(pose.angles)
    heights, contacts = _heights(pose)
    frames = _at_rest(pose, angles, heights)
    kept: dict[str, Frame] = {}
    things: list[Thing] = []
    if before is not None and before.pose.facing == pose.facing:
        frames = _in_place(frames, pose, before)
        shared = {(contact.part, contact.target) for contact in before.pose.contacts}
        wanted = {contact.target for contact in contacts}
        things = [thing for thing in before.things if thing.kind in wanted]
        kept = {part: before.frames[_end(part)] for part, target in shared if _end(part) in before.frames}
        kept = {c.part: kept[c.part] for c in contacts if (c.part, c.target) in shared and c.part in kept}
    found = [*_beyond(pose)]
    for contact in contacts:
        missing = _touch(contact, pose, angles, frames, things, kept.get(contact.part))
        if missing > 1.0:
            facts = (
                ("part", f"the {contact.part}"),
                ("target", _the(contact.target)),
                ("distance", round(missing)),
            )
            found.append(Fault(faults.POSE_OUT_OF_REACH, contact.span, facts))
    held = {contact.part for contact in contacts}
    for strap in pose.straps:
        held |= _hold_strap(strap, pose, angles, frames, held)
    seat = max((height for part, height in heights.items() if part == "seat" and height < 25.0), default=0.0)
    for side in SIDES:
        found += _settle_leg(pose, angles, frames, side, held, _NEAR + seat)
        found += _settle_arm(pose, angles, frames, side, held)
    _settle_head(pose, angles, frames)
    things += [_beside(name, frames) for name in pose.things if name not in {thing.kind for thing in things}]
    for part, height in heights.items():
        kind = next((k for p, k in _raised(pose) if p == part), "")
        if kind and height:
            things += _below(part, kind, height, frames)
    if not any(fault.rule is faults.POSE_SINKS for fault in found):
        found += _unbalanced(pose, frames)
    return Figure(pose, frames, angles, tuple(dict.fromkeys(things)), tuple(found))


def _end(part: str) -> str:
    """Return the segment at the end of a limb that a part belongs to."""
    side, _, kind = part.partition(" ")
    return f"{side} hand" if kind in ("hand", "fingertips") else f"{side} foot"


def _in_place(frames: Skeleton, pose: Pose, before: Figure) -> Skeleton:
    """Return the frames, moved so that what the body rests on stays where it was."""
    for rest in pose.rests:
        for name in group(rest):
            if (
                rest in before.pose.rests
                and _is_down(before.frames, name, 3.0)
                and _is_down(frames, name, 3.0)
            ):
                old, new = spot(before.frames, name)[0], spot(frames, name)[0]
                move = (old[0] - new[0], old[1] - new[1], 0.0)
                return {key: Frame(add(frame.origin, move), frame.turn) for key, frame in frames.items()}
    return frames


def _the(target: str) -> str:
    return f"the {target}"


def _rests(pose: Pose) -> tuple[str, ...]:
    """Return what the body rests on: on its balls, if only these stand on something."""
    toes = any(contact.part.endswith(" toes") and SURFACES.get(contact.target) for contact in pose.contacts)
    return tuple("balls" if rest == "feet" and toes else rest for rest in pose.rests)


def _raised(pose: Pose) -> list[tuple[str, str]]:
    """Return which of the parts that the body rests on stand on which thing."""
    found = []
    rests = {name for rest in _rests(pose) for name in group(rest)}
    for contact in pose.contacts:
        if contact.target in SURFACES and contact.relation in ("on", "over", "to"):
            spots = group(contact.part) or (contact.part,)
            if set(spots) & rests:
                found.append((contact.part, contact.target))
    return found


def _heights(pose: Pose) -> tuple[dict[str, float], list[Contact]]:
    """Return how high what the body rests on is, and the contacts that are left to be solved."""
    raised = _raised(pose)
    heights = {part: SURFACES[thing] for part, thing in raised if SURFACES[thing]}
    # What rests on the ground anyway is near it, but hands and feet have to lie flat.
    return heights, [c for c in pose.contacts if c.part not in heights or c.part.endswith(("hand", "foot"))]


def _at_rest(pose: Pose, angles: dict[str, float], heights: dict[str, float]) -> Skeleton:
    """Return the frames of a body that has come to rest; balances its ankles if they are free."""
    start = FACING[pose.facing]
    if pose.turned:
        start = times(turn_z(pose.turned), start)
    groups = [tuple(group(rest)) for rest in _rests(pose)]
    lift = {name: height for part, height in heights.items() for name in (group(part) or (part,))}
    ankles = pose.balanced and not any(f"{side} ankle dorsiflexion" in pose.stated for side in SIDES)
    frames: Skeleton = {}
    for _ in range(6):
        frames = skeleton(angles, Frame((0.0, 0.0, 0.0), start))
        frames = _rest(angles, frames, groups, lift)
        again = False
        if pose.trunk is not None:
            z = axis(frames["pelvis"].turn, 2)
            more = pose.trunk - degrees(atan2(z[0], z[2]))
            if abs(more) > 0.05:
                again = True
                if pose.rests[0] in (
                    "feet",
                    "right foot",
                    "left foot",
                    "knees",
                    "right knee",
                    "left knee",
                    "seat",
                ):
                    for side in SIDES:
                        key = f"{side} hip flexion"
                        angles[key] = angles.get(key, 0.0) + more
                else:
                    start = rolled(Frame((0.0, 0.0, 0.0), start), (0.0, 0.0, 0.0), more).turn
        if ankles:
            standing = [
                name
                for side in SIDES
                for name in (f"{side} heel", f"{side} ball")
                if _is_down(frames, name, _TOUCH + lift.get(name, 0.0))
            ]
            if standing:
                middle = sum(spot(frames, name)[0][0] for name in standing) / len(standing)
                centre = centre_of_mass(frames)
                lean = degrees(atan2(centre[0] - middle, max(centre[2], 10.0)))
                if (
                    abs(lean) > 0.05
                    and len(groups) == 1
                    and not any(name.endswith("heel") for name in groups[0])
                ):
                    again = True
                    start = rolled(Frame((0.0, 0.0, 0.0), start), (0.0, 0.0, 0.0), -lean).turn
                elif abs(lean) > 0.05:
                    again = True
                    for side in SIDES:
                        key = f"{side} ankle dorsiflexion"
                        angles[key] = max(-40.0, min(38.0, angles.get(key, 0.0) - lean))
        if not again:
            break
    return frames


def _is_down(frames: Skeleton, name: str, slack: float = _TOUCH) -> bool:
    at, radius = spot(frames, name)
    return at[2] - radius < slack


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
                score = (min(above - 4.0, 0.0), min(deepest, 0.0) if deepest < -0.05 else 0.0, -abs(turn))
                if best is None or score > best:
                    best = score
                    chosen = (turn, floor)
    if best is None:
        chosen = (0.0, min(at[2] - low[name] for name, (at, _) in spots.items()))
    turn, floor = chosen
    placed = rolled(root, (0.0, 0.0, 0.0), turn)
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


def _touch(
    contact: Contact,
    pose: Pose,
    angles: dict[str, float],
    frames: Skeleton,
    things: list[Thing],
    kept: Frame | None,
) -> float:
    """Solve one contact; put the thing that is touched into `things`. Returns what is missing, in cm."""
    side, _, kind = contact.part.partition(" ")
    if contact.target in SURFACES or contact.target in ("wall", "bar", "rail"):
        return _touch_thing(contact, pose, angles, frames, things, kept)
    if side in SIDES and kind in ("hand", "fingertips"):
        return reach.hand_to_body(angles, frames, side, contact.relation, contact.target)
    if side in SIDES and kind in ("foot", "heel", "ankle", "toes", "instep"):
        return reach.foot_to_body(angles, frames, side, kind, contact.relation, contact.target)
    return 0.0


def _touch_thing(
    contact: Contact,
    pose: Pose,
    angles: dict[str, float],
    frames: Skeleton,
    things: list[Thing],
    kept: Frame | None,
) -> float:
    side, _, kind = contact.part.partition(" ")
    target = contact.target
    if target == "wall":
        wall = next((thing for thing in things if thing.kind == "wall"), None)
        if wall is None:
            wall = _wall(contact.part, frames)
            things.append(wall)
        if side in SIDES and kind in ("hand", "fingertips"):
            return reach.hand_to_wall(
                angles, frames, side, wall.at[0], wall.facing, kept and kept.at((0.2, 0.0, -7.6))
            )
        if side in SIDES and kind in ("foot", "heel", "toes", "instep"):
            return reach.foot_to_wall(angles, frames, side, kind, wall.at[0], wall.facing)
        return 0.0
    if target == "bar":
        bar = next((thing for thing in things if thing.kind == "bar"), None)
        if bar is None:
            hand = frames[f"{side} hand"].at((0.0, 0.0, -6.0))
            bar = Thing("bar", (hand[0], 0.0, hand[2]))
            things.append(bar)
        return reach.hand_to_bar(angles, frames, side, bar.at)
    if target == "rail":
        rail = next((thing for thing in things if thing.kind == "rail"), None)
        if rail is None:
            shoulder = frames[f"{side} upper arm"].origin
            ground = min(
                spot(frames, name)[0][2] - spot(frames, name)[1] for name in ("left ball", "right ball")
            )
            rail = Thing("rail", (shoulder[0] + 26.0, shoulder[1] * 1.25, max(ground, 0.0) + _RAIL))
            things.append(rail)
        return reach.hand_to_rail(angles, frames, side, rail.at)
    height = SURFACES[target]
    missing = 0.0
    if side in SIDES and kind in ("hand", "fingertips"):
        tips, fist = kind == "fingertips", side in pose.fists
        at = kept and kept.at((0.0, 0.0, -16.6) if tips else (0.0, 0.0, -8.5) if fist else (0.2, 0.0, -7.6))
        missing = reach.hand_to_floor(angles, frames, side, height, tips=tips, fist=fist, kept=at)
    elif side in SIDES and kind == "forearm":
        missing = reach.forearm_to_floor(angles, frames, side, height)
    elif side in SIDES and kind in ("foot", "heel", "toes", "instep", "ankle"):
        if kind == "foot" and axis(frames[f"{side} foot"].turn, 2)[2] < 0.35:
            kind = "rest"  # it cannot stand on its sole, so it lies there
        missing = reach.foot_to_floor(angles, frames, side, kind, height, kept and kept.origin)
    elif side in SIDES and kind == "knee":
        missing = reach.knee_to_floor(angles, frames, side, height, tucked=f"{side} toes extension" in angles)
    if height and not (kept and any(thing.kind == target for thing in things)):
        things += _below(contact.part, target, height, frames)
    return missing


def _wall(part: str, frames: Skeleton) -> Thing:
    """Return a wall where a part of the body is, or behind the whole trunk."""
    if part in ("upper back", "seat", "head"):
        low = min(spot(frames, name)[0][0] - spot(frames, name)[1] for name in ("upper back", "left seat"))
        return Thing("wall", (low, 0.0, 0.0), 1.0)
    side, _, kind = part.partition(" ")
    name = {
        "foot": "ball",
        "toes": "tip",
        "hand": "hand",
        "fingertips": "fingertips",
        "forearm": "elbow",
    }.get(kind, kind)
    if name in ("hand", "fingertips"):  # flat on the wall, the palm is where the wrist is now
        name = "wrist"
    at, radius = spot(frames, f"{side} {name}") if f"{side} {name}" in SPOTS else spot(frames, part)
    facing = -1.0 if at[0] > frames["pelvis"].origin[0] else 1.0
    return Thing("wall", (at[0] - facing * radius, 0.0, 0.0), facing)


def _hold_strap(
    strap: Strap, pose: Pose, angles: dict[str, float], frames: Skeleton, held: set[str]
) -> set[str]:
    """Bring the hands that hold a strap towards what it goes round; returns which hands these are."""
    if not strap.middle:
        return set()
    for end in strap.ends:
        side = end.split()[0]
        if end in held or any(
            f"{side} {key}" in pose.stated for key in ("shoulder flexion", "shoulder abduction")
        ):
            continue
        reach.hand_towards(angles, frames, side, strap.middle)
    return set(strap.ends)


def _beside(kind: str, frames: Skeleton) -> Thing:
    """Return a thing that nothing touches: a mat lies below, and everything else stands in front."""
    if kind == "mat":
        return Thing(kind, (0.0, 0.0, 0.0))
    front = max(frame.origin[0] for frame in frames.values())
    distance = 20.0 if kind == "wall" else 35.0
    return Thing(kind, (round(front + distance, 2), 0.0, SURFACES.get(kind, 0.0)), -1.0)


def _below(part: str, kind: str, height: float, frames: Skeleton) -> list[Thing]:
    """Return the things that stand under a part of the body."""
    names = [name for name in (group(part) or (part,)) if name in SPOTS]
    if not names:
        return []
    points = [spot(frames, name)[0] for name in names]
    x = sum(point[0] for point in points) / len(points)
    y = sum(point[1] for point in points) / len(points)
    if kind in ("chair", "bench", "sofa", "step"):
        y = 0.0 if kind in ("bench", "sofa", "step") or part == "seat" else y
    return [Thing(kind, (round(x, 2), round(y, 2), height))]


def _settle_leg(
    pose: Pose, angles: dict[str, float], frames: Skeleton, side: str, held: set[str], near: float
) -> list[Fault]:
    """Let a foot that is `near` the ground, in centimetres, rest on it."""
    kinds = ("foot", "heel", "toes", "instep", "ankle", "knee")
    if any(f"{side} {kind}" in held for kind in kinds):
        return _flat_toes(pose, angles, frames, side)
    low, _name = _lowest(frames, (f"{side} heel", f"{side} ball", f"{side} tip"))
    free = bool({f"{side} {kind}" for kind in kinds} & pose.lifted)
    said = any(key in pose.stated for key in (f"{side} hip flexion", f"{side} knee flexion"))
    knee, radius = spot(frames, f"{side} knee")
    hinges = abs(axis(frames[f"{side} shank"].turn, 1)[2]) < 0.5  # its knee bends up and down
    if hinges and abs(knee[2] - radius) < 1.0 and abs(low) > _TOUCH and not free and low < 16.0:
        reach.shank_to_floor(angles, frames, side, 0.0, tucked=f"{side} toes extension" in angles)
    elif abs(low) > _TOUCH and not free and (-_NEAR if said else -_DEEP) < low < (_NEAR if said else near):
        up = axis(frames[f"{side} foot"].turn, 2)[2]
        flat = up > 0.82 and f"{side} ankle dorsiflexion" not in pose.stated
        reach.foot_to_floor(angles, frames, side, "foot" if flat else "rest", 0.0)
    elif low < -_NEAR:
        span = next((pose.stated[key] for key in pose.stated if key.startswith(f"{side} ")), pose.span)
        facts = (("part", f"{side} foot"), ("distance", round(-low)))
        return [Fault(faults.POSE_SINKS, span, facts)]
    return _flat_toes(pose, angles, frames, side)


def _flat_toes(pose: Pose, angles: dict[str, float], frames: Skeleton, side: str) -> list[Fault]:
    """Bend toes that would be below the ground."""
    key = f"{side} toes extension"
    at, radius = spot(frames, f"{side} tip")
    ball, thick = spot(frames, f"{side} ball")
    if key not in pose.stated and at[2] - radius < -_TOUCH and abs(ball[2] - thick) < 2.0:
        x = axis(frames[f"{side} foot"].turn, 0)
        angles[key] = max(0.0, degrees(asin(max(-1.0, min(1.0, -x[2])))))
        reach.again(angles, frames, side)
    return []


def _settle_arm(
    pose: Pose, angles: dict[str, float], frames: Skeleton, side: str, held: set[str]
) -> list[Fault]:
    kinds = ("hand", "fingertips", "forearm")
    if any(f"{side} {kind}" in held for kind in kinds) or {f"{side} hand"} & pose.lifted:
        return []
    names = (f"{side} hand", f"{side} fingertips", f"{side} wrist")
    low, _ = _lowest(frames, names)
    said = any(key in pose.stated for key in (f"{side} shoulder flexion", f"{side} elbow flexion"))
    if abs(low) > _TOUCH and abs(low) < _NEAR:
        reach.hand_rest(angles, frames, side, low)
    elif -_DEEP < low < -_NEAR and not said:
        reach.hand_to_floor(angles, frames, side, 0.0)
    elif low < -_NEAR:
        span = next((pose.stated[key] for key in pose.stated if key.startswith(f"{side} ")), pose.span)
        facts = (("part", f"{side} hand"), ("distance", round(-low)))
        return [Fault(faults.POSE_SINKS, span, facts)]
    return []


def _settle_head(pose: Pose, angles: dict[str, float], frames: Skeleton) -> None:
    """Let a head that is near the ground rest on it."""
    if "neck flexion" in pose.stated:
        return
    for _ in range(4):
        at, radius = spot(frames, "head")
        gap = at[2] - radius
        if abs(gap) < _TOUCH or gap > _NEAR or gap < -_NEAR * 1.5:
            return
        neck = frames["neck"].origin
        lever = hypot(at[0] - neck[0], at[2] - neck[2])
        front = axis(frames["thorax"].turn, 0)[2]  # 1 on the back, -1 on the front
        if lever < 1.0 or abs(front) < 0.5:
            return
        angles["neck flexion"] = (
            angles.get("neck flexion", 0.0) + degrees(-gap / lever) * (1.0 if front > 0 else -1.0) * 1.15
        )
        frames.update(skeleton(angles, frames["pelvis"]))


def _lowest(frames: Skeleton, names: tuple[str, ...]) -> tuple[float, str]:
    found = []
    for name in names:
        at, radius = spot(frames, name)
        found.append((at[2] - radius, name))
    return min(found)


def _beyond(pose: Pose) -> list[Fault]:
    """Return what is beyond the range of a very mobile body among the angles that the author gave."""
    found = []
    for key, span in pose.stated.items():
        limits, value = range_of(key), pose.angles.get(key, 0.0)
        if limits and not limits.hypermobile[0] - 0.01 <= value <= limits.hypermobile[1] + 0.01:
            upper = value > 0
            facts = (
                ("joint", key),
                ("value", f"{value:.0f}".replace("-", "\N{MINUS SIGN}")),
                ("normal", f"{limits.normal[upper]:.0f}".replace("-", "\N{MINUS SIGN}")),
                ("limit", f"{limits.hypermobile[upper]:.0f}".replace("-", "\N{MINUS SIGN}")),
            )
            found.append(Fault(faults.POSE_BEYOND_RANGE, span, facts))
    return found


def _unbalanced(pose: Pose, frames: Skeleton) -> list[Fault]:
    """Return that the body would fall, if its centre of mass lies outside of what it stands on."""
    if any(contact.target in ("wall", "bar", "rail") for contact in pose.contacts) or pose.helpers:
        return []
    points = []
    for name in SPOTS:
        at, radius = spot(frames, name)
        if at[2] - radius < 0.8:
            points.append((at[0], radius * 0.6))
    for contact in pose.contacts:
        if contact.target in SURFACES and contact.part in SPOTS:
            points.append((spot(frames, contact.part)[0][0], 3.0))
        elif contact.target in SURFACES:
            points += [(spot(frames, name)[0][0], 3.0) for name in group(contact.part) if name in SPOTS]
    if not points:
        return []
    centre = centre_of_mass(frames)[0]
    low, high = min(x - r for x, r in points), max(x + r for x, r in points)
    slack = 2.0
    if centre < low - slack:
        return [_fall(pose, "to the left" if pose.facing != "upright" else "backwards", low - centre)]
    if centre > high + slack:
        return [_fall(pose, "to the right" if pose.facing != "upright" else "forwards", centre - high)]
    return []


def _fall(pose: Pose, direction: str, distance: float) -> Fault:
    return Fault(faults.POSE_UNBALANCED, pose.span, (("direction", direction), ("distance", round(distance))))
