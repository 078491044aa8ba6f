"""Poses in the world: nothing floats, nothing sinks, and what touches touches."""

from __future__ import annotations

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from kinepedia.figures import STANDARD, draw, read
from kinepedia.figures.body.kinematics import centre_of_mass
from kinepedia.figures.body.points import SPOTS, spot
from kinepedia.figures.body.proportions import THIGH_SECTIONS, section_at
from kinepedia.figures.body.skin import body_point
from kinepedia.figures.body.vector import axis, dot, length, sub
from kinepedia.figures.figure import Figure
from kinepedia.figures.vocabulary import BODY_TARGETS, PARTS, RELATIONS, THINGS
from kinepedia.problems.diagnostics import Severity

MILLIMETRE = 0.1


def figure(text: str) -> Figure:
    scene = read(text)
    assert not scene.faults, [fault.message for fault in scene.faults]
    return scene.figures[-1]


def height(body: Figure, name: str) -> float:
    at, radius = spot(body.frames, name)
    return at[2] - radius


@pytest.mark.parametrize("name", STANDARD.names)
def test_every_base_pose_stands_on_the_ground_and_does_not_fall(name: str):
    body = figure(name)
    lowest = min(height(body, spot_name) for spot_name in SPOTS)
    assert lowest > -2.5, "it sinks"
    hangs = any(thing.kind == "bar" for thing in body.things)
    assert hangs or lowest < 0.5, "it floats"


@pytest.mark.parametrize("side", ["left", "right"])
def test_standing_feet_are_flat_on_the_ground(side: str):
    body = figure("standing")
    assert abs(height(body, f"{side} heel")) < MILLIMETRE
    assert abs(height(body, f"{side} ball")) < MILLIMETRE


def test_a_bend_from_the_hips_leaves_the_legs_where_they_are_and_finds_its_balance():
    body = figure("standing, hips 80")
    assert abs(height(body, "right heel")) < MILLIMETRE
    assert axis(body.frames["pelvis"].turn, 2)[2] < 0.4  # the trunk leans far forward
    assert body.frames["pelvis"].origin[0] < body.frames["right foot"].origin[0] - 3  # the hips went back


@pytest.mark.parametrize("side", ["left", "right"])
def test_whoever_stands_on_one_leg_has_the_foot_below_the_weight(side: str):
    other = "right" if side == "left" else "left"
    body = figure(f"standing, {other} hip 60, {other} knee 80")
    centre, foot = centre_of_mass(body.frames), body.frames[f"{side} foot"].origin
    assert abs(centre[1] - foot[1]) < 2.0
    assert abs(height(body, f"{side} heel")) < 0.5
    assert abs(height(body, f"{side} ball")) < 0.5


@pytest.mark.parametrize("base", ["standing", "split stance", "lunge", "half kneeling", "plank", "all fours"])
@pytest.mark.parametrize("lifted", ["right foot", "left foot", "feet", "left hand", "right knee"])
def test_whatever_is_lifted_the_body_rests_on_something(base: str, lifted: str):
    body = read(f"{base}, {lifted} off floor").figures[-1]
    assert min(height(body, name) for name in SPOTS) < 0.5


def test_a_body_that_would_fall_to_the_side_is_reported():
    pose = "standing, left hip out 0, right hip out 50, back side bend right 40, ankles 0"
    (fault,) = read(pose).faults
    assert fault.rule.code == "pose-unbalanced"
    assert "to its right" in fault.message


@pytest.mark.parametrize(
    ("text", "part", "surface"),
    [
        ("all fours", "left hand", 0.0),
        ("standing, hips 110, knees 30, back 40, hands on high blocks", "right hand", 23.0),
        ("low lunge, hips 110, back 20, hands on blocks", "right hand", 15.0),
        ("pigeon", "right hand", 0.0),
    ],
)
def test_palms_lie_on_what_they_touch(text: str, part: str, surface: float):
    scene = read(text)
    body = scene.figures[-1]
    missing = [fault for fault in scene.faults if fault.rule.code == "pose-out-of-reach"]
    if missing:
        pytest.fail(missing[0].message)
    assert height(body, part) == pytest.approx(surface, abs=MILLIMETRE)


def test_hands_on_a_wall_are_on_one_plane():
    body = figure("split stance, shoulders 80, elbows 25, hands on wall")
    wall = next(thing for thing in body.things if thing.kind == "wall")
    for side in ("left", "right"):
        at, radius = spot(body.frames, f"{side} hand")
        assert at[0] + radius == pytest.approx(wall.at[0], abs=MILLIMETRE)


def test_an_ankle_lies_on_the_other_thigh():
    body = figure("hook lying\nright: hip 80 turned out 60, knee 100\nright ankle on left thigh")
    point, _, _ = body_point(body.frames, "left thigh", "on", "right")
    ankle = body.frames["right foot"].origin
    assert length(sub(ankle, point)) == pytest.approx(3.6, abs=MILLIMETRE)


