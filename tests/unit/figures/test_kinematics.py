"""Where segments are: checked against positions worked out by hand."""

from __future__ import annotations

from math import cos, radians, sin

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from kinepedia.figures.body.kinematics import (
    Frame,
    centre_of_mass,
    reach_arm,
    reach_leg,
    skeleton,
    turn_foot,
    turn_hand,
)
from kinepedia.figures.body.proportions import (
    ANKLE,
    FOREARM,
    HAND,
    HEIGHT,
    HIP,
    MASSES,
    SHANK,
    SHOULDER,
    SIGN,
    THIGH,
    UPPER_ARM,
)
from kinepedia.figures.body.vector import IDENTITY, Vector, axes, cross, length, sub, unit
from kinepedia.figures.joints import RANGES

ORIGIN = Frame((0.0, 0.0, 0.0), IDENTITY)
MILLIMETRE = 0.1


def near(point: Vector, wanted: Vector) -> bool:
    return length(sub(point, wanted)) < 1e-9


def test_limbs_hang_straight_down_in_the_zero_position():
    frames = skeleton({}, ORIGIN)
    assert near(frames["left shank"].origin, (0.0, HIP[1], -THIGH))
    assert near(frames["right foot"].origin, (0.0, -HIP[1], -THIGH - SHANK))
    shoulder = frames["left upper arm"].origin
    assert near(frames["left hand"].origin, (shoulder[0], shoulder[1], shoulder[2] - UPPER_ARM - FOREARM))


def test_the_body_is_as_tall_as_it_says():
    frames = skeleton({}, ORIGIN)
    head = frames["head"].at((0.4, 0.0, 10.2 + 9.9))
    assert head[2] + THIGH + SHANK + ANKLE == pytest.approx(HEIGHT, abs=1.0)


def test_segments_are_as_long_as_in_the_table():
    assert pytest.approx((0.245, 0.246, 0.039, 0.186, 0.146, 0.108)) == tuple(
        segment / HEIGHT for segment in (THIGH, SHANK, ANKLE, UPPER_ARM, FOREARM, HAND)
    )


@pytest.mark.parametrize("angle", [0, 30, 90, 120, -20])
def test_hip_flexion_lifts_the_thigh_to_the_front(angle: float):
    knee = skeleton({"right hip flexion": angle}, ORIGIN)["right shank"].origin
    assert near(knee, (THIGH * sin(radians(angle)), -HIP[1], -THIGH * cos(radians(angle))))


@pytest.mark.parametrize("side", ["left", "right"])
def test_abduction_takes_a_leg_to_its_own_side(side: str):
    knee = skeleton({f"{side} hip abduction": 40}, ORIGIN)[f"{side} shank"].origin
    sign = SIGN[side]
    wanted = (0.0, sign * (HIP[1] + THIGH * sin(radians(40))), -THIGH * cos(radians(40)))
    assert near(knee, wanted)


def test_knee_flexion_takes_the_heel_back():
    foot = skeleton({"left knee flexion": 90}, ORIGIN)["left foot"].origin
    assert near(foot, (-SHANK, HIP[1], -THIGH))


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_bent_hip_that_is_turned_out_brings_the_foot_to_the_middle(side: str):
    angles = {f"{side} hip flexion": 90, f"{side} hip rotation": 90, f"{side} knee flexion": 90}
    foot = skeleton(angles, ORIGIN)[f"{side} foot"].origin
    assert near(foot, (THIGH, SIGN[side] * (HIP[1] - SHANK), 0.0))


def test_dorsiflexion_lifts_the_toes():
    up = skeleton({"left ankle dorsiflexion": 30}, ORIGIN)["left toes"].origin
    flat = skeleton({}, ORIGIN)["left toes"].origin
    pointed = skeleton({"left ankle dorsiflexion": -30}, ORIGIN)["left toes"].origin
    assert up[2] > flat[2] > pointed[2]


@pytest.mark.parametrize("side", ["left", "right"])
def test_an_elbow_bends_to_the_front_and_turning_out_takes_the_hand_out(side: str):
    bent = skeleton({f"{side} elbow flexion": 90}, ORIGIN)
    elbow, hand = bent[f"{side} forearm"].origin, bent[f"{side} hand"].origin
    assert near(sub(hand, elbow), (FOREARM, 0.0, 0.0))
    turned = skeleton({f"{side} elbow flexion": 90, f"{side} shoulder rotation": 60}, ORIGIN)
    out = sub(turned[f"{side} hand"].origin, turned[f"{side} forearm"].origin)
    assert out[1] * SIGN[side] == pytest.approx(FOREARM * sin(radians(60)))


def test_a_raised_arm_takes_its_shoulder_along():
    hanging = skeleton({}, ORIGIN)["left upper arm"].origin
    raised = skeleton({"left shoulder flexion": 180}, ORIGIN)["left upper arm"].origin
    assert raised[2] - hanging[2] == pytest.approx(5.0)
    assert hanging[1] - raised[1] == pytest.approx(3.0)
    assert hanging[1] == pytest.approx(SHOULDER[1])


def test_side_bends_and_turns_go_where_they_say():
    head = skeleton({"lower back side bend": 20, "upper back side bend": 20}, ORIGIN)["head"].origin
    assert head[1] < -10  # to the right
    nose = skeleton({"upper back rotation": 40}, ORIGIN)["head"]
    assert sub(nose.at((1.0, 0.0, 0.0)), nose.origin)[1] > 0.6  # to the left


