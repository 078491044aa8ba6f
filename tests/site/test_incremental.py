"""A build after an edit gives what a build from nothing gives: the same bytes and the same diagnostics."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
import seams
from connected import Connected
from examples import examples, stride
from hypothesis import given
from hypothesis import strategies as st
from sites import SETTINGS, Site, tree

from kinepedia import Folders, Options, Result, build_site

HERE = Options(jobs=1)
OPTIONS = (
    HERE,
    replace(HERE, drafts=True),
    replace(HERE, strict=True),
    replace(HERE, base_url="https://example.org/else/"),
    replace(HERE, url_style="file"),
)
EDITS = ("change", "change", "change", "change", "spoil", "mend", "remove", "move", "again")
STEPS = st.tuples(st.sampled_from((*EDITS, "options", "tamper", "check")), st.integers(0, 2000))


def from_nothing(folders: Folders, options: Options) -> tuple[Result, dict[str, bytes]]:
    """Build with an empty cache into an empty output; return the result and what was published."""
    with tempfile.TemporaryDirectory() as place:
        apart = replace(folders, output=Path(place, "output"), cache=Path(place, "cache"))
        return build_site(apart, replace(options, jobs=1)), tree(apart.output)


def assert_right(folders: Folders, options: Options = HERE) -> None:
    """Build, and compare with a build from nothing."""
    before = tree(folders.output)
    result = build_site(folders, options)
    expected, files = from_nothing(folders, options)
    assert result == expected
    if options.publish:
        assert tree(folders.output) == (files if expected.ok else before)


def tamper(output: Path, number: int) -> None:
    """Remove a published file, give it another time, put another in its place or change it."""
    files = [path for path in sorted(output.rglob("[!.]*.*")) if path.is_file()]
    if not files:
        return
    file = files[number // 4 % len(files)]
    content = file.read_bytes()
    times = (file.stat().st_atime_ns, file.stat().st_mtime_ns)
    if number % 4 != 1:
        file.unlink()
    if number % 4 == 1:
        os.utime(file, (1, 1))
    elif number % 4 == 2:
        file.write_bytes(content[:-1] + b" ")
        os.utime(file, (1, 1))
    elif number % 4 == 3:
        file.write_bytes(content + b" ")
        os.utime(file, ns=times)


SERIES = (
    st.lists(STEPS, min_size=1, max_size=8),
    st.sampled_from((0, seams.FEW)),
    st.sampled_from((1, 1, 2)),
    st.booleans(),
)


@given(*SERIES)
@examples(8)
def test_any_series_of_edits(steps: list[tuple[str, int]], few: int, jobs: int, is_instant: bool) -> None:
    assert_right_after(steps, few, jobs, is_instant=is_instant, doors=False)


@given(*SERIES)
@examples(20)
def test_any_series_of_edits_of_a_site_with_much_of_its_own(
    steps: list[tuple[str, int]], few: int, jobs: int, is_instant: bool
) -> None:
    assert_right_after(steps, few, jobs, is_instant=is_instant, doors=True)


def assert_right_after(
    steps: list[tuple[str, int]], few: int, jobs: int, *, is_instant: bool, doors: bool
) -> None:
    """Make these edits of the connected site, and after each see that all is right."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        seams.few_files(patch, few)
        seams.fork_from(patch, 2)
        if is_instant:
            seams.stop_the_clock(patch)
        site = Connected(Path(folder), doors=doors)
        folders = Folders.of(site.root)
        options = HERE
        assert_right(folders, replace(options, jobs=jobs))
        for name, number in steps:
            if name == "options":
                options = OPTIONS[number % len(OPTIONS)]
            elif name == "tamper":
                tamper(folders.output, number)
            elif name in EDITS:
                getattr(site, name)(number)
            assert_right(folders, replace(options, jobs=jobs, publish=name != "check"))


def test_each_edit_of_a_site_with_much_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seams.stop_the_clock(monkeypatch)
    site = Connected(tmp_path, doors=True)
    folders = Folders.of(tmp_path)
    assert_right(folders)
    edits = site.edits()
    features = [(path, text) for path, text in edits if path.startswith("features/")]
    for path, text in (*features, *edits[:: stride(3)]):
        site.say(path, text)
        assert_right(folders)
        site.reset(path)
    assert_right(folders)


