"""Drawings: valid, small, the same every time, and never a number that is none."""

from __future__ import annotations

import gzip
import re
from xml.etree import ElementTree as ET

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from kinepedia.figures import STANDARD, STYLE, draw, draw_strip, frozen, read
from kinepedia.figures.drawing.camera import Camera
from kinepedia.figures.drawing.order import back_to_front
from kinepedia.figures.drawing.outline import path
from kinepedia.figures.drawing.parts import parts
from kinepedia.figures.joints import JOINTS, RANGES
from kinepedia.figures.targets import TARGETS
from kinepedia.figures.views import VIEWS

MOST = 6000  # bytes, compressed


def checked(svg: str) -> ET.Element:
    assert "nan" not in svg
    assert "inf" not in svg.replace("infinite", "").replace("indefinite", "")
    assert "style=" not in svg
    assert "<script" not in svg
    root = ET.fromstring(svg)
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    assert width > 10
    assert height > 10
    return root


@pytest.mark.parametrize("name", STANDARD.names)
def test_every_base_pose_is_drawn_and_small(name: str):
    svg = draw(read(name))
    checked(svg)
    assert len(gzip.compress(svg.encode())) < MOST


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_is_drawn(view: str):
    checked(draw(read(f"pigeon, view {view}")))


@pytest.mark.parametrize("target", TARGETS)
def test_every_target_is_shown_on_the_side_that_is_asked_for(target: str):
    plain = draw(read("standing"))
    one = draw(read(f"standing, highlight right {target}"))
    both = draw(read(f"standing, highlight {target}"))
    assert len(plain) < len(one) < len(both)
    assert checked(one).attrib["aria-label"].endswith(f"Marked: {target.replace('-', ' ')}.")


angles = st.fixed_dictionaries(
    {},
    optional={
        f"{joint} {word}": st.integers(
            round(
                min(RANGES[f"{joint} {motion.angle}"].possible)
                if f"{joint} {motion.angle}" in RANGES
                else -40
            ),
            round(
                max(RANGES[f"{joint} {motion.angle}"].possible) if f"{joint} {motion.angle}" in RANGES else 40
            ),
        ).map(lambda value, sign=motion.sign: round(sign * value))
        for joint, known in JOINTS.items()
        for word, motion in known.motions.items()
    },
)


@given(st.sampled_from(STANDARD.names), angles, st.integers(-180, 360), st.integers(-90, 90))
@examples(150)
def test_any_angles_from_anywhere_give_a_valid_drawing(base, given_angles, around, above):
    changes = ", ".join(f"{name} {value}" for name, value in given_angles.items())
    shown = f"view {around} above {above}\nhighlight hamstrings, highlight sciatic nerve"
    scene = read(f"{base}, {changes or 'mat'}\n{shown}")
    checked(draw(scene))


@given(st.sampled_from(STANDARD.names), st.sampled_from(STANDARD.names))
@examples(60)
def test_any_two_poses_make_a_movement(first, last):
    scene = read(f"{first}\nthen {last}, right knee 20")
    if not scene.moves:  # a base pose that is not known is a mistake, which these are not
        pytest.fail(str([fault.message for fault in scene.faults]))
    root = checked(draw(scene))
    lengths = {len(node.attrib["values"].split(";")) for node in root.iter() if "values" in node.attrib}
    times = {len(node.attrib["keyTimes"].split(";")) for node in root.iter() if "keyTimes" in node.attrib}
    assert lengths == times
    assert len(times) == 1


def test_a_movement_has_a_still_and_forms_that_can_be_joined():
    scene = read("squat\nthen same, hips 20, knees 20")
    svg = draw(scene)
    root = checked(svg)
    groups = [node.attrib["class"] for node in root if "class" in node.attrib]
    assert groups == ["figure-moving", "figure-still"]
    assert 'class="figure-ghost"' in svg  # the still shows the start, too
    for node in root.iter("animate"):
        if node.attrib["attributeName"] == "d":
            commands = {re.sub(r"[^A-Za-z]", "", value) for value in node.attrib["values"].split(";")}
            assert len(commands) == 1
    times = [float(time) for time in next(root.iter("animate")).attrib["keyTimes"].split(";")]
    assert times[0] == 0
    assert times[-1] == 1
    assert times == sorted(times)
    assert len(gzip.compress(svg.encode())) < 4 * MOST


def test_the_rhythm_is_that_of_the_exercise():
    svg = draw(read("squat\nthen same, hips 20, knees 20, rhythm 3 1 4"))
    assert 'dur="9s"' in svg  # 3 there, 1 stay, 4 back, 1 stay


def test_a_frozen_movement_does_not_move():
    scene = frozen(read("squat\nthen same, hips 20, knees 20"))
    assert not scene.moves
    assert "<animate" not in draw(scene)


def test_the_same_words_give_the_same_bytes():
    text = "supine, right hip 85, hands behind right thigh, arrow right foot up, mat, highlight hamstrings"
    assert draw(read(text)) == draw(read(text))


def test_a_strip_has_all_figures_with_their_captions():
    scenes = [read("standing"), read("squat"), read("long sit\nthen same, hips 110")]
    svg = draw_strip(
        scenes, ["1. Stand <up>", "2. Sit down as far as is comfortable and stay there", "3. Fold"]
    )
    root = checked(svg)
    texts = [node.text for node in root.iter() if node.tag.endswith("text")]
    assert texts[0] == "1. Stand <up>"
    assert texts[-1] == "3. Fold"
    assert "<animate" not in svg
    assert svg.count("<style>") == 1


def test_alone_a_figure_brings_its_style():
    svg = draw(read("standing"), alone=True)
    assert STYLE in svg
    assert 'xmlns="http://www.w3.org/2000/svg"' in svg
    assert "<style" not in draw(read("standing"))


def test_every_class_has_a_colour():
    text = "hook lying, mat, right hip 90, right knee 0, strap round right foot"
    text += "\nhighlight hamstrings, highlight sciatic nerve"
    pictures = [
        text,
        "chair sit, partner's hands on right ankle, arrow right knee up",
        "standing, hands on hips, wall",
        "lunge, ghost",
    ]
    before = None
    for picture in pictures:
        before = read(picture, before)
        for name in re.findall(r'class="(figure-[a-z-]+)', draw(before)):
            assert f".{name}" in STYLE, name


def test_the_nearer_limb_hides_the_other():
    body = read("standing").figures[0]
    found = parts(body.frames, Camera(*VIEWS["side"]))
    order = [found[index].name for index in back_to_front(found)]
    assert order.index("left thigh") < order.index("right thigh")
    assert order.index("left forearm") < order.index("chest") < order.index("right forearm")
    found = parts(body.frames, Camera(*VIEWS["left"]))
    order = [found[index].name for index in back_to_front(found)]
    assert order.index("right thigh") < order.index("left thigh")


def test_rounding_does_not_add_up_along_an_outline():
    ring = tuple((index * 1.234567, (index % 7) * 2.345678) for index in range(60))
    numbers = re.findall(r"-?\d*\.?\d+", path(ring))
    x, y = float(numbers[0]), float(numbers[1])
    for index in range(4, len(numbers) - 2, 2):  # the first four are the start and the first control point
        x, y = x + float(numbers[index]), y + float(numbers[index + 1])
        middle = index // 2 - 2
        if middle + 1 < len(ring):
            assert x == pytest.approx((ring[middle][0] + ring[middle + 1][0]) / 2, abs=0.2)
            assert y == pytest.approx((ring[middle][1] + ring[middle + 1][1]) / 2, abs=0.2)
