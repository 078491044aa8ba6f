"""The benchmark: the made-up encyclopedia, its edits, and the check of what a tool made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from corpus import MOST, Corpus, generate
from scenarios import Site, WrongOutputError, check, prepare
from tools import TOOLS

from kinepedia import Folders, Options, build_site

if TYPE_CHECKING:
    from pathlib import Path

    from tools import Tool


def written(tool: Tool, corpus: Corpus, folder: Path) -> dict[str, bytes]:
    tool.lay_out(corpus, folder)
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.name)
def test_the_same_seed_writes_the_same_bytes(tool: Tool, tmp_path: Path) -> None:
    first = written(tool, generate(30), tmp_path / "first")
    assert first == written(tool, generate(30), tmp_path / "second")
    assert first != written(tool, generate(30, seed=1), tmp_path / "third")


def test_it_builds_without_any_diagnostic(tmp_path: Path) -> None:
    written(TOOLS[0], generate(30), tmp_path / "site")
    result = build_site(Folders.of(tmp_path / "site"), Options())
    assert result.diagnostics == ()
    assert result.exercises == 30


@pytest.mark.parametrize("scenario", ["body", "title", "template"])
def test_an_output_without_the_edit_is_refused(scenario: str, tmp_path: Path) -> None:
    site = Site.of(TOOLS[0], generate(30), tmp_path / "site", tmp_path)
    build_site(Folders.of(site.folder), Options())
    check(site)
    for _ in range(2):
        prepare(scenario, site)
        with pytest.raises(WrongOutputError, match=r"Kinepedia left .* out of the page"):
            check(site)
        build_site(Folders.of(site.folder), Options())
        check(site)


def test_an_output_without_a_page_is_refused(tmp_path: Path) -> None:
    site = Site.of(TOOLS[0], generate(30), tmp_path / "site", tmp_path)
    build_site(Folders.of(site.folder), Options())
    prepare("cold", site)
    with pytest.raises(WrongOutputError, match="Kinepedia made 0 of 30 pages of exercises"):
        check(site)


def test_an_exercise_is_as_rich_as_a_real_one() -> None:
    corpus = generate(200)
    bodies = [exercise.body for exercise in corpus.exercises]
    assert all(body.count("### Step ") == 6 and "> [!" in body and "[[" in body for body in bodies)
    assert 0.05 < sum("|---|" in body for body in bodies) / len(bodies) < 0.2
    assert all(len(set(exercise.related) - {exercise.slug}) == 10 for exercise in corpus.exercises)


def test_prerequisites_come_earlier_and_are_no_harder() -> None:
    ranks = {"beginner": 1, "intermediate": 2, "advanced": 3}
    exercises = {exercise.slug: exercise.fields for exercise in generate(300).exercises}
    asked = [
        (fields, exercises[slug])
        for fields in exercises.values()
        if fields["prerequisites"] != "none"
        for slug in fields["prerequisites"]
    ]
    assert asked
    assert all(before["order"] < fields["order"] for fields, before in asked)
    assert all(ranks.get(before["level"], 0) <= ranks.get(fields["level"], 3) for fields, before in asked)


def test_it_says_how_large_it_can_be() -> None:
    with pytest.raises(ValueError, match="1 to 37,632 exercises, not 37,633"):
        generate(MOST + 1)
