"""`kinepedia new`: what it writes is ready to build, and nothing is ever overwritten."""

from __future__ import annotations

import html
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from sites import SETTINGS, TERMS, Run, Site, tree

from kinepedia import Folders, Options, build_site
from kinepedia.author.new.entry import entry_text
from kinepedia.author.new.examples import EXAMPLES
from kinepedia.author.new.start import new_site
from kinepedia.commands.main import main
from kinepedia.commands.new import word_of
from kinepedia.machine.folders import relative_path
from kinepedia.model.content_model import BUILT_IN
from kinepedia.model.schema.fields import fields_of
from kinepedia.model.schema.validate import validate
from kinepedia.read.front_matter import split

COLLECTIONS = BUILT_IN.collections
WORDS = {word_of(row): name for name, row in COLLECTIONS.items()}
GIVEN = {
    "exercises": {"categories": ["hips"]},
    "muscles": {"kind": "nerve"},
    "types": {"definition": "It is held."},
    "routines": {"items": ["a", "b"]},
}


def new(site: Site, *words: str) -> Run:
    """Run the command in this process."""
    at = () if words[0] == "site" else ("--site", str(site.root))
    done = CliRunner().invoke(main, ["new", words[0], *at, *words[1:]])
    return Run(done.exit_code, done.stdout, done.stderr)


def uncommented(text: str) -> str:
    """Return an entry's text with every commented field taken into use."""
    return re.sub(r"^# (?!#|What|\"none\")", "", text, flags=re.MULTILINE)


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_every_field_stands_there_with_its_meaning_and_a_valid_example(collection: str) -> None:
    text = entry_text(COLLECTIONS[collection], "Some Title", GIVEN.get(collection, {}))
    front_matter = split("x.md", uncommented(text))
    assert set(front_matter.fields) == {field.name for field in fields_of(COLLECTIONS[collection].fields)}
    fields, problems = validate(
        COLLECTIONS[collection].fields, front_matter.fields, front_matter.spans, "x.md", where="here"
    )
    assert (front_matter.problems, problems) == ((), [])
    assert fields is not None
    for field in fields_of(COLLECTIONS[collection].fields):
        if f"\n# {EXAMPLES[field.name].partition(':')[0]}:" in text:
            assert f"# # {field.description}\n" in text


def test_every_example_belongs_to_a_field() -> None:
    assert set(EXAMPLES) == {field.name for row in COLLECTIONS.values() for field in fields_of(row.fields)}
    assert all(example.startswith(f"{name}:") for name, example in EXAMPLES.items())


@given(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12))
def test_any_title_is_kept_as_it_is(title: str) -> None:
    front_matter = split("x.md", entry_text(COLLECTIONS["articles"], title, {}))
    assert (front_matter.fields["title"], front_matter.problems) == (title, ())


def test_each_kind_builds_without_a_word(site: Site) -> None:
    site.exercise("bridge", "summary: x\n")
    words = {
        "exercise": ["--level", "Beginner"],
        "type": ["--definition", "It: is #1."],
        "routine": ["--exercise", "bridge", "--exercise", "Bridge"],
    }
    for kind, collection in WORDS.items():
        run = new(site, kind, f"My new {kind}", *words.get(kind, []))
        path = f"content/{collection}/my-new-{kind}.md"
        assert (run.status, run.stderr, run.stdout.partition("\n")[0]) == (
            0,
            "",
            f"Wrote {relative_path(site.root / path, Path.cwd())}.",
        )
    for options in ([], ["--drafts"]):
        run = site.run("check", "--strict", *options)
        assert (run.status, run.stderr) == (0, "")


@given(st.text(max_size=12), st.sampled_from(list(WORDS)), st.none() | st.text("ab-", max_size=4))
@examples(40)
def test_any_title_is_refused_or_ready_to_build(title: str, kind: str, slug: str | None) -> None:
    more = {"type": ["--definition", title], "routine": ["--exercise", "a"]}.get(kind, [])
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder)).write({"site.toml": SETTINGS, **TERMS}).exercise("a")
        run = new(site, kind, *([f"--slug={slug}"] if slug else []), *more, "--", title)
        assert run.status in (0, 2), run
        result = build_site(Folders.of(site.root), Options(publish=False, drafts=True, strict=True))
        assert result.ok, result.diagnostics


def refused(site: Site, *words: str) -> str:
    before = tree(site.root)
    run = new(site, *words)
    assert run.status == 2
    assert tree(site.root) == before
    assert "Traceback" not in run.stderr
    return run.stderr


