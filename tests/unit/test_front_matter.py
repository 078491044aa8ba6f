from __future__ import annotations

import dataclasses
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinepedia.model import schema
from kinepedia.model.content_model import BUILT_IN
from kinepedia.problems.diagnostics import Span
from kinepedia.read.front_matter import split
from kinepedia.read.halves import halves


def test_values_stay_what_the_author_wrote() -> None:
    text = "---\na: no\nb: 012\nc: 1:30\nd: 1_000\ne: 2026-11-23\nf: ~\ng: '~'\nh:\ni: yes\nj: 1e3\n---\n"
    assert split("x.md", text).fields == {
        "a": "no",
        "b": "012",
        "c": "1:30",
        "d": "1_000",
        "e": "2026-11-23",
        "f": None,
        "g": "~",
        "h": None,
        "i": "yes",
        "j": "1e3",
    }


def test_every_key_and_value_has_its_place() -> None:
    spans = split("x.md", "---\ntitle: A\nlist:\n  - 'b c'\nmap: {k: v}\n---\n").spans
    assert spans.key("title") == Span(2, 1, 5)
    assert spans.value("title") == Span(2, 8, 1)
    assert spans.value("list", 0) == Span(4, 5, 5)
    assert spans.key("map", "k") == Span(5, 7, 1)
    assert spans.value("map", "k") == Span(5, 10, 1)
    assert spans.value("list", 7) == spans.value("list")


def test_the_body_keeps_its_indentation_and_its_line() -> None:
    front_matter = split("x.md", "---\ntitle: A\n---\n\n    code\n")
    assert (front_matter.body, front_matter.body_line) == ("\n    code\n", 4)


@pytest.mark.parametrize(
    ("text", "front", "body", "line"),
    [
        ("---\n---", "\n", "", 3),
        ("---\n---\n", "\n", "", 3),
        ("--- \t\na\n---\N{NO-BREAK SPACE}\nb\n", "a\n", "b\n", 4),
        ("---\na\n----\n --- \n--- -\n---", "a\n----\n --- \n--- -\n", "", 7),
        ("---\n\n---\n---\n", "\n", "---\n", 4),
    ],
)
def test_the_first_line_that_is_a_fence_ends_it(text: str, front: str, body: str, line: int) -> None:
    assert halves(text) == (front, body, line)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "missing-front-matter"),
        ("# Title\n", "missing-front-matter"),
        ("\n---\ntitle: A\n---\n", "missing-front-matter"),
        ("---\ntitle: A\n", "unclosed-front-matter"),
        ("---\n- a\n---\n", "yaml-not-fields"),
        ("---\ntext\n---\n", "yaml-not-fields"),
        ("---\na: 1\na: 2\n---\n", "duplicate-key"),
        ("---\na: &x 1\n---\n", "yaml-feature"),
        ("---\na: *x\n---\n", "yaml-feature"),
        ("---\na: !!python/object:os.system x\n---\n", "yaml-feature"),
        ("---\n? [a]\n: b\n---\n", "yaml-feature"),
        ("---\na: 'b\n---\n", "yaml-syntax"),
        ("---\na: b: c\n---\n", "yaml-syntax"),
        (f"---\na: {'[' * 300}{']' * 300}\n---\n", "too-deep"),
        (f"---\na: {'[' * 9000}{']' * 9000}\n---\n", "too-deep"),
        (f"---\na:\n  {'- ' * 20000}b\n---\n", "too-deep"),
    ],
)
def test_what_is_wrong_is_said(text: str, code: str) -> None:
    assert [problem.code for problem in split("x.md", text).problems] == [code]


def test_too_deep_is_said_where_it_begins() -> None:
    """However soon libyaml itself refuses to go deeper."""
    (problem,) = split("x.md", f"---\na: 1\nb: {'{' * 2000}{'}' * 2000}\n---\n").problems
    assert (problem.code, problem.line, problem.column) == ("too-deep", 3, 15)


@given(st.text())
def test_no_front_matter_raises(text: str) -> None:
    split("x.md", f"---\n{text}\n---\nbody")


@given(st.text(alphabet="abc:-[]{}'\"#&*!|> \n\t,?%@`~"))
def test_no_yaml_raises(text: str) -> None:
    front_matter = split("x.md", f"---\n{text}\n---\nbody")
    assert front_matter.problems or isinstance(front_matter.fields, dict)


# In these, which name other entries or a file, a "#" cannot be meant as a part.
NAMING = {"author", "exercise", "level", "template", "type"}


def test_it_is_known_of_every_text_whether_people_write_sentences_in_it() -> None:
    """A comment behind a sentence was most likely meant to be a part of it, and is reported."""
    records = [schema.Listing, schema.CautionFields, schema.CitationFields, schema.Limit, schema.RoutineItem]
    records += [collection.fields for collection in BUILT_IN.collections.values()]
    texts = {
        field.name
        for record in records
        for field in dataclasses.fields(record)
        if re.search(r"\bTexts?\b", str(field.type)) or field.name in ("aliases", "sources")
    }
    reported = {
        name
        for name in texts
        for problem in split("x.md", f"---\n{name}: a #b c\n---\n").problems
        if problem.code == "lost-text"
    }
    assert texts - reported == NAMING
