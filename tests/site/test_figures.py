"""Blocks of poses become figures: where they stand, what is wrong with them, when they are drawn again."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import seams
from posing import stand_in
from selectolax.lexbor import LexborHTMLParser
from sites import SETTINGS, TERMS, Site, tree

from kinepedia import Folders, Options, Result, build_site

HERE = Options(jobs=1)

TWO_STEPS = """
## How to

### Step 1: Lie down

Breathe.

```pose
supine
```

### Step 2: *Rise* & hold

Breathe on.

```pose
same, hips 0
```
"""


@pytest.fixture(autouse=True)
def _engine(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    stand_in(monkeypatch)
    yield
    seams.forget_poses()


@pytest.fixture
def illustrated(tmp_path: Path) -> Site:
    """Return a site with three exercises, one of them with figures in two steps, one with one figure."""
    site = Site(tmp_path / "site").write({"site.toml": SETTINGS, **TERMS})
    site.exercise("bridge", body=TWO_STEPS)
    site.exercise("plank", body="```pose\nplank\n```\n\n## How to\n\n### Step 1: Hold\n\nStill.\n")
    return site.exercise("bare")


def built(site: Site, options: Options = HERE) -> Result:
    return build_site(Folders.of(site.root), options)


def assert_right(site: Site, options: Options = HERE) -> None:
    """Build, and compare with a build from nothing."""
    folders = Folders.of(site.root)
    result = build_site(folders, options)
    with tempfile.TemporaryDirectory() as place:
        apart = replace(folders, output=Path(place, "output"), cache=Path(place, "cache"))
        seams.forget_poses()
        assert build_site(apart, options) == result
        if result.ok:
            assert tree(folders.output) == tree(apart.output)


def article(site: Site, body: str, front: str = "---\ntitle: Text\n---\n") -> Result:
    """Build with an article of this text."""
    site.write({"content/articles/text.md": (front + body).encode()})
    return built(site)


def page(site: Site, address: str = "articles/text") -> LexborHTMLParser:
    return LexborHTMLParser(site.read(f"{address}/index.html"))


def labels(site: Site, address: str = "articles/text") -> list[str]:
    """Return what the figures of a page show."""
    return [node.attributes["aria-label"] or "" for node in page(site, address).css("figure.pose > svg")]


def places(result: Result) -> list[tuple[str, int, int, str]]:
    return [(each.path, each.line, each.column, each.code) for each in result.diagnostics]


# --- where figures stand ------------------------------------------------------------------------------------


def test_a_figure_stands_where_its_block_stood(illustrated: Site) -> None:
    assert built(illustrated).ok
    steps = page(illustrated, "exercises/bridge").css(".steps > li > .what")
    assert [step.css_first("figure svg").attributes["aria-label"] for step in steps] == [
        "supine",
        "(supine), hips 0",
    ]
    assert labels(illustrated, "exercises/plank") == ["plank"]
    assert page(illustrated, "exercises/plank").css_first(".intro > figure.pose")


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("~~~pose\nprone\n~~~\n", ["prone"]),
        ("``` {.pose #one .wide}\nprone\n```\n", ["prone"]),
        ("````pose\nprone\n````\n", ["prone"]),
        ("```pose\n```\n", [""]),
        ("```\n~~~pose\nprone\n~~~\n```\n", []),
        ("````markdown\n```pose\nprone\n```\n````\n", []),
        ("    ```pose\n    prone\n    ```\n", []),
        ("* item\n\n    ```pose\n    prone\n    ```\n", []),
        ("> ```pose\n> prone\n> ```\n", []),
        ("```poses\nprone\n```\n", []),
        ("```pose\nprone\n", []),
        ("<!--\n```pose\nprone\n```\n-->\n\nText.\n", []),
        ("<div>\n```pose\nprone\n```\n</div>\n", ["prone"]),
        ("```pose\n<b>&amp;</b>\n```\n", ["<b>&amp;</b>"]),
        ("`kp-pose-0`\n\n```pose\nprone\n```\n", ["prone"]),
    ],
)
def test_what_is_a_block_of_poses(site: Site, body: str, shown: list[str]) -> None:
    assert article(site, body).diagnostics == ()
    assert labels(site) == shown


def test_attributes_of_a_block_are_those_of_the_figure(site: Site) -> None:
    assert article(site, "See [this](#one).\n\n```{.pose #one .wide lang=de}\nprone\n```\n").ok
    figure = page(site).css_first("figure")
    assert figure.attributes == {"id": "one", "class": "pose wide", "lang": "de"}


def test_an_attribute_that_could_run_a_script_is_removed(site: Site) -> None:
    result = article(site, '```{.pose onclick="alert(1)"}\nprone\n```\n')
    assert [each.code for each in result.diagnostics] == ["removed-html"]
    assert "alert" not in site.read("articles/text/index.html")


@pytest.mark.parametrize(
    "forged",
    [
        "&#2;kp-pose-0&#3;",
        "<figure>&#2;kp-pose-0&#3;</figure>",
        "<figure>&#2;kp-pose-9&#x3;</figure>",
        f"<figure>&#2;kp-pose-{'9' * 5000}&#3;</figure>",
        '<b title="&#2;kp-pose-0&#3;</figure>">b</b>',
        "<figure>\x02kp-pose-0\x03</figure>",
        "![&#0000002;kp-pose-0&#3;](none.png)",
    ],
)
def test_nobody_can_write_the_mark_of_a_figure(site: Site, forged: str) -> None:
    result = article(site, f"```pose\nprone\n```\n\n{forged}\n")
    assert "control-character" in {each.code for each in result.diagnostics}
    assert not result.ok


def test_no_mark_is_left_where_no_figure_can_stand(site: Site) -> None:
    body = "<textarea>\n```pose\nprone\n```\n</textarea>\n\n```pose\nsupine\n```\n"
    assert {each.code for each in article(site, body).diagnostics} <= {"removed-html"}
    assert "\x02" not in site.read("articles/text/index.html")
    assert labels(site) == ["supine"]


def test_figures_are_no_part_of_what_a_text_says(site: Site) -> None:
    site.write({"site.toml": f'{SETTINGS}base_url = "https://example.org/"\n'})
    body = "```pose\nprone then supine\n```\n\nWords.\n\n"
    site.exercise("bridge", body=f"{body}## How to\n\n### Step 1\n\n{body}")
    assert built(site).ok
    head = page(site, "exercises/bridge").css_first("head").html or ""
    assert '<meta name="description" content="Words.">' in head
    assert '"text":"Words."' in head
    assert "prone" not in head


def test_a_figure_that_moves_has_a_box_that_stops_it(site: Site) -> None:
    assert article(site, "```pose\nprone\n```\n\n```pose\nprone\nthen supine\n```\n").ok
    still, moving = page(site).css("figure.pose")
    assert not still.css("input, label")
    box = moving.css_first("input[type=checkbox][checked]")
    assert moving.css_first("label").attributes["for"] == box.attributes["id"] == "figure-2-moves"
    assert moving.css_first("#figure-2-dot")


def test_only_pages_with_a_figure_load_the_style_sheet_of_figures(illustrated: Site) -> None:
    assert built(illustrated).ok
    for address, count in (("exercises/bridge", 1), ("exercises/plank", 1), ("exercises/bare", 0)):
        assert illustrated.read(f"{address}/index.html").count("assets/figures.") == count
    illustrated.exercise("bridge").exercise("plank")
    assert_right(illustrated)
    assert not list((illustrated.root / "output/assets").glob("figures.*"))


def test_a_style_sheet_of_the_site_takes_the_place_of_the_one_of_figures(illustrated: Site) -> None:
    illustrated.write({"templates/assets/figures.css": ".figure { color: tan }"})
    assert built(illustrated).ok
    (file,) = (illustrated.root / "output/assets").glob("figures.*")
    assert file.read_text() == ".figure { color: tan }"
    assert f"assets/{file.name}" in illustrated.read("exercises/bridge/index.html")


# --- all steps as one picture -------------------------------------------------------------------------------


def test_the_figures_of_all_steps_are_one_picture(illustrated: Site) -> None:
    illustrated.write({"site.toml": f'{SETTINGS}base_url = "https://example.org/else/"\n'})
    assert built(illustrated).ok
    link = page(illustrated, "exercises/bridge").css_first(".how .strip a")
    assert link.attributes["href"] == "steps.svg"
    picture = LexborHTMLParser(illustrated.read("exercises/bridge/steps.svg")).css_first("svg")
    assert picture.attributes["aria-label"] == "1. Lie down = supine | 2. Rise & hold = (supine), hips 0"
    html = illustrated.read("exercises/bridge/index.html")
    assert '"image":"https://example.org/else/exercises/bridge/steps.svg"' in html
    assert "steps.svg" not in illustrated.read("sitemap.xml")
    assert not (illustrated.root / "output/exercises/plank/steps.svg").exists()  # one figure is no series
    assert not page(illustrated, "exercises/plank").css(".strip")


def test_a_file_in_the_place_of_the_picture_of_all_steps_is_reported(illustrated: Site) -> None:
    illustrated.write({"static/exercises/bridge/steps.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>'})
    assert [each.code for each in built(illustrated).diagnostics] == ["address-taken"]


# --- what is wrong with them --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "line", "column"),
    [
        ("```pose\nsupine, xx 1\n```\n", 4 + 1, 9),
        ("Text.\n\n~~~pose\nsupine\n  xx\n~~~\n", 4 + 4, 3),
        ("```\ncode\n```\n\n```py\n```\n\n```{.pose}\nxx\n```\n", 4 + 8, 1),
        ("````\n```pose\nxx in code\n```\n````\n\n```pose\nxx\n```\n", 4 + 7, 1),
        ("<!--\n```pose\nxx, not shown\n```\n-->\n\n```pose\nxx\n```\n", 4 + 7, 1),
        ("    ```pose\n    xx\n    ```\n\n```pose\nxx\n```\n", 4 + 5, 1),
        ("* a\n\n    ```pose\n    xx\n    ```\n\n```pose\n\txx\n```\n", 4 + 7, 2),
        ("```pose\na\txx\n```\n", 4 + 1, 3),
        ("```pose\r\nsupine\r\nxx\r\n```\r\n", 4 + 2, 1),
        ("   \n\n\n```pose\nxx\n```\n", 4 + 4, 1),
        ("```pose\nok\n```\n```pose\nok\n```\n```pose\nok\n\nxx\n```\n", 4 + 9, 1),
    ],
)
def test_a_fault_is_reported_at_its_place(site: Site, body: str, line: int, column: int) -> None:
    result = article(site, body)
    assert places(result) == [("content/articles/text.md", line, column, "pose-unknown-word")]
    (problem,) = result.diagnostics
    assert (problem.length, problem.hint) == (2, 'did you mean "knees"?')
    assert not result.ok


def test_places_count_from_the_beginning_of_the_file(site: Site) -> None:
    front = "---\ntitle: Text\n# a comment\naliases: [a, b]\n---\n"
    assert places(article(site, "\n```pose\nfar\n```\n", front)) == [
        ("content/articles/text.md", 8, 1, "pose-beyond-range")
    ]


def test_a_warning_stops_nothing_and_is_told_again(site: Site) -> None:
    first = article(site, "```pose\nprone far\n```\n")
    assert first.ok
    assert labels(site) == ["prone far"]
    assert built(site).diagnostics == first.diagnostics
    site.exercise("other")
    assert built(site).diagnostics == first.diagnostics


def test_what_follows_from_a_fault_is_not_reported(site: Site) -> None:
    result = article(
        site,
        "\n".join(f"```pose\n{text}\n```\n" for text in ("xxone", "same far", "same xxtwo", "prone far")),
    )
    assert [(line, code) for _, line, _, code in places(result)] == [
        (5, "pose-unknown-word"),
        (13, "pose-unknown-word"),
        (17, "pose-beyond-range"),
    ]


def test_the_first_figure_has_none_before_it(site: Site) -> None:
    site.write({"content/articles/first.md": "---\ntitle: First\n---\n```pose\nprone\n```\n"})
    assert places(article(site, "```pose\nsame\n```\n")) == [
        ("content/articles/text.md", 5, 1, "pose-no-previous")
    ]


def test_more_figures_than_anybody_draws_are_refused(site: Site) -> None:
    result = article(site, "```pose\nprone\n```\n" * 201)
    assert places(result) == [("content/articles/text.md", 605, 1, "too-dense")]


def test_other_mistakes_are_found_where_they_are_among_figures(site: Site) -> None:
    result = article(site, "```pose\nsame.png far\n```\n\n[a](same.png)\n\n`same.png`\n")
    assert [(line, code) for _, line, _, code in places(result)] == [
        (5, "pose-beyond-range"),
        (8, "broken-link"),
    ]


# --- base poses of the site's own ---------------------------------------------------------------------------


def test_base_poses_of_the_site_are_known_in_every_text(illustrated: Site) -> None:
    illustrated.exercise("bridge", body=TWO_STEPS.replace("supine", "own"))
    assert not built(illustrated).ok
    illustrated.write({"poses.txt": "own: squat"})
    assert_right(illustrated)
    assert labels(illustrated, "exercises/bridge")[0] == "own [own: squat]"


def test_what_is_wrong_with_base_poses_is_reported_there(illustrated: Site) -> None:
    illustrated.write({"poses.txt": "own: squat\n  xxknees 10\n"})
    for _ in range(2):
        assert places(built(illustrated)) == [("poses.txt", 2, 3, "pose-unknown-word")]


def test_base_poses_that_cannot_be_read_are_reported(illustrated: Site) -> None:
    (illustrated.root / "poses.txt").mkdir()
    assert places(built(illustrated)) == [("poses.txt", 1, 1, "unreadable-file")]


def test_only_what_shows_figures_is_made_again_when_base_poses_change(
    illustrated: Site, rendered: list[str]
) -> None:
    for text in ("own: squat", "own: lunge", "own: lunge\n", None):
        if text is None:
            (illustrated.root / "poses.txt").unlink()
        else:
            illustrated.write({"poses.txt": text})
        assert_right(illustrated)
    illustrated.write({"poses.txt": "own: squat"})
    rendered.clear()
    assert built(illustrated).ok
    assert sorted(rendered) == ["exercises/bridge/", "exercises/bridge/steps.svg", "exercises/plank/"]
    rendered.clear()
    illustrated.exercise("bare")
    assert built(illustrated).ok
    assert rendered == []


def test_changed_base_poses_are_noticed_where_nothing_else_has_changed(illustrated: Site) -> None:
    for text in ("own: squat", "own: lunge"):
        illustrated.write({"poses.txt": text})
        seams.wait_until_settled(illustrated.root)
        assert built(illustrated).ok
        assert labels(illustrated, "exercises/plank") == [f"plank [{text}]"]
    (illustrated.root / "poses.txt").unlink()
    assert built(illustrated).ok
    assert labels(illustrated, "exercises/plank") == ["plank"]


# --- what is drawn again ------------------------------------------------------------------------------------


def test_a_changed_pose_is_drawn_again_with_those_that_refer_to_it(
    illustrated: Site, rendered: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert built(illustrated).ok
    rendered.clear()
    seams.refuse_to_link(monkeypatch)
    illustrated.exercise("bridge", body=TWO_STEPS.replace("supine", "prone"))
    assert built(illustrated).ok
    assert sorted(rendered) == ["exercises/bridge/", "exercises/bridge/steps.svg"]
    assert labels(illustrated, "exercises/bridge") == ["prone", "(prone), hips 0"]
    assert "(prone), hips 0" in illustrated.read("exercises/bridge/steps.svg")
    monkeypatch.undo()
    stand_in(monkeypatch)
    assert_right(illustrated)


@pytest.mark.parametrize(
    "body",
    [
        TWO_STEPS.replace("same, hips 0", "prone"),
        TWO_STEPS.replace("```pose\nsupine\n```", "").replace("same, ", ""),
        TWO_STEPS.replace("pose", "text"),
        TWO_STEPS.replace("Lie down", "Lie"),
        TWO_STEPS.replace("supine", "xx"),
        TWO_STEPS.replace("supine", "supine far"),
        "",
    ],
)
def test_a_build_after_an_edit_is_a_build_from_nothing(illustrated: Site, body: str) -> None:
    for text in (TWO_STEPS, body, TWO_STEPS):
        illustrated.exercise("bridge", body=text)
        assert_right(illustrated)


def test_figures_are_drawn_alike_in_other_processes(
    illustrated: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    illustrated.write({"poses.txt": "own: squat"})
    assert built(illustrated).ok
    before = tree(illustrated.root / "output")
    seams.fork_from(monkeypatch, 2)
    assert built(illustrated, Options(jobs=2, clean=True)).ok
    assert tree(illustrated.root / "output") == before


def test_an_exercise_without_figures_loads_no_engine(site: Site) -> None:
    site.run("build")
    run = site.run_apart("build", "--clean", PYTHONPROFILEIMPORTTIME="1")
    assert run.status == 0
    assert "kinepedia.parse.parser" in run.stderr
    assert "kinepedia.figures" not in run.stderr