def test_refusals(site: Site) -> None:
    site.exercise("bridge", "aliases: Hip lift\nredirect_from: /exercises/once/\n")
    site.write({"content/articles/SHOUT.md": "---\ntitle: X\nslug: x\n---\n"})
    assert "exercises/bridge exists already: content/exercises/bridge.md" in refused(
        site, "exercise", "Bridge!"
    )
    assert '"HIP lift" is a name of exercises/bridge already' in refused(site, "exercise", "HIP lift")
    assert "/exercises/once/ leads to content/exercises/bridge.md" in refused(site, "exercise", "Once")
    assert "SHOUT.md exists already" in refused(site, "article", "Shout")
    assert '"体" makes no slug: it is empty.\nGive one' in refused(site, "exercise", "体")
    assert '"A b" cannot be a slug' in refused(site, "exercise", "x", "--slug", "A b")
    assert "Windows reserves this name" in refused(site, "exercise", "Con")
    assert "A title cannot be empty" in refused(site, "exercise", "  ")
    assert "nobody can see" in refused(site, "exercise", "a\x1b[31mb")
    assert "nobody can see" in refused(site, "exercise", "a\udcffb")
    assert "TITLE" in refused(site, "exercise")
    assert "Say what is meant by it: --definition" in refused(site, "type", "x")
    assert 'Did you mean "hamstrings"?' in refused(site, "exercise", "x", "--category", "hamstring")
    site.write({"content/categories/calves.md": "---\ntitle: Calves\n---\n"})
    said = refused(site, "exercise", "x")
    assert "Say which, with --category NAME. There are: calves, hamstrings" in said


def test_a_first_exercise_needs_a_category(empty_site: Site) -> None:
    empty_site.write({"site.toml": 'title = "x"\n', "content/levels/x.md": "---\ntitle: X\n---\n"})
    assert 'There is no category yet. Begin one first: kinepedia new category "Title"' in refused(
        empty_site, "exercise", "x"
    )


def test_a_name_of_another_kind_is_said(site: Site) -> None:
    run = new(site, "muscle", "Hamstrings")
    assert (
        '"Hamstrings" is a name of categories/hamstrings, too: in texts, write [[muscles/hamstrings]]'
        in run.stdout
    )


def test_a_sequence_that_lacks_the_new_exercise_is_named(site: Site) -> None:
    site.exercise("a").write({"content/categories/hamstrings.md": "---\ntitle: H\nsequence: [a]\n---\n"})
    run = new(site, "exercise", "B")
    assert "Put it where it belongs in the sequence of content/categories/hamstrings.md." in run.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_on_a_terminal_it_asks(site: Site) -> None:
    site.write({"content/categories/calves.md": "---\ntitle: Calves\n---\n"})
    answers = "Side Plank\nhamstring\nHamstrings, calves\n"
    assert 'Did you mean "hamstrings"?' in typed(site, ["exercise"], answers)
    text = (site.root / "content/exercises/side-plank.md").read_text()
    assert "title: Side Plank\n" in text
    assert "categories: [hamstrings, calves]\n" in text


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_on_a_terminal_it_asks_nothing_that_is_given(site: Site) -> None:
    assert "Kind" not in typed(site, ["muscle", "Ulnar nerve", "--kind", "nerve"], "")
    assert "Kind" in typed(site, ["muscle", "Radial nerve"], "nerve\n")
    assert "kind: nerve\n" in (site.root / "content/muscles/radial-nerve.md").read_text()


def typed(site: Site, words: list[str], answers: str) -> str:
    """Run the command on a terminal on which somebody types."""
    ours, theirs = os.openpty()
    os.write(ours, answers.encode())
    done = subprocess.run(
        [sys.executable, "-m", "kinepedia", "new", *words],
        cwd=site.root,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        timeout=60,
    )
    os.close(theirs)
    shown = os.read(ours, 100_000).decode()
    os.close(ours)
    assert done.returncode == 0, shown
    return shown


def test_a_new_site_builds_strictly_and_nothing_is_an_orphan(tmp_path: Path) -> None:
    (tmp_path / "mine/.git").mkdir(parents=True)
    site = Site(tmp_path)
    run = site.run("new", "site", "mine", "--title", 'The "best" \\ one')
    assert (run.status, run.stderr) == (0, "")
    mine = Site(tmp_path / "mine")
    run = mine.run("build", "--strict")
    assert (run.status, run.stderr) == (0, "")
    assert 'The "best" \\ one' in html.unescape(mine.read("index.html"))
    assert mine.run("list", "orphans").stdout == ""
    assert mine.run("list", "lacking", "--lacking", "summary").stdout == ""
    assert (mine.root / ".gitignore").read_text() == "/output/\n/.kinepedia/\n"


def test_what_its_readme_says_works(tmp_path: Path) -> None:
    new_site(tmp_path / "mine", "Mine")
    site = Site(tmp_path / "mine")
    commands = re.findall(r"^    kinepedia ([^#\n]+)", (site.root / "README.md").read_text(), re.MULTILINE)
    assert len(commands) == 3
    for words in [*commands, 'rename your-name "Jo Smith"']:
        done = [part.strip('"') for part in re.findall(r'"[^"]*"|\S+', words)]
        run = site.run(*done)
        assert (run.status, run.stderr) == (0, "")
    assert 'author = "jo-smith"' in (site.root / "site.toml").read_text()


def test_a_folder_with_something_in_it_is_refused(tmp_path: Path) -> None:
    site = Site(tmp_path).write({"mine/notes.txt": "x"})
    run = site.run("new", "site", "mine")
    assert run.status == 2
    assert "There is something in mine already: notes.txt" in run.stderr
    assert list(tree(tmp_path)) == ["mine/notes.txt"]