def test_a_tucked_pelvis_leaves_chest_and_legs_as_they_are():
    plain, tucked = skeleton({}, ORIGIN), skeleton({"pelvis tilt": -15}, ORIGIN)
    assert tucked["thorax"].turn != plain["thorax"].turn  # relative to the pelvis, which is held here
    back = skeleton({"pelvis tilt": -15, "lower back flexion": -15, "left hip flexion": 15}, ORIGIN)
    assert back["thorax"].turn == pytest.approx(plain["thorax"].turn)
    assert back["left thigh"].turn == pytest.approx(plain["left thigh"].turn)


def test_the_masses_are_those_of_one_body():
    limbs = ("thigh", "shank", "foot", "upper arm", "forearm", "hand")
    whole = sum(mass.part * (2 if name in limbs else 1) for name, mass in MASSES.items())
    assert whole == pytest.approx(1.0)


def test_the_centre_of_mass_is_where_it_is_measured():
    # 0.53 to 0.57 of the height above the ground, standing (Winter 2009, 4.1.3; women lower, men higher).
    height = centre_of_mass(skeleton({}, ORIGIN))[2] + THIGH + SHANK + ANKLE
    assert 0.53 < height / HEIGHT < 0.58


directions = st.tuples(*(st.floats(-1, 1) for _ in range(3))).filter(lambda v: length(v) > 0.2)


@given(directions, st.floats(15, THIGH + SHANK - 0.5), st.sampled_from(["left", "right"]), st.data())
@examples(200)
def test_an_ankle_comes_to_any_point_that_a_leg_can_reach(direction, distance, side, data):
    angles = data.draw(
        st.fixed_dictionaries(
            {f"{side} hip flexion": st.floats(-30, 120), f"{side} hip rotation": st.floats(-40, 60)}
        )
    )
    frames = skeleton(angles, ORIGIN)
    way = unit(direction)
    hip = frames[f"{side} thigh"].origin
    goal = tuple(h + w * distance for h, w in zip(hip, way, strict=True))
    assert reach_leg(angles, frames, side, goal) < 1e-9
    again = skeleton(angles, ORIGIN)  # the angles say the same as the frames
    assert length(sub(again[f"{side} foot"].origin, goal)) < MILLIMETRE
    assert length(sub(frames[f"{side} foot"].origin, goal)) < MILLIMETRE


@given(directions, st.floats(16, 52), st.sampled_from(["left", "right"]), st.data())
@examples(200)
def test_a_wrist_comes_to_any_point_that_an_arm_can_reach(direction, distance, side, data):
    angles = data.draw(
        st.fixed_dictionaries(
            {f"{side} shoulder flexion": st.floats(-30, 170), f"{side} elbow flexion": st.floats(0, 140)}
        )
    )
    frames = skeleton(angles, ORIGIN)
    way = unit(direction)
    shoulder = frames[f"{side} upper arm"].origin
    goal = tuple(h + w * distance for h, w in zip(shoulder, way, strict=True))
    missing = reach_arm(angles, frames, side, goal)
    reached = skeleton(angles, ORIGIN)[f"{side} hand"].origin
    assert length(sub(reached, goal)) < missing + MILLIMETRE


@pytest.mark.parametrize(
    ("flexion", "bend", "direction", "distance"),
    [
        (69.2, 110.7, (-0.47, 0.0, -1.0), 16),
        (79.3, 50.4, (-0.24, 0.0, -1.0), 27.9),
        (-30, 134, (-1.0, 0.0, 0.61), 16),
    ],
)
def test_a_wrist_comes_to_a_point_where_the_elbow_points(flexion, bend, direction, distance):
    angles = {"left shoulder flexion": flexion, "left elbow flexion": bend}
    frames = skeleton(angles, ORIGIN)
    shoulder = frames["left upper arm"].origin
    goal = tuple(s + w * distance for s, w in zip(shoulder, unit(direction), strict=True))
    assert reach_arm(angles, frames, "left", goal) == 0
    assert length(sub(skeleton(angles, ORIGIN)["left hand"].origin, goal)) < MILLIMETRE


@given(directions, directions, st.sampled_from(["left", "right"]))
@examples(200)
def test_feet_and_hands_turn_as_they_are_told(first, second, side):
    x = unit(first)
    across = cross(x, unit(second))
    if length(across) < 0.1:
        return
    y = unit(across)
    turn = axes(x, y, cross(x, y))
    angles: dict[str, float] = {}
    frames = skeleton(angles, ORIGIN)
    turn_foot(angles, frames, side, turn)
    turn_hand(angles, frames, side, turn)
    again = skeleton(angles, ORIGIN)
    assert again[f"{side} foot"].turn == pytest.approx(turn, abs=1e-4)
    assert again[f"{side} hand"].turn == pytest.approx(turn, abs=1e-4)


def test_every_range_holds_the_narrower_one():
    for name, (normal, hypermobile, possible) in RANGES.items():
        assert (
            possible[0] <= hypermobile[0] <= normal[0] <= 0 <= normal[1] <= hypermobile[1] <= possible[1]
        ), name
