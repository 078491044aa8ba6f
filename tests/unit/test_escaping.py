"""What stands in a file is the value that a template put there, whatever characters it has."""

from __future__ import annotations

import csv
import html
import io
import json

from hypothesis import given
from hypothesis import strategies as st

from kinepedia.render.escaping import escape_for

TEXTS = st.text(st.characters(exclude_categories=["Cs"])) | st.text("\"'\\</script>&\n\r\t\u2028\u2029\0,;{}")


@given(TEXTS, st.sampled_from(["a.json", "api/a.JSON", "a.jsonld", "a.geojson", "a.webmanifest"]))
def test_a_text_in_json_is_read_back(text: str, name: str) -> None:
    assert json.loads(f'"{escape_for(name)(text)}"') == text


@given(TEXTS, st.sampled_from(["a.js", "a.mjs"]))
def test_a_text_in_a_script_is_read_back_and_cannot_end_it(text: str, name: str) -> None:
    made = escape_for(name)(text)
    assert json.loads(f'"{made}"') == text
    assert not set("<>&'\u2028\u2029\n\r").intersection(made)


@given(TEXTS)
def test_a_text_in_a_table_is_read_back(text: str) -> None:
    ((cell, other),) = csv.reader(io.StringIO(f'"{escape_for("a.csv")(text)}","x"', newline=""))
    assert (cell, other) == (text, "x")


@given(TEXTS, st.sampled_from(["a.html", "a.xml", "a.svg", "a", "a.unknown"]))
def test_a_text_in_markup_is_read_back(text: str, name: str) -> None:
    made = str(escape_for(name)(text))
    assert not set("<>\"'").intersection(made)
    # What a number stands for is another character where that one is not allowed (WHATWG, 13.2.5.80).
    assert html.unescape(made) == text


@given(TEXTS, st.sampled_from(["a.txt", "a.md", "a.css", "a.ics", "a.toml"]))
def test_a_plain_text_is_as_it_is(text: str, name: str) -> None:
    assert escape_for(name)(text) == text


@given(st.integers() | st.booleans() | st.none() | st.floats(allow_nan=False, allow_infinity=False))
def test_what_is_no_text_is_written_as_one(value: object) -> None:
    for name in ("a.json", "a.js", "a.csv", "a.html", "a.txt"):
        assert str(escape_for(name)(value)) == str(value)
