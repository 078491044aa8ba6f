"""The notation as an author writes it, and as it is read back to people who do not see the picture."""

from __future__ import annotations

import pytest

from kinepedia.figures import STANDARD, read, read_library


def angles(text: str) -> dict[str, float]:
    scene = read(text)
    assert not [fault.message for fault in scene.faults]
    return scene.figures[-1].pose.angles


def test_a_number_alone_is_the_usual_movement():
    found = angles("supine, hips 50, right knee 35, ankles -30")
    assert found["left hip flexion"] == found["right hip flexion"] == 50
    assert found["right knee flexion"] == 35
    assert found["left ankle dorsiflexion"] == -30


def test_a_side_holds_to_the_end_of_its_line():
    found = angles("supine, right: hip 85, knee 35\nhip 20 out 10")
    assert found["right knee flexion"] == 35
    assert found["right hip flexion"] == found["left hip flexion"] == 20
    assert found["left hip abduction"] == 10


@pytest.mark.parametrize(
    "text",
    [
        "supine; hip flexion 40, abduction 20",
        "supine; hips 40 out 20",
        "Supine, hips bent 40° out 20 degrees",
        "supine # lying\n\nhips  40   out 20",
        "supine, both hips 40 out 20",
    ],
)
def test_the_same_can_be_said_in_several_ways(text: str):
    if ", abduction" in text:
        assert read(text).faults  # a movement belongs to the joint before it, in one clause
        return
    found = angles(text)
    assert (found["left hip flexion"], found["right hip abduction"]) == (40, 20)


def test_words_may_be_joined_by_hyphens():
    assert read("half-kneeling, view three-quarter").figures[0].pose.base == "half kneeling"


def test_a_whole_back_bends_in_both_its_parts():
    found = angles("standing, back 50, hips 30")
    assert found["lower back flexion"] + found["upper back flexion"] == pytest.approx(50)


def test_same_goes_on_from_the_step_before():
    first = read("supine, hips 50, knees 100, highlight hamstrings")
    second = read("same, right knee 0", first)
    pose = second.figures[0].pose
    assert pose.angles["left knee flexion"] == 100
    assert pose.angles["right knee flexion"] == 0
    assert not pose.highlights


def test_then_makes_a_movement_that_keeps_what_is_highlighted():
    scene = read("supine, highlight right hamstrings\nthen right hip 60")
    assert scene.moves
    assert scene.figures[1].pose.highlights == ("right hamstrings",)
    assert scene.figures[1].pose.angles["right hip flexion"] == 60


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "supine, hips 50, knees 100\nright: hip 85, knee 35, ankle -30\nhands behind right thigh",
            (
                "Lying on the back; left hip bent 50 degrees, knee bent 100 degrees; "
                "right hip bent 85 degrees, knee bent 35 degrees, foot pointed 30 degrees; "
                "hands behind the right thigh."
            ),
        ),
        ("standing", "Standing."),
        ("half kneeling", "Kneeling on the right knee, left foot in front."),
        ("half kneeling, mirror", "Kneeling on the left knee, right foot in front."),
        (
            "long sit, hips 110, hands on knees",
            "Sitting with straight legs; hips bent 110 degrees; hands on the knees.",
        ),
        (
            "standing, back side bend right 20, left arm overhead",
            "Standing; left arm raised overhead; trunk bent to the right 20 degrees.",
        ),
        (
            "supine, right hip 80, right knee straight, strap round right foot",
            (
                "Lying on the back; right hip bent 80 degrees, knee straight; "
                "a strap from the hands round the right foot."
            ),
        ),
        (
            "squat\nthen same, hips 20, knees 20",
            "Squatting; then hips bent 20 degrees, knees bent 20 degrees; and back.",
        ),
    ],
)
def test_a_figure_is_described_in_words(text: str, said: str):
    assert read(text).description == said


def test_a_mistake_offers_the_nearest_word():
    (fault,) = read("standing, hands on flor").faults
    assert fault.span.column == 20
    assert fault.advice == 'did you mean "floor"?'


def test_every_mistake_of_a_block_is_reported_at_once():
    scene = read("supin\nright: hip 30\n")
    assert [fault.rule.code for fault in scene.faults] == ["pose-no-base"]
    scene = read("supine, hipp 3\nright: knie 30, view sied\nhands on tabel")
    assert [fault.span.line for fault in scene.faults] == [1, 2, 2, 3]


@pytest.mark.parametrize("beginning", ["same", "saem", "same\nthen same"])
def test_a_pose_without_a_beginning_is_read_to_its_end(beginning: str):
    scene = read(f"{beginning}, hipp 3\nhands on flor\nhighlight gluteus maximis")
    assert not scene.figures
    first, *others = [fault.rule.code for fault in scene.faults]
    assert first in ("pose-no-previous", "pose-no-base")
    assert others == ["pose-unknown-word"] * 3


def test_a_site_can_add_base_poses():
    library, faults = read_library("# ours\ndeep squat, malasana: squat, hips 125,\n  knees 140\n")
    assert not faults
    assert library.names[-1] == "deep squat"
    assert len(library.names) == len(STANDARD.names) + 1
    scene = read("malasana", None, library)
    assert scene.figures[0].pose.angles["left knee flexion"] == 140
    assert scene.description == "Squatting."


def test_mistakes_in_a_file_of_base_poses_have_their_place():
    _, faults = read_library("deep squat: squat,\n  hipps 125\nno colon\n")
    assert [(fault.span.line, fault.span.column, fault.rule.code) for fault in faults] == [
        (2, 3, "pose-unknown-word"),
        (3, 1, "pose-expected"),
    ]