def test_hands_behind_a_thigh_touch_it():
    body = figure("supine, hips 50, knees 100\nright: hip 95, knee 35, ankle -30\nhands behind right thigh")
    thigh = body.frames["right thigh"]
    for side in ("left", "right"):
        fingers = body.frames[f"{side} hand"].at((0.2, 0.0, -11.0))
        way = sub(fingers, thigh.origin)
        behind, down = -dot(way, axis(thigh.turn, 0)), -dot(way, axis(thigh.turn, 2))
        section = section_at(THIGH_SECTIONS, down)
        assert 15.0 < down < 35.0  # between the middle of the thigh and the knee
        assert behind == pytest.approx(section.deep - section.forward + 1.5, abs=1.5)


def test_what_a_pose_keeps_touching_stays_where_it_is():
    first = read("all fours")
    second = read("same, hips 115, knees 115, shoulders 120", first)
    assert not second.faults
    before, after = first.figures[-1], second.figures[-1]
    for side in ("left", "right"):
        old, new = spot(before.frames, f"{side} hand")[0], spot(after.frames, f"{side} hand")[0]
        assert length(sub(old, new)) < MILLIMETRE
        old, new = spot(before.frames, f"{side} knee")[0], spot(after.frames, f"{side} knee")[0]
        assert length(sub(old, new)) < 2.5
    assert after.frames["pelvis"].origin[0] < before.frames["pelvis"].origin[0] - 10


def test_on_a_chair_the_seat_is_as_high_as_the_chair():
    body = figure("chair sit")
    assert height(body, "left seat") == pytest.approx(45.0, abs=0.5)
    assert abs(height(body, "left heel")) < 0.5


def test_mirroring_exchanges_the_sides():
    body = figure("supine, hips 50, knees 100, right hip 90, right knee 20")
    other = figure("supine, hips 50, knees 100, right hip 90, right knee 20, mirror")
    ours, theirs = body.frames["right foot"].origin, other.frames["left foot"].origin
    assert theirs == pytest.approx((ours[0], -ours[1], ours[2]), abs=1e-6)


@pytest.mark.parametrize(
    ("text", "code", "word"),
    [
        ("standing, knees -60", "pose-impossible", "knees -60"),
        ("standing, back 250", "pose-impossible", "back 250"),
        ("supine, right hip 175", "pose-beyond-range", "right hip 175"),
        ("standing, hands on floor", "pose-out-of-reach", "hands on floor"),
        ("standing, right hip 60, right knee 0, trunk forward 60, ankles 0", "pose-unbalanced", "standing"),
        ("supine, right hip -40", "pose-sinks", "right hip -40"),
        ("standing, hipps 30", "pose-unknown-word", "hipps"),
        ("standing, hips", "pose-expected", "hips"),
        ("hips 30", "pose-no-base", "hips 30"),
        ("same, hips 30", "pose-no-previous", "same"),
        ("standing" + "\nthen same" * 9, "pose-too-long", "then"),
        ("standing" + ", mat" * 1000, "pose-too-long", ""),
        ("", "pose-no-base", ""),
    ],
)
def test_mistakes_are_found_where_they_are(text: str, code: str, word: str):
    scene = read(text)
    faults = [fault for fault in scene.faults if fault.rule.code == code]
    assert faults, [fault.message for fault in scene.faults]
    line = text.split("\n")[faults[0].span.line - 1]
    marked = line[faults[0].span.column - 1 :][: faults[0].span.length]
    assert not word or marked == word
    assert faults[0].message
    assert faults[0].advice


def test_a_range_that_only_the_hypermobile_have_is_no_fault():
    assert not read("supine, right hip 150").faults


_WORDS = """standing supine same then mirror right left both : , ; hips hip knee 30 -40 175 out turned in
on floor wall hands feet foot behind thigh block chair strap round view side above front highlight arrow up
hamstrings ghost trunk forward upright squat plank pigeon back side bend rhythm 2 toes heel seat head cushion
off look down # ä 1e9 - rail bar hang says none fists arms crossed overhead partner's shoulder elbow 90"""
words = st.sampled_from([*_WORDS.split(), "\n"])


@given(st.lists(words, max_size=25).map(" ".join))
@examples(400)
def test_any_text_gives_a_scene_or_a_mistake(text: str):
    scene = read(text)
    assert scene.faults or scene.figures
    for fault in scene.faults:
        assert fault.message
        assert 1 <= fault.span.line <= text.count("\n") + 1
    if not any(fault.rule.severity is Severity.ERROR for fault in scene.faults):
        assert scene.description.endswith(".")


@given(
    st.sampled_from(["standing", "supine", "all fours", "half kneeling", "chair sit"]),
    st.sampled_from(["right ", "left ", ""]),
    st.sampled_from(sorted(PARTS)),
    st.sampled_from(RELATIONS),
    st.sampled_from(sorted({**THINGS, **BODY_TARGETS})),
)
@examples(400)
def test_any_part_may_be_said_to_touch_anything(base, side, part, relation, target):
    scene = read(f"{base}, {side}{part} {relation} {target}")
    assert scene.figures
    assert draw(scene).startswith("<svg")
