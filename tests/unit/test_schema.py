from __future__ import annotations

from dataclasses import fields

import pytest

from kinepedia.model.content_model import BUILT_IN
from kinepedia.model.schema import Exercise
from kinepedia.model.schema.validate import validate
from kinepedia.model.settings import Settings
from kinepedia.problems.spans import Spans


def exercise(**fields: object) -> Exercise:
    given = {"title": "A", "categories": ["b"], **fields}
    record, problems = validate(Exercise, given, Spans(), "x.md", where="the front matter")
    assert problems == []
    assert record
    return record


def problem(**fields: object) -> tuple[str, str]:
    given = {"title": "A", "categories": ["b"], **fields}
    record, problems = validate(Exercise, given, Spans(), "x.md", where="the front matter")
    assert record is None
    assert len(problems) == 1
    return problems[0].code, problems[0].hint


@pytest.mark.parametrize("collection", BUILT_IN.collections.values(), ids=BUILT_IN.collections)
def test_every_field_is_described(collection) -> None:
    assert collection.fields.__doc__
    for field in fields(collection.fields):
        assert field.metadata["description"], field.name


def test_every_setting_is_described() -> None:
    for field in fields(Settings):
        assert field.metadata["description"], field.name


def test_references_lead_to_collections() -> None:
    assert set(BUILT_IN.references.values()) <= set(BUILT_IN.collections)
    assert set(BUILT_IN.kinds) <= set(BUILT_IN.references)


@pytest.mark.parametrize(
    ("written", "values", "none", "note"),
    [
        ("mat", ("mat",), False, None),
        (["mat", "strap"], ("mat", "strap"), False, None),
        ("none", (), True, None),
        ("None", (), True, None),
        ({"values": "none", "note": "why"}, (), True, "why"),
        ({"values": ["mat"], "note": "why"}, ("mat",), False, "why"),
    ],
)
def test_a_list_can_be_written_in_four_ways(written, values, none, note) -> None:
    equipment = exercise(equipment=written).equipment
    assert (equipment.values, equipment.none, equipment.note, equipment.stated) == (values, none, note, True)


def test_saying_nothing_is_not_saying_none() -> None:
    assert not exercise().equipment.stated


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("30 s", (30, 30)),
        ("20-30 s", (20, 30)),
        ("1 to 2 min", (60, 120)),
        ("1:30", (90, 90)),
        ("45sec", (45, 45)),
    ],
)
def test_times(written: str, seconds: tuple[int, int]) -> None:
    dose = exercise(dose={"hold": written}).dose
    assert dose
    assert dose.hold
    assert (dose.hold.low, dose.hold.high) == seconds


@pytest.mark.parametrize(
    "written", ["30", "0 s", "-5 s", "1:75", "30 h", "half a minute", "3-2 s", "012 s", "1_0 s"]
)
def test_what_is_no_time(written: str) -> None:
    assert problem(dose={"hold": written})[0] == "invalid-value"


@pytest.mark.parametrize(
    "written", ["012", "1_000", "0", "-3", "3.5", "many", "12-8", "1e3", "\N{ARABIC-INDIC DIGIT ONE}"]
)
def test_what_is_no_count(written: str) -> None:
    assert problem(dose={"reps": written})[0] == "invalid-value"


@pytest.mark.parametrize("written", ["2026-02-30", "23.11.2026", "2026-1-1", "today", "20261123"])
def test_what_is_no_day(written: str) -> None:
    assert problem(published=written)[0] == "invalid-value"


@pytest.mark.parametrize("written", ["yes", "no", "on", "1", "True"])
def test_what_is_neither_true_nor_false(written: str) -> None:
    assert problem(draft=written)[0] == "invalid-value"


def test_hints_name_what_was_meant() -> None:
    assert problem(aliasses=["x"]) == ("unknown-field", 'did you mean "aliases"?')
    assert problem(position="suppine")[1].startswith('did you mean "supine"?')


@pytest.mark.parametrize("address", ["old/", "/../up/", "//host/", "/a//b/", "/100%/", "/a/#b", ""])
def test_what_is_no_old_address(address: str) -> None:
    assert problem(redirect_from=[address])[0] in ("invalid-value", "empty-field")
