from __future__ import annotations

import re
from pathlib import Path

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kinepedia.author.editors import schemas, snippets
from kinepedia.model.addresses import Key
from kinepedia.model.content_model import BUILT_IN
from kinepedia.model.schema import Exercise
from kinepedia.model.schema.json_schema import json_schema
from kinepedia.model.schema.validate import validate
from kinepedia.parse.facts import Facts
from kinepedia.problems.spans import Spans

CONTENT = Path(__file__).parents[2] / "content"


def facts(collection: str, slug: str, title: str, **more: object) -> Facts:
    path = f"content/{collection}/{slug}.md"
    return Facts(Key(collection, slug), path, "", title, b"", f"{collection}/{slug}/", **more)


ENTRIES = [
    facts("categories", "hamstrings", "Hamstrings", aliases=("Back of the thigh",)),
    facts("muscles", "psoas", "Psoas major", kind="muscle"),
    facts("muscles", "sciatic-nerve", "Sciatic nerve", kind="nerve"),
    facts("exercises", "bridge", "Bridge"),
    facts("types", "nerve-slider", "Slider, nerve"),
]
EXERCISES = schemas(BUILT_IN, ENTRIES)["exercises"]


def fits(fields: object, collection: str = "exercises") -> bool:
    return jsonschema.Draft7Validator(schemas(BUILT_IN, ENTRIES)[collection]).is_valid(fields)


@pytest.mark.parametrize("name", [*BUILT_IN.collections, "site"])
def test_each_is_a_json_schema_of_draft_7(name: str) -> None:
    jsonschema.Draft7Validator.check_schema(schemas(BUILT_IN, ENTRIES)[name])


def test_fields_have_their_descriptions() -> None:
    for field in EXERCISES["properties"].values():
        assert field["description"]
    assert EXERCISES["required"] == ["title", "categories"]


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"categories": "hamstrings"},
        {"categories": "Back of the thigh"},
        {"title": 21},
        {"equipment": "none", "stretches": {"values": "none", "note": "It mobilizes a nerve."}},
        {"mobilizes": ["Sciatic nerve"], "strengthens": "Psoas major"},
        {"dose": {"reps": 10, "hold": "20-30 s", "limit": {"amount": "10 to 20", "unit": "sets"}}},
        {"dose": "none", "feel": "The back of the thigh", "published": "2026-11-23"},
        {"sources": ["A book", {"title": "Another", "url": "https://example.org"}]},
        {"cautions": [{"condition": "Sciatica", "advice": "Ask first."}]},
    ],
)
def test_what_is_right(more: dict[str, object]) -> None:
    assert fits({"title": "A", "categories": ["Hamstrings"], **more})


@pytest.mark.parametrize(
    "wrong",
    [
        {"categories": "none"},
        {"categories": "Hamstring"},
        {"titel": "B"},
        {"mobilizes": "Psoas major"},
        {"stretches": "Sciatic nerve"},
        {"position": "lying"},
        {"dose": {"hold": "20"}},
        {"draft": "yes"},
        {"published": "23.11.2026"},
        {"prerequisites": ["Brigde"]},
    ],
)
def test_what_is_wrong(wrong: dict[str, object]) -> None:
    assert not fits({"title": "A", "categories": ["Hamstrings"], **wrong})


def test_the_exercises_of_a_routine_are_names() -> None:
    assert fits({"title": "A", "items": [{"exercise": "Bridge"}]}, "routines")
    assert not fits({"title": "A", "items": [{"exercise": "Brigde"}]}, "routines")
    assert not fits({"title": "A", "items": []}, "routines")


def front_matter(path: Path) -> dict[str, object]:
    return yaml.load(path.read_text("utf-8").split("---")[1], yaml.BaseLoader)


def test_the_sample_content_fits() -> None:
    files = [path for path in CONTENT.rglob("*.md") if path.parent.name in BUILT_IN.collections]
    entries = [
        facts(path.parent.name, path.stem, str(fields["title"]), kind=fields.get("kind"))
        for path in files
        if (fields := front_matter(path))
    ]
    made = schemas(BUILT_IN, entries)
    core = yaml.SafeLoader  # reads dates and numbers as an editor does, but for dates
    for path in files:
        text = re.sub(
            r"(\d{4}-\d{2}-\d{2})$", r'"\1"', path.read_text("utf-8").split("---")[1], flags=re.MULTILINE
        )
        problems = [*jsonschema.Draft7Validator(made[path.parent.name]).iter_errors(yaml.load(text, core))]
        assert problems == [], path


TEXTS = st.sampled_from(
    ["none", "Hamstrings", "21", "8-12", "30 s", "true", "2026-11-23", "", "https://a.b", "/a/"]
)
VALUES = st.recursive(
    TEXTS,
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["values", "note", "condition", "advice", "title", "reps"]), inner, max_size=2
        )
    ),
    max_leaves=4,
)


@given(st.sampled_from(sorted(EXERCISES["properties"])), VALUES)
def test_what_a_build_accepts_an_editor_accepts(field: str, value: object) -> None:
    given = {"title": "A", "categories": ["Hamstrings"], field: value}
    record, _ = validate(Exercise, given, Spans(), "x.md", where="the front matter")
    schema = json_schema(Exercise, "any names")
    schema["properties"]["draft"] = {}  # which is a text here, as front matter is before it is checked
    if record:
        assert jsonschema.Draft7Validator(schema).is_valid(given)


def test_settings_have_their_own() -> None:
    validator = jsonschema.Draft7Validator(schemas(BUILT_IN, ENTRIES)["site"])
    assert validator.is_valid({"title": "A", "base_url": "https://example.org/", "navigation": []})
    assert validator.is_valid({"title": "A", "navigation": [{"label": "B", "to": "exercises"}]})
    assert not validator.is_valid({"title": "A", "url_style": "files"})
    assert not validator.is_valid({"tagline": "A"})


def test_snippets_offer_the_names_of_the_site() -> None:
    made = snippets(BUILT_IN, ENTRIES)
    assert made["Kinepedia: category"]["body"] == "categories: ${1|Hamstrings|}"
    assert made["Kinepedia: type"]["body"] == 'type: ${1|"Slider\\, nerve"|}'
    assert made["Kinepedia: mobilizes"]["body"] == "mobilizes: ${1|Sciatic nerve|}"
    assert made["Kinepedia: exercise"]["body"] == "${1|Bridge|}"
    assert "Kinepedia: level" not in made
