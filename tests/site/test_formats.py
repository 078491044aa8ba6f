"""What machines read of a report: GitHub's annotations and SARIF."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from sites import Site

from kinepedia.problems.rules import RULES

BROKEN = "Ünï [ä](nowhere.md) and\n\n[ä](nowhere.md)\n"


@pytest.fixture
def broken(site: Site) -> Site:
    return site.write({"content/articles/a.md": f"---\ntitle: A\n---\n{BROKEN}"})


def sarif(site: Site, *words: str, **environment: str) -> dict[str, Any]:
    run = site.run("check", "--format", "sarif", *words, **environment)
    assert run.status == 1
    document = json.loads(run.stdout)
    assert document["version"] == "2.1.0"
    (only,) = document["runs"]
    return only


def test_sarif_names_the_rule_and_the_place_of_each_problem(broken: Site) -> None:
    run = sarif(broken)
    rules = run["tool"]["driver"]["rules"]
    assert {rule["id"] for rule in rules} == {rule.code for rule in RULES}
    first, second = run["results"]
    assert rules[first["ruleIndex"]]["id"] == first["ruleId"] == "broken-link"
    assert first["level"] == rules[first["ruleIndex"]]["defaultConfiguration"]["level"] == "error"
    assert first["message"]["text"].startswith('the link "nowhere.md" leads nowhere\nHelp: ')
    assert run["columnKind"] == "unicodeCodePoints"
    assert [each["locations"] for each in (first, second)] == [
        [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "content/articles/a.md", "uriBaseId": "%SRCROOT%"},
                    "region": {"startLine": line, "startColumn": column, "endColumn": column + 10},
                }
            }
        ]
        for line, column in ((4, 9), (6, 5))
    ]


def test_sarif_says_only_what_the_format_knows(broken: Site) -> None:
    """The properties of each object, as the schema of SARIF 2.1.0 has them, of those that are used here."""
    known = {
        "run": {"tool", "columnKind", "results"},
        "driver": {"name", "semanticVersion", "rules"},
        "rule": {"id", "shortDescription", "fullDescription", "help", "defaultConfiguration"},
        "result": {"ruleId", "ruleIndex", "level", "message", "locations", "partialFingerprints"},
    }
    run = sarif(broken)
    driver = run["tool"]["driver"]
    assert set(run) == known["run"]
    assert set(driver) == known["driver"]
    for rule in driver["rules"]:
        assert set(rule) == known["rule"]
        assert set(rule["help"]) == {"text", "markdown"}
        assert rule["shortDescription"]["text"].endswith(".")
    for result in run["results"]:
        assert set(result) == known["result"]
        assert set(result["message"]) == {"text"}


def test_sarif_fingerprints_outlive_a_move_and_tell_twins_apart(broken: Site) -> None:
    def fingerprints() -> list[str]:
        return [each["partialFingerprints"]["kinepediaProblem/v1"] for each in sarif(broken)["results"]]

    before = fingerprints()
    assert len(set(before)) == 2
    broken.write({"content/articles/a.md": f"---\ntitle: A\n---\nMore.\n\n{BROKEN}\n\n[ä](nowhere.md)\n"})
    after = fingerprints()
    assert (after[:2], len(set(after))) == (before, 3)


def test_sarif_of_a_site_in_order_has_no_results(site: Site) -> None:
    run = site.exercise("a").run("check", "--format", "sarif")
    assert (run.status, run.stderr, json.loads(run.stdout)["runs"][0]["results"]) == (0, "", [])


def test_sarif_of_a_whole_file_has_no_columns(site: Site) -> None:
    site.write({"content/articles/a b%.md": "---\ntitle: A\n---\n"})
    (result,) = sarif(site)["results"]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "content/articles/a%20b%25.md"
    assert unquote(place["artifactLocation"]["uri"]) == "content/articles/a b%.md"
    assert place["region"] == {"startLine": 1}


def test_sarif_of_a_folder_outside_the_repository_names_the_file_itself(site: Site, tmp_path: Path) -> None:
    (site.root / ".git").mkdir()
    elsewhere = tmp_path / "elsewhere"
    (site.root / "content").rename(elsewhere)
    (elsewhere / "articles").mkdir()
    (elsewhere / "articles/a.md").write_text("text", "utf-8")
    (result,) = sarif(site, "--content", str(elsewhere))["results"]
    place = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place == {"uri": (elsewhere / "articles/a.md").as_uri()}


def annotated(site: Site, **environment: str) -> str:
    run = site.run("check", "--format", "github", **environment)
    return next(line for line in run.stdout.splitlines() if line.startswith("::error"))


def test_annotations_count_from_the_top_of_the_repository(broken: Site) -> None:
    (broken.root.parent / ".git").mkdir()
    assert "file=site/content/articles/a.md,line=4,col=9,endColumn=19," in annotated(broken)


def test_annotations_count_from_the_workspace_where_there_is_no_repository(broken: Site) -> None:
    workspace = str(broken.root.parent)
    assert "file=site/content/articles/a.md," in annotated(broken, GITHUB_WORKSPACE=workspace)
    assert "file=content/articles/a.md," in annotated(broken, GITHUB_WORKSPACE="/somewhere/else")


def test_annotations_escape_what_would_end_them(site: Site) -> None:
    site.write({"content/articles/a,b: 100%.md": "---\ntitle: A\n---\n"})
    line = annotated(site)
    assert line.startswith("::error file=content/articles/a%2Cb%3A 100%25.md,line=1,title=bad-slug::")
    assert '"a,b: 100%25" cannot be part of an address' in line


def test_a_log_of_github_takes_no_commands_from_authors(site: Site) -> None:
    site.exercise("a", body="##[add-mask]x ::error::y [z](nowhere.md)\n\n## How to\n\n### Step 1: A\n\nB.\n")
    lines = site.run("check", "--format", "github").stdout.splitlines()
    stop = lines[0].removeprefix("::stop-commands::")
    quoted = next(index for index, line in enumerate(lines) if "##[add-mask]" in line)
    assert lines[0] != stop
    assert (
        quoted < lines.index(f"::{stop}::") < next(i for i, line in enumerate(lines) if "::error f" in line)
    )
