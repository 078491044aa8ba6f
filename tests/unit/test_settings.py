from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinepedia.model.settings import parse, spans
from kinepedia.problems.diagnostics import Span

TEXT = """\
# title = "not this one"
title = "Site"
tagline = '''
title = "nor this"
'''

[[navigation]]
label = "A"
to = "exercises"

[[navigation]]
label = "B"  # to = "x"
to = "types"

[licence]
name = "CC"
"""


def test_marks_are_where_the_settings_are() -> None:
    found = spans(TEXT)
    assert found.key("title") == Span(2, 1, 5)
    assert found.value("title") == Span(2, 9, 6)
    assert found.value("navigation", 1, "to") == Span(13, 6, 7)
    assert found.value("navigation", 1, "label") == Span(12, 9, 3)
    assert found.key("licence") == Span(15, 2, 7)
    assert found.value("licence", "name") == Span(16, 8, 4)


def test_problems_have_their_places() -> None:
    _, problems = parse(TEXT.replace('to = "types"', "to = 3").replace("name", "nam"), {})
    assert {(problem.code, problem.line, problem.column) for problem in problems} == {
        ("wrong-type", 13, 6),
        ("unknown-field", 16, 1),
    }


def test_places_are_found_once_for_all_mistakes(monkeypatch: pytest.MonkeyPatch) -> None:
    read = []
    loads = tomllib.loads
    monkeypatch.setattr(tomllib, "loads", lambda text: read.append(text) or loads(text))
    spans(TEXT + "# once")
    once = len(read)
    spans(TEXT + "# once")
    assert len(read) == once


@given(st.text(alphabet="abt=\"'[]{}.#\n 1-,:"))
def test_no_settings_raise(text: str) -> None:
    settings, problems = parse(text, {})
    assert (settings is None) == bool(problems)
