"""Pages are light: budgets for bytes, and nothing that would move or hold up a page while it loads."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from quality import PAGES, weigh
from selectolax.lexbor import LexborHTMLParser


@pytest.fixture(scope="module")
def output(build_sample: Callable, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the built sample encyclopedia, with everything that an address adds."""
    folder = tmp_path_factory.mktemp("budgets") / "sample"
    output, result = build_sample(folder, base_url="https://example.org/")
    assert result.ok
    return output


@pytest.mark.parametrize("address", PAGES.values())
def test_a_page_is_light(output: Path, address: str) -> None:
    weight = weigh(output, address)
    assert weight.html > 1000
    assert weight.css > 1000
    assert not weight.is_too_heavy, weight


def test_every_exercise_is_light_with_its_figures(output: Path) -> None:
    weights = {
        path.parent.name: weigh(output, f"exercises/{path.parent.name}")
        for path in output.glob("exercises/*/index.html")
    }
    assert len(weights) >= 24
    assert not [name for name, weight in weights.items() if weight.is_too_heavy]


def test_no_script_in_the_head_holds_up_the_page(output: Path) -> None:
    for path in output.rglob("*.html"):
        for script in LexborHTMLParser(path.read_text("utf-8")).css("head script[src]"):
            assert {"defer", "async"} & script.attributes.keys() or script.attributes["type"] == "module"


def test_pictures_keep_their_place(output: Path) -> None:
    for path in output.rglob("*.html"):
        for picture in LexborHTMLParser(path.read_text("utf-8")).css("img"):
            assert picture.attributes.keys() >= {"width", "height", "alt"}, path
