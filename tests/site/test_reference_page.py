"""The reference page shows everything that the page of an exercise needs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from selectolax.lexbor import LexborHTMLParser


@pytest.fixture(scope="module")
def page(build_sample: Callable, tmp_path_factory: pytest.TempPathFactory) -> LexborHTMLParser:
    """Return the built page of the Sciatic Nerve Glide."""
    output, result = build_sample(tmp_path_factory.mktemp("reference") / "sample")
    assert result.diagnostics == ()
    return LexborHTMLParser((output / "exercises/sciatic-nerve-glide/index.html").read_text("utf-8"))


def text_of(page: LexborHTMLParser, selector: str) -> list[str]:
    return [" ".join(node.text().split()) for node in page.css(selector)]


def facts(page: LexborHTMLParser) -> dict[str, str]:
    rows = page.css(".facts > div")
    return {
        " ".join(row.css_first("dt").text().split()): " ".join(row.css_first("dd").text().split())
        for row in rows
    }


def test_breadcrumb(page: LexborHTMLParser) -> None:
    assert text_of(page, ".breadcrumb li") == ["Kinepedia", "Hamstrings", "Sciatic Nerve Glide"]


def test_facts_say_what_is_none_and_what_is_not(page: LexborHTMLParser) -> None:
    assert facts(page) == {
        "Filed under": "Hamstrings, Calves",
        "Stretches": "no muscle",
        "Strengthens": "no muscle",
        "Mobilizes": "Sciatic nerve",
        "Type": "Nerve slider",
        "Level": "All levels",
        "Position": "on the back (supine)",
        "Equipment": "Mat",
        "Suggested prerequisites": "none",
    }
    assert any("no muscle stretch" in note for note in text_of(page, ".facts .note"))


def test_dose_with_its_limit(page: LexborHTMLParser) -> None:
    assert text_of(page, ".dose > div") == ["Repetitions10", "Sets1", "Sideseach side"]
    assert text_of(page, ".limit strong") == ["No more than 10 to 20 repetitions a leg a day."]


def test_warning_and_cautions_stand_before_the_steps(page: LexborHTMLParser) -> None:
    body = page.css_first("main").html or ""
    assert "herniated disc" in text_of(page, ".admonition.warning")[0]
    assert any("Herniated disc" in text for text in text_of(page, ".cautions dt"))
    assert body.index("admonition warning") < body.index('class="cautions"') < body.index('class="steps"')


def test_four_steps_in_order(page: LexborHTMLParser) -> None:
    numbers = [text.split(":")[0] for text in text_of(page, ".steps > li > h3")]
    assert numbers == ["Step 1", "Step 2", "Step 3", "Step 4"]


def test_links_to_both_articles(page: LexborHTMLParser) -> None:
    links = {node.attributes["href"] for node in page.css(".prose a")}
    assert {"../../articles/nerve-tension/", "../../articles/testing-for-nerve-tension/"} <= links


def test_previous_and_next(page: LexborHTMLParser) -> None:
    assert text_of(page, ".pager:not(.secondary) > a") == [
        "Previous Split Knee Straightens",
        "Next Horse Stance",
    ]


def test_author_and_one_heading_of_the_first_level(page: LexborHTMLParser) -> None:
    assert text_of(page, ".author a") == ["Kinepedia contributors"]
    assert text_of(page, "h1") == ["Sciatic Nerve Glide"]
    assert text_of(page, "title") == ["Sciatic Nerve Glide \N{MIDDLE DOT} Kinepedia"]