@pytest.fixture
def connected(tmp_path: Path) -> Connected:
    """Return the site in which everything is connected, published."""
    site = Connected(tmp_path / "site")
    assert build_site(Folders.of(site.root), HERE).ok
    return site


BRIDGE = "content/exercises/bridge.md"
CALF_RAISE = "content/exercises/calf-raise.md"
DATA = {"search/exercises.js", "search/cautions.js", "search/advice-0.js", "exercises/march/steps.svg"}


@pytest.mark.parametrize(
    ("path", "text", "more"),
    [
        # Which of its fields a page shows of an entry is known only when it is rendered: its own page shows
        # some of all of them, and a routine the doses of its exercises.
        (BRIDGE, "Slower.", {"routines/morning/"}),
        (BRIDGE, "order: 10", {"exercises/bridge/", "routines/morning/"}),
        (BRIDGE, "categories: hamstrings", {"routines/morning/"}),
        (BRIDGE, "redirect_from: [/old/bridge/]", {"exercises/bridge/", "routines/morning/"}),
        (BRIDGE, "title: Zebra", set()),
        (BRIDGE, "summary: Lift those hips.", set()),
        (BRIDGE, "position: prone", {"routines/morning/"}),
        (BRIDGE, "cautions: [{condition: Sore knee, advice: Wait.}]", {"routines/morning/"}),
        (CALF_RAISE, "dose: {reps: 6}", set()),
        ("content/exercises/heel-walk.md", "On [[march]] heels.", set()),
        ("content/authors/jo.md", "Hallo.", set()),
        ("content/routines/morning.md", "title: Every morning", set()),
        ("content/exercises/knee.svg", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 5 1"/>', set()),
        ("static/robots.txt", "Nobody", set()),
        # The frame counts for everything that is rendered, also for what shows nothing of it.
        ("site.toml", 'title = "Poor"', DATA),
        ("site.toml", 'articles = "Texts"', DATA),
        ("site.toml", "# a comment, which moves all that follows", set()),
    ],
)
def test_only_pages_that_change_are_rendered(
    tmp_path: Path, rendered: list[str], path: str, text: str, more: set[str]
) -> None:
    site = Connected(tmp_path)
    shutil.rmtree(tmp_path / "templates")  # the theme shows everything that a page has
    assert build_site(Folders.of(tmp_path), HERE).ok
    before = tree(tmp_path / "output")
    rendered.clear()
    site.say(path, text)
    assert build_site(Folders.of(tmp_path), HERE).ok
    changed = {
        name.removesuffix("index.html")
        for name, content in tree(tmp_path / "output").items()
        if content != before.get(name) and name.endswith((".html", ".js"))
    }
    assert set(rendered) == changed | more
    assert len(rendered) == len(set(rendered))
    assert_right(Folders.of(tmp_path))


@pytest.mark.parametrize(
    ("path", "text", "pages"),
    [
        ("templates/exercise.html", '<h1 class="x">{{ page.title }}</h1>', {"exercises"}),
        ("templates/parts/group.html", "<b>{{ group.title }}</b>", {"exercises"}),
        ("templates/parts/aside.html", "Besides", set()),
        ("templates/frame.html", "{% block footer %}Feet{% endblock %}", set()),
    ],
)
def test_only_pages_of_a_changed_template_are_rendered(
    connected: Connected, rendered: list[str], path: str, text: str, pages: set[str]
) -> None:
    (connected.root / "templates/category.html").unlink()  # it names another one by an expression
    assert build_site(Folders.of(connected.root), HERE).ok
    rendered.clear()
    connected.say(path, text)
    assert build_site(Folders.of(connected.root), HERE).ok
    assert {address.partition("/")[0] for address in rendered} == pages
    assert len(rendered) == (4 if pages else 0)


def test_a_template_named_by_an_expression_is_any_template(connected: Connected, rendered: list[str]) -> None:
    rendered.clear()
    connected.say("templates/parts/aside.html", "Besides")
    assert build_site(Folders.of(connected.root), HERE).ok
    assert set(rendered) == {"categories/calves/", "categories/hamstrings/"}


def test_files_written_again_as_they_were_render_nothing(connected: Connected, rendered: list[str]) -> None:
    rendered.clear()
    for number in range(100):
        connected.again(number)
    assert build_site(Folders.of(connected.root), HERE).ok
    assert rendered == []


def test_a_new_text_needs_no_linking(connected: Connected, monkeypatch: pytest.MonkeyPatch) -> None:
    seams.refuse_to_link(monkeypatch)
    connected.say(BRIDGE, "Slower.")
    assert build_site(Folders.of(connected.root), HERE).ok
    assert "Slower." in (connected.root / "output/exercises/bridge/index.html").read_text("utf-8")


def test_linking_everything_gives_what_a_new_text_alone_gives(
    connected: Connected, monkeypatch: pytest.MonkeyPatch
) -> None:
    seams.link_always(monkeypatch)
    connected.say(BRIDGE, "Slower.")
    assert_right(Folders.of(connected.root))


def test_a_comment_in_the_settings_moves_what_is_said_of_them(connected: Connected) -> None:
    connected.say("site.toml", 'to = "unfinished"')
    assert_right(Folders.of(connected.root))
    connected.say("site.toml", "# a comment, which moves all that follows")
    assert_right(Folders.of(connected.root))


@pytest.mark.skipif(os.name == "nt", reason="needs symbolic links")
@pytest.mark.parametrize("name", ["content", "templates"])
def test_a_folder_that_becomes_a_link_is_noticed(connected: Connected, name: str) -> None:
    settle(connected)
    (connected.root / name).rename(connected.root / "elsewhere")
    (connected.root / name).symlink_to("elsewhere")
    assert_right(Folders.of(connected.root))


@pytest.mark.skipif(os.name == "nt", reason="needs symbolic links")
def test_a_new_folder_that_is_a_link_is_noticed(site: Site, tmp_path: Path) -> None:
    assert build_site(Folders.of(site.root), HERE).ok
    (tmp_path / "elsewhere").mkdir()
    (site.root / "static").symlink_to(tmp_path / "elsewhere")
    assert_right(Folders.of(site.root))


@pytest.mark.skipif(os.name == "nt", reason="needs symbolic links")
def test_a_template_behind_a_link_is_looked_at(connected: Connected, tmp_path: Path) -> None:
    template = connected.root / "templates/parts/aside.html"
    template.rename(tmp_path / "aside.html")
    template.symlink_to(tmp_path / "aside.html")
    settle(connected)
    (tmp_path / "aside.html").write_text("Otherwise")
    assert_right(Folders.of(connected.root))


def test_a_template_in_a_hidden_folder_is_looked_at(connected: Connected) -> None:
    site = Site(connected.root).write({"templates/parts/aside.html": "{% include '.own/part.html' %}"})
    site.write({"templates/.own/part.html": "One"})
    settle(connected)
    site.write({"templates/.own/part.html": "Two"})
    assert_right(Folders.of(connected.root))


def test_a_file_that_could_not_be_read_is_read_again(
    connected: Connected, monkeypatch: pytest.MonkeyPatch
) -> None:
    connected.say("content/articles/lonely.md", "No body.")
    with monkeypatch.context() as patch:
        seams.let_time_pass(patch)
        seams.refuse_to_read(patch, "lonely.md", OSError(5, "Input/output error"))
        assert not build_site(Folders.of(connected.root), HERE).ok
    assert_right(Folders.of(connected.root))


def test_edits_of_the_same_size_in_the_same_instant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seams.stop_the_clock(monkeypatch)
    site = Connected(tmp_path)
    folders = Folders.of(tmp_path)
    assert_right(folders)
    for path, text in (
        ("content/exercises/knee.svg", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 5 1"/>'),
        ("static/notes/one.txt", "2"),
        ("templates/assets/style.css", "a { color: tan }"),
        ("templates/frame.html", "{% block footer %}Feet{% endblock %}"),
        (CALF_RAISE, "dose: {reps: 6}"),
        ("site.toml", 'title = "Poor"'),
    ):
        site.say(path, text)
        assert_right(folders)


def test_another_content_folder_makes_other_entries(empty_site: Site) -> None:
    title = "---\ntitle: X\n---\n"
    empty_site.write({"site.toml": SETTINGS, "a/articles/y.md": title, "a/exercises/articles/x.md": title})
    for content in ("a", "a/exercises", "a"):
        assert_right(Folders.of(empty_site.root, content=empty_site.root / content))


def settle(site: Connected) -> None:
    """Build when the files of the site are old enough to be trusted by their stamps."""
    seams.wait_until_settled(site.root)
    assert build_site(Folders.of(site.root), HERE).ok
