"""Puts a pose into the world: it comes to rest on the ground, and its limbs reach what they touch.

First the body is turned and lowered until what it rests on touches the ground. Then each contact is solved
by inverse kinematics. Limbs that end a hand's width above or below the ground come to rest on it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinepedia.figures.body.contact import below, beside, hold_strap, touch
from kinepedia.figures.body.ease import NEAR, ease_arm, ease_head, ease_leg, hang_arms
from kinepedia.figures.body.judge import beyond_range, unbalanced
from kinepedia.figures.body.kinematics import Frame, Skeleton
from kinepedia.figures.body.points import group, spot
from kinepedia.figures.body.proportions import SIDES
from kinepedia.figures.body.rest import at_rest, height_of, heights_of, raised, rests_of
from kinepedia.figures.body.vector import add
from kinepedia.figures.faults import Fault
from kinepedia.figures.figure import Figure, Thing
from kinepedia.problems import pose_rules

if TYPE_CHECKING:
    from kinepedia.figures.pose import Pose

# A hand may miss what it touches by so many centimetres: nobody sees it, and no author could mend it.
_UNSEEN = 1.0


def settle(pose: Pose, before: Figure | None = None) -> Figure:
    """Return a pose in the world; what it shares with the figure `before` stays in its place."""
    angles = dict(pose.angles)
    heights, contacts = heights_of(pose)
    goes_on = before is not None and pose.follows and before.pose.facing == pose.facing
    # First, because all that follows is relative to the ground. Nothing after this turns the trunk.
    frames = at_rest(pose, angles, heights, before.angles if before and goes_on else {})
    kept: dict[str, Frame] = {}
    things: list[Thing] = []
    kept_things: list[Thing] = []
    if before and goes_on:
        frames = _in_place(frames, pose, before)
        shared = {(contact.part, contact.target) for contact in before.pose.contacts}
        wanted = {contact.target for contact in pose.contacts}
        kept_things = [thing for thing in before.things if thing.kind in wanted]
        things = [*kept_things]
        kept = {part: before.frames[_end(part)] for part, target in shared if _end(part) in before.frames}
        kept = {c.part: kept[c.part] for c in contacts if (c.part, c.target) in shared and c.part in kept}
    hang_arms(pose, angles, frames)
    # Of what the author gave (`pose.angles`), not of what the solver makes of it.
    found = beyond_range(pose, before.pose if before else None)
    for contact in contacts:
        missing = touch(contact, pose, angles, frames, things, kept.get(contact.part))
        if missing > _UNSEEN:
            facts = (
                ("part", f"the {contact.part}"),
                ("target", f"the {contact.target}"),
                ("distance", round(missing)),
            )
            found.append(Fault(pose_rules.POSE_OUT_OF_REACH, contact.span, facts))
    held = {contact.part for contact in contacts}
    for strap in pose.straps:
        held |= hold_strap(strap, pose, angles, frames, held)
    seat = max((height for part, height in heights.items() if part == "seat" and height < 25.0), default=0.0)
    for side in SIDES:
        found += ease_leg(pose, angles, frames, side, held, NEAR + seat)
        found += ease_arm(pose, angles, frames, side, held)
    # Last: only head and neck move with it, and `skeleton` makes all frames anew
    # from the angles that were found.
    ease_head(pose, angles, frames)
    things += [beside(name, frames) for name in pose.things if name not in {thing.kind for thing in things}]
    for part, height in heights.items():
        kind = next((k for p, k in raised(pose) if p == part), "")
        if kind == "bar" and not any(thing.kind == "bar" for thing in things):
            hand = frames[f"{part.split()[0]} hand"].at((0.0, 0.0, -6.0))
            things.append(Thing("bar", (hand[0], 0.0, hand[2])))
        elif kind and kind != "bar" and not any(thing.kind == kind for thing in kept_things):
            things += below(part, kind, height, frames)
    if not any(fault.rule is pose_rules.POSE_SINKS for fault in found):
        found += unbalanced(pose, frames)
    return Figure(pose, frames, angles, tuple(dict.fromkeys(things)), tuple(found))


def _end(part: str) -> str:
    """Return the segment at the end of a limb that a part belongs to."""
    side, _, kind = part.partition(" ")
    return f"{side} hand" if kind in ("hand", "fingertips") else f"{side} foot"


def _in_place(frames: Skeleton, pose: Pose, before: Figure) -> Skeleton:
    """Return the frames, moved so that what the body rests on stays where it was."""
    lift, lifted = _levels(pose), _levels(before.pose)
    known = rests_of(before.pose)
    for name in (name for rest in rests_of(pose) if rest in known for name in group(rest)):
        level = lift.get(name, 0.0)
        stays = all(abs(height_of(one, name) - level) < 3.0 for one in (before.frames, frames))
        if stays and lifted.get(name, 0.0) == level:
            old, new = spot(before.frames, name)[0], spot(frames, name)[0]
            move = (old[0] - new[0], old[1] - new[1], 0.0)
            return {key: Frame(add(frame.origin, move), frame.turn) for key, frame in frames.items()}
    return frames


def _levels(pose: Pose) -> dict[str, float]:
    """Return how high what spots of the body rest on is, where it is not the ground."""
    heights, _ = heights_of(pose)
    return {name: height for part, height in heights.items() for name in (group(part) or (part,))}
