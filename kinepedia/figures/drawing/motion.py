"""Movement: the poses between two poses, and an SVG that plays them for ever.

The angles of all joints go from one pose to the next on a cosine, slow at both ends, as limbs do that start
and stop (T. Flash and N. Hogan, 1985, doi:10.1523/JNEUROSCI.05-07-01688.1985). What both poses touch, they
touch all the way. The picture moves by SMIL, which needs no script and runs in pictures, too.
"""

from __future__ import annotations

import itertools
from dataclasses import replace
from math import ceil, cos, pi
from typing import TYPE_CHECKING

from kinepedia.figures.body.points import SPOTS, group, spot
from kinepedia.figures.body.proportions import SIDES
from kinepedia.figures.body.rest import is_down
from kinepedia.figures.body.settle import settle
from kinepedia.figures.drawing.camera import Camera
from kinepedia.figures.drawing.highlight import Mark, after, highlights
from kinepedia.figures.drawing.order import back_to_front
from kinepedia.figures.drawing.outline import number, path, polyline
from kinepedia.figures.drawing.parts import NO_HALO, Part, helping_hands, parts
from kinepedia.figures.drawing.svg import (
    Drawing,
    before_the_body,
    box_of,
    hands_begin,
    is_strap_behind,
    strap_line,
    surroundings,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kinepedia.figures.figure import Figure

TURN = 45.0
"""Degrees by which a joint turns from one picture to the next at most; between them, browsers go straight.

Half-way, a limb that turns by so much is 8 % too short for a moment, which nobody sees.
"""

_MOST_STEPS = 5
_LONG_TURNS = ("hip flexion", "knee flexion", "shoulder flexion", "elbow flexion", "back flexion")

_LIMBS = {"hand": ("hand", "fingertips", "wrist"), "foot": ("heel", "ball", "tip")}


def between(first: Figure, last: Figure, part: float) -> Figure:
    """Return a figure on the way from one to another; `part` goes from 0 to 1."""
    if part <= 0:
        return first
    if part >= 1:
        return last
    part = (1 - cos(pi * part)) / 2
    names = {*first.angles, *last.angles}
    # The order of a set is another one in each run, but nothing here or in the solver
    # goes by the order of angles.
    angles = {
        name: first.angles.get(name, 0.0) + (last.angles.get(name, 0.0) - first.angles.get(name, 0.0)) * part
        for name in names
    }
    kept = {(contact.part, contact.target): contact for contact in first.pose.contacts}
    shared = [kept[key] for contact in last.pose.contacts if (key := (contact.part, contact.target)) in kept]
    lifted = set(last.pose.lifted)
    for side in SIDES:
        for limb, spots in _LIMBS.items():
            if not all(_touches(figure, side, spots) for figure in (first, last)):
                lifted.add(f"{side} {limb}")
    rests = [
        name
        for name in dict.fromkeys((*first.pose.rests, *last.pose.rests))
        if all(_rests_on(figure, name) for figure in (first, last))
    ]
    pose = replace(
        last.pose,
        rests=tuple(rests) or last.pose.rests,
        follows=True,
        angles=angles,
        stated={},
        contacts=tuple(shared),
        lifted=frozenset(lifted),
        trunk=None,
        balanced=False,
    )
    return settle(pose, first)


def steps_between(first: Figure, last: Figure) -> int:
    """Return how many pictures a movement needs from one figure to another."""
    names = [name for name in {*first.angles, *last.angles} if name.endswith(_LONG_TURNS)]
    turn = max((abs(last.angles.get(name, 0.0) - first.angles.get(name, 0.0)) for name in names), default=0.0)
    return max(2, min(_MOST_STEPS, ceil(turn / TURN)))


def _rests_on(figure: Figure, rest: str) -> bool:
    return any(is_down(figure.frames, name, 3.0) for name in group(rest) if name in SPOTS)


def _touches(figure: Figure, side: str, spots: Sequence[str]) -> bool:
    found = [spot(figure.frames, f"{side} {name}") for name in spots]
    return min(at[2] - radius for at, radius in found) < 0.5


def timeline(figures: Sequence[Figure]) -> list[tuple[float, Figure]]:
    """Return the pictures of a movement with the seconds at which they are seen; the last is the first."""
    rhythm = figures[-1].pose.rhythm
    ring = [*figures, figures[0]]
    found: list[tuple[float, Figure]] = []
    clock = 0.0
    there: list[Figure] = []
    for index, (first, last) in enumerate(itertools.pairwise(ring)):
        is_back = index == len(ring) - 2
        seconds = rhythm.back if is_back else rhythm.out / (len(ring) - 2)
        steps = steps_between(first, last)
        way = [between(first, last, step / steps) for step in range(steps)]
        if is_back and len(figures) == 2:  # the same way back
            # The solver could find another way back, and the picture would jump where they meet.
            way = [figures[1], *reversed(there[1:])]
        there = way
        found += [(clock + seconds * step / steps, figure) for step, figure in enumerate(way)]
        clock += seconds
        if rhythm.hold:
            found.append((clock, last))
            clock += rhythm.hold
    found.append((clock, figures[0]))
    return found


def draw_movement(figures: Sequence[Figure], still: Drawing) -> Drawing:
    """Return a picture that moves, and the still for those who want none."""
    camera = Camera(*figures[-1].pose.view)
    pictures = timeline(figures)
    seconds = pictures[-1][0]
    times = ";".join(f"{clock / seconds:.3g}" for clock, _ in pictures)
    like = figures[-1].frames
    fists = figures[-1].pose.fists
    bodies = [parts(figure.frames, camera, fists=fists, like=like) for _, figure in pictures]
    # Half-way there, of a way there and back. One order for the whole movement, because
    # elements cannot change places.
    middle = bodies[len(bodies) // 4]
    box = box_of([part for found in bodies for part in found])
    scenery, box = surroundings([figures[0], figures[-1]], camera, box)
    box = box.around(still.box)
    timing = f'dur="{number(seconds)}s" repeatCount="indefinite" keyTimes="{times}"'
    pieces = [scenery]
    behind, before = _straps(pictures, camera, timing)
    pieces += behind
    pieces += _moving_body(pictures, figures[-1], bodies, middle, camera, timing)
    pieces += before
    helpers = [helping_hands(with_marks_of(figure, figures[-1]), camera) for _, figure in pictures]
    pieces += [
        _moving(helpers, index, shape, timing)
        for index, part in enumerate(helpers[0])
        for shape in range(len(part.shapes))
    ]
    return Drawing(
        f'<g class="figure-moving">{"".join(pieces)}</g><g class="figure-still">{still.inside}</g>', box
    )


def _moving_body(
    pictures: Sequence[tuple[float, Figure]],
    last: Figure,
    bodies: Sequence[list[Part]],
    like: list[Part],
    camera: Camera,
    timing: str,
) -> list[str]:
    """Return all outlines of a body in the order of the body `like`, with the highlights of `last`."""
    shown = [highlights(with_marks_of(figure, last), camera) for _, figure in pictures]
    order = back_to_front(like)
    numbered = [(names, Mark("", str(number))) for number, (names, _) in enumerate(shown[0])]
    places = after(numbered, [like[index].name for index in order])
    things = before_the_body(last, camera)
    sides = _sides_of_the_trunk(bodies, like)
    hands = hands_begin([like[index].name for index in order])
    pieces: list[str] = []
    for place, index in enumerate(order):
        part = like[index]
        if place == hands:
            pieces += things
        if part.name == "chest":  # what is now behind the trunk and now before it is painted in both places
            for other, behind in sides.items():
                pieces += [
                    _by_turns(bodies, other, k, timing, behind) for k in range(len(like[other].shapes))
                ]
        if index in sides:
            continue
        pieces += [_moving(bodies, index, shape, timing) for shape in range(len(part.shapes))]
        pieces += [
            _moving_mark([one[int(mark.path)][1] for one in shown], timing)
            for mark in places.get(part.name, ())
        ]
    if hands == len(order):
        pieces += things
    for other, behind in sides.items():
        before = [not is_behind for is_behind in behind]
        pieces += [_by_turns(bodies, other, k, timing, before) for k in range(len(like[other].shapes))]
    return pieces


def _sides_of_the_trunk(bodies: Sequence[list[Part]], like: list[Part]) -> dict[int, list[bool]]:
    """Return the parts of arms that change from one side of the trunk to the other: when each is behind."""
    chest = next(index for index, part in enumerate(like) if part.name == "chest")
    places = [{index: place for place, index in enumerate(back_to_front(found))} for found in bodies]
    found = {}
    for index, part in enumerate(like):
        if part.name.endswith(("upper arm", "forearm", "hand")):
            behind = [place[index] < place[chest] for place in places]
            if len(set(behind)) > 1:
                found[index] = behind
    return found


def _by_turns(bodies: Sequence[list[Part]], index: int, shape: int, timing: str, seen: Sequence[bool]) -> str:
    """Return an outline that is seen only in some of the pictures."""
    return f"<g>{_turns(timing, seen)}{_moving(bodies, index, shape, timing)}</g>"


def _turns(timing: str, seen: Sequence[bool]) -> str:
    """Return what shows an element in some of the pictures and hides it in the others."""
    values = ";".join("visible" if is_seen else "hidden" for is_seen in seen)
    return f'<animate attributeName="visibility" calcMode="discrete" {timing} values="{values}"/>'


def _moving(bodies: Sequence[list[Part]], index: int, shape: int, timing: str) -> str:
    """Return one outline that changes its form."""
    # All of as many points, as `like` in `parts` makes sure: SMIL goes from one path to another only if they
    # have the same commands.
    rings = [found[index].shapes[shape].ring for found in bodies]
    first = bodies[0][index].shapes[shape]
    data = [path(ring) for ring in rings]
    gaps = [found[index].shapes[shape].gaps for found in bodies]
    dashes = animated = ""
    if first.gaps == NO_HALO:
        dashes = ' stroke="none"'
    elif len({len(gap) for gap in gaps}) == 1 and first.gaps:
        written = [" ".join(number(gap) for gap in one) for one in gaps]
        dashes = f' stroke-dasharray="{written[0]}"'
        if len(set(written)) > 1:
            animated = f'<animate attributeName="stroke-dasharray" {timing} values="{";".join(written)}"/>'
    head = f'<path class="figure-{first.kind}"{dashes} d="{data[0]}"'
    if len(set(data)) == 1:
        return f"{head}/>"
    return f'{head}>{animated}<animate attributeName="d" {timing} values="{";".join(data)}"/></path>'


def with_marks_of(figure: Figure, like: Figure) -> Figure:
    """Return a figure that shows the highlights and the helping hands of another one."""
    return replace(
        figure, pose=replace(figure.pose, highlights=like.pose.highlights, helpers=like.pose.helpers)
    )


def _moving_mark(marks: Sequence[Mark], timing: str) -> str:
    """Return one thing that is highlighted, moving with the body."""
    values = ";".join(mark.path for mark in marks)
    return (
        f'<path class="figure-{marks[0].kind}" d="{marks[0].path}">'
        f'<animate attributeName="d" {timing} values="{values}"/></path>'
    )


def _straps(
    pictures: Sequence[tuple[float, Figure]], camera: Camera, timing: str
) -> tuple[list[str], list[str]]:
    """Return the straps behind the body and those before it; one that changes sides is in both, by turns."""
    behind: list[str] = []
    before: list[str] = []
    for strap in pictures[0][1].pose.straps:
        data = [polyline(strap_line(figure, camera, strap.ends, strap.middle)) for _, figure in pictures]
        sides = [is_strap_behind(figure, camera, strap) for _, figure in pictures]
        moves = f'<animate attributeName="d" {timing} values="{";".join(data)}"/>'
        for place, is_behind in ((behind, True), (before, False)):
            if is_behind not in sides:
                continue
            turns = _turns(timing, [side == is_behind for side in sides]) if len(set(sides)) > 1 else ""
            place.append(f'<path class="figure-{strap.kind}" d="{data[0]}">{moves}{turns}</path>')
    return behind, before
