"""Solves contacts: which limb has to reach what, and where the things stand that are touched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinepedia.figures.body import feet, hands
from kinepedia.figures.body.points import SPOTS, group, spot
from kinepedia.figures.body.proportions import SIDES
from kinepedia.figures.body.vector import axis
from kinepedia.figures.figure import Thing
from kinepedia.figures.vocabulary import SURFACES

if TYPE_CHECKING:
    from kinepedia.figures.body.kinematics import Frame, Skeleton
    from kinepedia.figures.pose import Contact, Pose, Strap

_RAIL = 90.0  # how high a handrail is: 85 to 95 cm (ISO 21542)


def touch(
    contact: Contact,
    pose: Pose,
    angles: dict[str, float],
    frames: Skeleton,
    things: list[Thing],
    kept: Frame | None,
) -> float:
    """Solve one contact; put the thing that is touched into `things`. Returns what is missing, in cm."""
    side, _, kind = contact.part.partition(" ")
    target = contact.target
    holds = kind in ("hand", "fingertips")
    if target == "wall":
        return _touch_wall(contact.part, pose, angles, frames, things, kept)
    if target in ("bar", "rail"):  # only hands hold on to something
        return _hold(side, target, angles, frames, things) if holds else 0.0
    if target in SURFACES:
        height = SURFACES[target]
        # The neck brings the head there, see `ease_head`.
        missing = (
            0.0 if contact.part == "head" else _touch_surface(side, kind, height, pose, angles, frames, kept)
        )
        if height and not (kept and any(thing.kind == target for thing in things)):
            things += below(contact.part, target, height, frames)
        return missing
    if side in SIDES and holds:
        return hands.hand_to_body(angles, frames, side, contact.relation, target)
    if side in SIDES and kind in ("foot", "heel", "ankle", "toes", "instep"):
        return feet.foot_to_body(angles, frames, side, kind, contact.relation, target)
    return 0.0


def _hold(side: str, target: str, angles: dict[str, float], frames: Skeleton, things: list[Thing]) -> float:
    if target == "rail":
        return hands.hand_to_rail(angles, frames, side, _known(things, _rail(frames, side)).at)
    # Where the first hand is now: a bar is put where it is held, not the body under a bar.
    hand = frames[f"{side} hand"].at((0.0, 0.0, -6.0))
    bar = _known(things, Thing("bar", (hand[0], 0.0, hand[2])))
    return hands.hand_to_bar(angles, frames, side, bar.at)


def _known(things: list[Thing], thing: Thing) -> Thing:
    """Return the thing of this kind that is there already; if there is none, put this one there."""
    for other in things:
        if other.kind == thing.kind:
            return other
    things.append(thing)
    return thing


def _touch_wall(
    part: str,
    pose: Pose,
    angles: dict[str, float],
    frames: Skeleton,
    things: list[Thing],
    kept: Frame | None,
) -> float:
    side, _, kind = part.partition(" ")
    if kind in ("toes", "heel") and any(rest in ("knees", f"{side} knee") for rest in pose.rests):
        feet.shank_to_floor(angles, frames, side, 0.0, tucked=f"{side} toes extension" in angles)
    # The first part that touches it decides where it stands; all others have to come to it.
    wall = _known(things, _wall(part, frames))
    if kind in ("hand", "fingertips"):
        at = kept and kept.at(hands.PALM)
        return hands.hand_to_wall(angles, frames, side, wall.at[0], wall.facing, at)
    if kind in ("foot", "heel", "toes", "instep"):
        return feet.foot_to_wall(angles, frames, side, kind, wall.at[0], wall.facing)
    return 0.0


def _touch_surface(
    side: str,
    kind: str,
    height: float,
    pose: Pose,
    angles: dict[str, float],
    frames: Skeleton,
    kept: Frame | None,
) -> float:
    """Bring a part of the body to a level surface. Returns what is missing, in centimetres."""
    match kind:
        case "hand" | "fingertips":
            point = hands.touching_point(tips=kind == "fingertips", fist=side in pose.fists)
            return hands.hand_to_floor(
                angles, frames, side, height, point=point, kept=kept and kept.at(point)
            )
        case "forearm":
            return hands.forearm_to_floor(angles, frames, side, height)
        case "instep" | "toes" if f"{side} knee" in pose.rests or "knees" in pose.rests:
            return feet.shank_to_floor(angles, frames, side, height, tucked=kind == "toes")
        case "foot" | "heel" | "toes" | "instep" | "ankle":
            if kind == "foot" and axis(frames[f"{side} foot"].turn, 2)[2] < 0.35:
                kind = "rest"  # it cannot stand on its sole, so it lies there
            return feet.foot_to_floor(angles, frames, side, kind, height, kept and kept.origin)
        case "knee":
            is_tucked = f"{side} toes extension" in angles
            return feet.knee_to_floor(angles, frames, side, height, tucked=is_tucked)
        case _:
            return 0.0


def _rail(frames: Skeleton, side: str) -> Thing:
    """Return a handrail beside the body, as high above what it stands on as such rails are."""
    shoulder = frames[f"{side} upper arm"].origin
    ground = min(at[2] - radius for at, radius in (spot(frames, "left ball"), spot(frames, "right ball")))
    return Thing("rail", (shoulder[0] + 26.0, shoulder[1] * 1.25, max(ground, 0.0) + _RAIL))


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
        "ankle": "heel",
    }.get(kind, kind)
    if name in ("hand", "fingertips"):  # flat on the wall, the palm is where the wrist is now
        name = "wrist"
    at, radius = spot(frames, f"{side} {name}") if f"{side} {name}" in SPOTS else spot(frames, part)
    facing = -1.0 if at[0] > frames["pelvis"].origin[0] else 1.0
    x = at[0] - facing * radius
    if kind in ("heel", "toes", "instep"):  # no part of the foot is in the wall
        for end in ("heel", "ball", "tip", "instep"):
            middle, thick = spot(frames, f"{side} {end}")
            x = min(x, middle[0] - thick) if facing > 0 else max(x, middle[0] + thick)
    for name in ("left seat", "right seat", "upper back"):  # nobody stands in a wall
        middle, thick = spot(frames, name)
        x = min(x, middle[0] - thick) if facing > 0 else max(x, middle[0] + thick)
    return Thing("wall", (x, 0.0, 0.0), facing)


def hold_strap(
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
        hands.hand_towards(angles, frames, side, strap.middle)
    return set(strap.ends)


def beside(kind: str, frames: Skeleton) -> Thing:
    """Return a thing that nothing touches: a mat lies below, and everything else stands in front."""
    if kind == "mat":
        return Thing(kind, (0.0, 0.0, 0.0))
    front = max(frame.origin[0] for frame in frames.values())
    distance = 20.0 if kind == "wall" else 35.0
    return Thing(kind, (round(front + distance, 2), 0.0, SURFACES.get(kind, 0.0)), -1.0)


def below(part: str, kind: str, height: float, frames: Skeleton) -> list[Thing]:
    """Return the things that stand under a part of the body."""
    names = [name for name in (group(part) or (part,)) if name in SPOTS]
    if not names:
        return []
    points = [spot(frames, name)[0] for name in names]
    x = sum(point[0] for point in points) / len(points)
    y = sum(point[1] for point in points) / len(points)
    if kind in ("chair", "bench", "sofa", "step"):
        y = 0.0 if kind in ("bench", "sofa", "step") or part == "seat" else y
    # A chair stands with its back away from whoever puts a hand or a foot on it.
    facing = 1.0 if part.endswith("seat") or x < frames["pelvis"].origin[0] else -1.0
    return [Thing(kind, (round(x, 2), round(y, 2), height), facing if kind == "chair" else 0.0)]
