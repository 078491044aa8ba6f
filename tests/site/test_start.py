"""What is loaded at the start, and where the time of a build went."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
import seams
from sites import Site

HEAVY = "pydantic markdown jinja2 rich PIL nh3 selectolax yaml frontmatter filelock multiprocessing".split()

SCRIPT = f"""
import sys
from kinepedia.commands.main import main
try:
    main()
finally:
    print([name for name in {HEAVY!r} if name in sys.modules])
"""


def loaded(site: Site, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *words], cwd=site.root, capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()[-1]


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["build", "--help"]])
def test_little_is_loaded_to_say_what_it_is(empty_site: Site, words: list[str]) -> None:
    assert loaded(empty_site, *words) == "[]"


def test_little_is_loaded_when_there_is_nothing_to_do(site: Site) -> None:
    site.exercise("bridge").write({"static/.hidden": "so that there is something to say"})
    settle(site)
    assert loaded(site, "build") == "[]"
    assert loaded(site, "build", "--format", "json") == "[]"
    site.exercise("bridge", "summary: New.\n")
    assert "jinja2" in loaded(site, "build")


def test_a_changed_text_needs_no_schema(site: Site) -> None:
    site.exercise("bridge")
    settle(site)
    path = site.root / "content/exercises/bridge.md"
    path.write_text(f"{path.read_text('utf-8')}\nMore.\n", "utf-8")
    now = loaded(site, "build")
    assert "markdown" in now
    assert "pydantic" not in now
    assert "yaml" not in now
    assert "More." in site.read("exercises/bridge/index.html")
    site.exercise("bridge", "summary: New.\n")
    assert "pydantic" in loaded(site, "build")


def test_a_profile_says_where_the_time_went(site: Site) -> None:
    site.exercise("bridge").exercise("march")
    run = site.run("build", "--profile", "--jobs", "1")
    assert (run.status, run.stderr) == (0, "")
    for said in (
        "Time by stage (",
        "Reading",
        "Parsing",
        "Rendering",
        "Publishing",
        "exercise.html, 2 pages",
        "home.html, 1 page\n",
        "Slowest pages:",
        " ms  /",  # which of them take longest is for the machine to say
        "Slowest entries to convert:",
        " ms  content/exercises/",
    ):
        assert said in run.stdout, run.stdout


STAGES = ["Reading", "Parsing", "Linking", "Planning", "Rendering", "Auditing", "Publishing"]


def test_a_profile_for_programs(site: Site) -> None:
    run = site.exercise("bridge").run("build", "--profile", "--format", "json")
    profile = json.loads(run.stdout)["profile"]
    assert [*profile["stages"]] == ["Starting", *STAGES]
    assert profile["templates"]["exercise.html"]["pages"] == 1
    assert len(profile["slowest_pages"]) == 5
    assert all((site.root / f"output{page}").exists() for page in profile["slowest_pages"])
    assert "content/exercises/bridge.md" in profile["slowest_entries"]


def test_a_profile_of_nothing_to_do(site: Site) -> None:
    site.exercise("bridge")
    settle(site)
    run = site.run("build", "--profile")
    assert run.status == 0
    first, _, second, *rest = run.stdout.splitlines()
    assert first.startswith("Built 8 pages, 1 exercise, 0 warnings in ")
    assert second.startswith("Time by stage (")
    assert [line.split()[-1] for line in rest] == ["Starting"]
    profile = json.loads(site.run("build", "--profile", "--format", "json").stdout)["profile"]
    assert [*profile["stages"]] == ["Starting"]
    assert (profile["templates"], profile["slowest_pages"], profile["slowest_entries"]) == ({}, {}, {})


def settle(site: Site) -> None:
    """Build when the files of the site are old enough to be trusted by their stamps."""
    seams.wait_until_settled(site.root)
    assert site.run("build").status == 0
