"""`kinepedia rename`: every reference is mended, in whatever form it is written, and nothing else."""

from __future__ import annotations

import os
import re
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner
from connected import Connected
from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from sites import SETTINGS, TERMS, Run, Site, tree

from kinepedia import Folders, Options, build_site
from kinepedia.author.overview import overview_of
from kinepedia.author.rename import CannotRenameError, HalfDoneError, prepare, write
from kinepedia.commands.main import main

STEPS = "\n## How to\n\n### Step 1: Move\n\nSlowly.\n"
OLD = "---\ntitle: Old Name\ncategories: hamstrings\n---\n" + STEPS


def content(site: Site) -> dict[str, bytes]:
    return {f"content/{name}": data for name, data in tree(site.root / "content").items()}


def rename(site: Site, *words: str) -> Run:
    """Run the command in this process."""
    done = CliRunner().invoke(main, ["rename", "--site", str(site.root), *words])
    return Run(done.exit_code, done.stdout, done.stderr)


def built(site: Site) -> list[tuple[str, str]]:
    """Build, and return the file and the kind of each problem, none of them an error."""
    result = build_site(Folders.of(site.root), Options(jobs=1))
    assert result.ok, result.diagnostics
    return [(each.path.replace("new-name", "old-name"), each.code) for each in result.diagnostics]


def renamed(site: Site, *words: str) -> dict[str, str]:
    """Rename, and return the text of each file whose bytes or whose name are new."""
    before = content(site) | {"site.toml": (site.root / "site.toml").read_bytes()}
    problems = built(site)
    run = rename(site, *words)
    assert (run.status, run.stderr) == (0, "")
    assert built(site) == problems
    after = content(site) | {"site.toml": (site.root / "site.toml").read_bytes()}
    return {name: data.decode("utf-8-sig") for name, data in after.items() if before.get(name) != data}


@pytest.fixture
def old(site: Site) -> Site:
    return site.write({"content/exercises/old-name.md": OLD})


def test_a_slug_moves_the_file_and_keeps_the_address(old: Site) -> None:
    changed = renamed(old, "old-name", "new-name")
    expected = OLD.replace("strings\n---", "strings\nredirect_from: /exercises/old-name/\n---")
    assert changed == {"content/exercises/new-name.md": expected}
    assert not (old.root / "content/exercises/old-name.md").exists()
    assert "../new-name/" in old.read("exercises/old-name/index.html")


def test_a_title_makes_the_slug_and_the_old_title_becomes_an_alias(old: Site) -> None:
    changed = renamed(old, "Old Name", "New Name")
    assert "title: New Name\n" in changed["content/exercises/new-name.md"]
    assert "aliases: Old Name\n" in changed["content/exercises/new-name.md"]


def test_a_title_that_differs_in_case_alone_changes_nothing_else(old: Site) -> None:
    changed = renamed(old, "old-name", "Old name")
    assert changed == {"content/exercises/old-name.md": OLD.replace("Old Name", "Old name")}


def test_slug_and_title_can_be_given_apart(old: Site) -> None:
    changed = renamed(old, "old-name", "new-name", "--title", "Now: this # that")
    assert 'title: "Now: this # that"\n' in changed["content/exercises/new-name.md"]


# Each is a field, what it says before, and after the rename of slug and title.
FIELDS = [
    ("prerequisites: old-name", "prerequisites: new-name"),
    ("prerequisites:   'old-name'  # first", "prerequisites:   'new-name'  # first"),
    ('prerequisites: [other,  "old-name" ]', 'prerequisites: [other,  "new-name" ]'),
    ("prerequisites: [Old Name]", "prerequisites: [New Name]"),
    ("prerequisites: [old name]", "prerequisites: [new name]"),
    ("prerequisites: [exercises/Old Name, other]", "prerequisites: [exercises/New Name, other]"),
    (
        "prerequisites:\n- other # old-name\n-   old-name\n",
        "prerequisites:\n- other # old-name\n-   new-name\n",
    ),
    ("easier: {values: [old-name], note: old-name}", "easier: {values: [new-name], note: old-name}"),
    ("easier: {note: x, values: old-name}", "easier: {note: x, values: new-name}"),
    ("easier:\n  values:\n    - old-name\n", "easier:\n  values:\n    - new-name\n"),
    ("easier:\n  - Old\n    Name\n", "easier:\n  - New Name\n"),
    ("easier: >-\n  Old\n  Name\nharder: other\n", 'easier: "New Name"\nharder: other\n'),
    ("alternatives: OLD NAME", "alternatives: New Name"),
]


@pytest.mark.parametrize(("before", "after"), FIELDS, ids=range(len(FIELDS)))
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_fields(old: Site, before: str, after: str, line_end: str, mark: bytes) -> None:
    text = "---\ntitle: X # y\ncategories:   hamstrings\n{}\n---\nOld Name, old-name.\n" + STEPS
    old.exercise("other")

    def data(field: str) -> bytes:
        return mark + text.format(field).replace("\n", line_end).encode()

    old.write({"content/exercises/x.md": data(before)})
    site = Folders.of(old.root)
    overview = overview_of(site, drafts=True)
    facts = next(facts for facts in overview.everything if facts.key.slug == "old-name")
    write(site, prepare(overview, facts, "new-name", "New Name"))
    assert (old.root / "content/exercises/x.md").read_bytes() == data(after)


# Each is a text before and after the rename of slug and title.
BODIES = [
    ("[[old-name]]", "[[new-name]]"),
    ("[[Old Name]] and [[ old  name ]]", "[[New Name]] and [[ new name ]]"),
    ("[[old-name|Old Name]]", "[[new-name|Old Name]]"),
    ("[[old-name#step-1|old-name]]", "[[new-name#step-1|old-name]]"),
    ("[[exercises/old-name]] [[Exercises/Old Name]]", "[[exercises/new-name]] [[Exercises/New Name]]"),
    ("[[Old\nName]]", "[[New Name]]"),
    ("[[An alias]] stays", "[[An alias]] stays"),
    ("[x](../exercises/old-name.md)", "[x](../exercises/new-name.md)"),
    ("[x](./../exercises/old-name.md#step-1 'T')", "[x](./../exercises/new-name.md#step-1 'T')"),
    ("[x](/exercises/old-name/)", "[x](/exercises/new-name/)"),
    ("[x](/exercises/old-name#step-1)", "[x](/exercises/new-name#step-1)"),
    ("[x][1] [y][1]\n\n[1]: ../exercises/old-name.md", "[x][1] [y][1]\n\n[1]: ../exercises/new-name.md"),
    ('<a href="../exercises/old-name.md">x</a>', '<a href="../exercises/new-name.md">x</a>'),
    ("a | b\n--|--\n[[old-name\\|x]] | [[Old Name]]", "a | b\n--|--\n[[new-name\\|x]] | [[New Name]]"),
    ("`[[old-name]]` [[old-name]]", "`[[old-name]]` [[new-name]]"),
    ("    [[old-name]]\n\n<!-- [[old-name]] -->\n\n[[old-name]]", None),
    ("\\[[old-name]] old-name\n\n```\n[[Old Name]]\n```", None),
    ("[[old-name-two]] [[old-name]]", "[[old-name-two]] [[new-name]]"),
    ("[x](old-name.md) [y](../exercises/old-name.md)", "[x](old-name.md) [y](../exercises/new-name.md)"),
    (" ".join(["[[old-name]] old-name"] * 60), " ".join(["[[new-name]] old-name"] * 60)),
    ("## On [[Old Name]]\n\n[x](#on-old-name)", "## On [[new-name|Old Name]]\n\n[x](#on-old-name)"),
]


@pytest.mark.parametrize(("before", "after"), BODIES, ids=range(len(BODIES)))
def test_bodies(old: Site, before: str, after: str | None) -> None:
    if after is None:
        after = before[:-12] + "[[new-name]]" if before.endswith("[[old-name]]") else before
    old.write(
        {
            "content/exercises/old-name.md": OLD.replace("categories", "aliases: [An alias]\ncategories"),
            "content/exercises/old-name-two.md": OLD.replace("Old Name", "Two"),
            "content/articles/old-name.md": "---\ntitle: Other\n---\n",
            "content/articles/x.md": f"---\ntitle: Old name's\n---\n{before}\n".encode(),
        }
    )
    if "(old-name.md)" not in before:
        (old.root / "content/articles/old-name.md").unlink()
    run = rename(old, "exercises/old-name", "New Name")
    assert (run.status, run.stderr) == (0, "")
    wanted = f"---\ntitle: Old name's\n---\n{after}\n"
    assert (old.root / "content/articles/x.md").read_bytes().decode() == wanted
    built(old)


TITLES = [
    "Plank [advanced]",
    "C# minor",
    "4-4 hold",
    "A | B",
    "*Star*",
    "Old_Name_",
    "Ümlaut ß",
    "'Quoted'",
    "a: b",
]


@pytest.mark.parametrize(
    "title", [*TITLES, '"x"', "back\\slash", "`code`", "&amp; more", "- dash", "null", "none x"]
)
def test_titles_that_need_care(old: Site, title: str) -> None:
    old.write(
        {
            "content/articles/x.md": "---\ntitle: X\n---\n[[Old Name]]\n\n| a |\n|---|\n| [[Old Name]] |\n",
            "content/exercises/y.md": OLD.replace("Old Name", "Y\neasier: [Old Name, z]"),
        }
    )
    old.exercise("z")
    renamed(old, "old-name", "new-name", "--title", title)
    page = old.read("articles/x/index.html")
    shown = title.replace("&", "&amp;").replace('"', "&quot;")
    assert len(re.findall(r'href="\.\./\.\./exercises/new-name/"', page)) == 2
    assert re.sub(r"&#\d+;|&quot;|'", "'", shown) in re.sub(r"&#\d+;|&quot;|'", "'", page)


def test_a_sequence_a_routine_and_the_settings(old: Site) -> None:
    old.write(
        {
            "content/categories/hamstrings.md": "---\ntitle: Hamstrings\nsequence:\n  - Old Name\n---\n",
            "content/routines/r.md": "---\ntitle: R\nitems:\n- {exercise: old-name, note: old-name}\n---\n",
            "site.toml": "title = 'old-name'\r\n[[navigation]]\r\nlabel = 'a'\r\nto = 'exercises'\r\n"
            "[[navigation]]\r\nlabel = 'old-name'\r\nto = 'exercises/old-name' # old-name\r\n",
        }
    )
    changed = renamed(old, "old-name", "New Name")
    assert (
        changed["content/categories/hamstrings.md"]
        == "---\ntitle: Hamstrings\nsequence:\n  - New Name\n---\n"
    )
    assert "- {exercise: new-name, note: old-name}" in changed["content/routines/r.md"]
    assert "label = 'old-name'\r\nto = 'exercises/new-name' # old-name\r\n" in changed["site.toml"]
    assert changed["site.toml"].startswith("title = 'old-name'\r\n")


def test_a_navigation_on_one_line(old: Site) -> None:
    old.exercise("other")
    line = 'navigation = [{label="a", to="other"}, {to = "Old Name", label="a"}, {label="b", to="old-name"}]'
    old.write({"site.toml": f'title = "T"\n{line}\n'})
    expected = line.replace('to = "Old Name"', 'to = "New Name"').replace('to="old-name"', 'to="new-name"')
    assert renamed(old, "old-name", "New Name")["site.toml"] == f'title = "T"\n{expected}\n'


def test_the_author_of_the_site(site: Site) -> None:
    site.write(
        {
            "content/authors/jo.md": "---\ntitle: Jo\n---\n",
            "content/articles/a.md": "---\ntitle: A\nauthor: Jo\n---\n",
            "site.toml": 'title = "T"\nauthor = "jo"\n',
        }
    )
    changed = renamed(site, "authors/jo", "Joanna")
    assert changed["site.toml"] == 'title = "T"\nauthor = "joanna"\n'
    assert "author: Joanna" in changed["content/articles/a.md"]


def test_a_folder_moves_with_its_pictures_and_links(site: Site) -> None:
    picture = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'
    site.write(
        {
            "content/exercises/legs/old-name/index.md": OLD
            + "\n![P](p.svg) ![P](../old-name/p.svg) [[Inside]]\n",
            "content/exercises/legs/old-name/p.svg": picture,
            "content/exercises/legs/old-name/inside.md": OLD.replace("Old Name", "Inside")
            + "\n[x](index.md) ![P](p.svg)\n",
            "content/articles/x.md": "---\ntitle: X\n---\n![P](../exercises/legs/old-name/p.svg)\n",
        }
    )
    changed = renamed(site, "content/exercises/legs/old-name", "new-name")
    assert sorted(changed) == [
        "content/articles/x.md",
        *(f"content/exercises/legs/new-name/{name}" for name in ("index.md", "inside.md", "p.svg")),
    ]
    assert "![P](p.svg) ![P](../new-name/p.svg)" in changed["content/exercises/legs/new-name/index.md"]
    assert not (site.root / "content/exercises/legs/old-name").exists()


def test_an_entry_that_gives_its_slug_keeps_its_file(site: Site) -> None:
    site.write({"content/exercises/01.md": OLD.replace("categories", "slug: old-name\ncategories")})
    changed = renamed(site, "old-name", "new-name")
    assert "slug: new-name\n" in changed["content/exercises/01.md"]


REDIRECTS = [
    ("", "redirect_from: /exercises/old-name/\n"),
    ("redirect_from: /a/\n", "redirect_from: [/a/, /exercises/old-name/]\n"),
    ("redirect_from:\n", "redirect_from: /exercises/old-name/\n"),
    ("redirect_from: none\n", "redirect_from: /exercises/old-name/\n"),
    ("redirect_from: [/a/, '/b/']\n", "redirect_from: [/a/, '/b/', /exercises/old-name/]\n"),
    (
        "redirect_from:\n  - /a/ # a\n  # b\n",
        "redirect_from:\n  - /a/ # a\n  - /exercises/old-name/\n  # b\n",
    ),
    ("redirect_from: ['/?p=1&q=ä']\n", "redirect_from: ['/?p=1&q=ä', /exercises/old-name/]\n"),
    ("redirect_from: /?p=1\n", 'redirect_from: ["/?p=1", /exercises/old-name/]\n'),
    ("redirect_from: /%C3%9Cb/\n", "redirect_from: [/%C3%9Cb/, /exercises/old-name/]\n"),
    ("redirect_from: [/exercises/new-name/]\n", "redirect_from: [/exercises/old-name/]\n"),
    ("redirect_from: /exercises/new-name\n", "redirect_from: /exercises/old-name/\n"),
]


@pytest.mark.parametrize(("before", "after"), REDIRECTS, ids=range(len(REDIRECTS)))
def test_old_addresses(site: Site, before: str, after: str) -> None:
    text = "---\ntitle: Old Name\ncategories: hamstrings\n{}---\n" + STEPS
    site.write({"content/exercises/old-name.md": text.format(before)})
    assert renamed(site, "old-name", "new-name") == {"content/exercises/new-name.md": text.format(after)}


def test_fields_in_braces(site: Site) -> None:
    site.write(
        {"content/exercises/old-name.md": "---\n{title: Old Name, categories: hamstrings}\n---\n" + STEPS}
    )
    text = renamed(site, "old-name", "new-name")["content/exercises/new-name.md"]
    assert text.startswith(
        "---\n{title: Old Name, categories: hamstrings, redirect_from: /exercises/old-name/}\n"
    )


def test_there_and_back_again_leaves_one_address(old: Site) -> None:
    old.exercise("x", "easier: Old Name\n", "[[old-name]]" + STEPS)
    before = content(old)
    renamed(old, "old-name", "New Name")
    rename(old, "new-name", "Old Name")
    after = content(old)
    own = after.pop("content/exercises/old-name.md").decode()
    before.pop("content/exercises/old-name.md")
    assert after == before
    assert "redirect_from: /exercises/new-name/\n" in own
    assert "aliases: New Name\n" in own


def test_a_draft_leaves_no_redirect(site: Site) -> None:
    site.write({"content/exercises/old-name.md": OLD.replace("categories", "draft: true\ncategories")})
    run = rename(site, "old-name", "new-name")
    assert run.status == 0
    assert "redirect" not in (site.root / "content/exercises/new-name.md").read_text()


def test_drafts_are_mended(old: Site) -> None:
    old.write({"content/articles/d.md": "---\ntitle: D\ndraft: true\n---\n[[old-name]]\n"})
    assert "[[new-name]]" in renamed(old, "old-name", "new-name")["content/articles/d.md"]


def test_a_dry_run_writes_nothing(old: Site) -> None:
    before = content(old)
    run = rename(old, "old-name", "New Name", "--dry-run")
    assert "+++ b/content/exercises/new-name.md" in run.stdout
    assert "+title: New Name" in run.stdout
    assert content(old) == before


def refused(site: Site, *words: str) -> str:
    before = content(site)
    run = rename(site, *words)
    assert run.status in (1, 2)
    assert content(site) == before
    assert "Traceback" not in run.stderr
    return run.stderr


def test_refusals(old: Site) -> None:
    old.exercise("taken", "redirect_from: /exercises/once/\n")
    old.write({"content/muscles/twin.md": "---\ntitle: Twin\nkind: muscle\n---\n"})
    old.write({"content/categories/twin.md": "---\ntitle: Twin\n---\n"})
    assert "exercises/taken exists already: content/exercises/taken.md" in refused(old, "old-name", "taken")
    assert "/exercises/once/ leads to content/exercises/taken.md" in refused(old, "old-name", "once")
    assert '"Old Name" has this name already' in refused(old, "old-name", "old-name")
    assert "say which:\n  categories/twin\n  muscles/twin\n" in refused(old, "Twin", "x")
    assert 'No entry is called "old-nam". Did you mean "old-name"?' in refused(old, "old-nam", "x")
    assert '"!!!" makes no slug: it is empty' in refused(old, "old-name", "!!!")
    assert "A title cannot be empty" in refused(old, "old-name", "x", "--title", " ")
    unseen = "a character in it that nobody can see, or that is not valid UTF-8"
    assert unseen in refused(old, "old-name", "x", "--title", "\udce9")
    assert unseen in refused(old, "old-name", "New \u200bName")
    assert '"New Name" is none' in refused(old, "old-name", "New Name", "--title", "x")
    (old.root / "content/exercises/SHOUTED.md.txt").write_text("")
    (old.root / "content/exercises/new-name.MD").mkdir()
    assert "new-name.MD exists already in" in refused(old, "old-name", "new-name")


def test_nothing_is_renamed_while_there_are_errors(old: Site) -> None:
    old.exercise("bad", "prerequisites: [old-nam]\n")
    said = refused(old, "old-name", "new-name")
    assert "references could be missed, because there are mistakes in content/exercises/bad.md" in said


def test_a_name_that_would_be_ambiguous_elsewhere_is_refused(old: Site) -> None:
    old.write({"content/muscles/psoas.md": "---\ntitle: Psoas\nkind: muscle\n---\n"})
    old.exercise("x", "", "[[Psoas]]" + STEPS)
    said = refused(old, "old-name", "y", "--title", "Psoas")
    assert 'content/exercises/x.md would have a new problem: "Psoas" could be' in said


def test_a_slug_that_is_the_alias_of_another_is_refused(old: Site) -> None:
    old.exercise("other", "aliases: new-name\n")
    old.exercise("x", "easier: new-name\n")
    assert '"new-name" means exercises/other now, and references by this name would lead' in refused(
        old, "old-name", "new-name"
    )


def test_its_own_references_say_their_collection_if_they_must(old: Site) -> None:
    old.write({"content/muscles/new-name.md": "---\ntitle: New Name\nkind: muscle\n---\n"})
    old.exercise("x", "easier: old-name\n", "[[Old Name]] [[old-name]]" + STEPS)
    text = renamed(old, "exercises/old-name", "New Name")["content/exercises/x.md"]
    assert "easier: new-name\n" in text
    assert text.count("[[exercises/new-name]]") == 2


@pytest.mark.parametrize("moment", range(1, 9))
def test_a_failing_machine_leaves_everything_as_it_was(
    old: Site, moment: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    old.exercise("x", "easier: old-name\n").exercise("y", "easier: old-name\n")
    folders = Folders.of(old.root)
    overview = overview_of(folders, drafts=True)
    facts = next(facts for facts in overview.everything if facts.key.slug == "old-name")
    renaming = prepare(overview, facts, "new-name", "New Name")
    before = tree(old.root)
    calls = 0

    def failing(name: str) -> None:
        original = getattr(Path, name)

        def instead(*words: object) -> object:
            nonlocal calls
            calls += 1
            if calls == moment:
                raise OSError(28, "No space left on device")
            return original(*words)

        monkeypatch.setattr(Path, name, instead)

    for name in ("write_bytes", "replace", "rename"):
        failing(name)
    if moment == 8:  # three texts, three exchanges, one move
        write(folders, renaming)
        assert "exercises/new-name.md" in tree(old.root / "content")
        return
    with pytest.raises(OSError, match="No space"):
        write(folders, renaming)
    monkeypatch.undo()
    assert tree(old.root) == before


def test_what_is_half_done_is_said(old: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    folders = Folders.of(old.exercise("x", "easier: old-name\n").root)
    overview = overview_of(folders, drafts=True)
    facts = next(facts for facts in overview.everything if facts.key.slug == "old-name")
    renaming = prepare(overview, facts, "new-name", "New Name")
    original = Path.replace
    done = []

    def once(self: Path, target: Path) -> Path:
        if done:
            raise OSError(5, "Input/output error")
        done.append(target)
        return original(self, target)

    monkeypatch.setattr(Path, "replace", once)
    with pytest.raises(HalfDoneError, match=r"have new texts already: content/exercises/old-name\.md"):
        write(folders, renaming)


@pytest.mark.skipif(os.name == "nt", reason="there are no such rights")
def test_rights_are_kept(old: Site) -> None:
    path = old.root / "content/exercises/old-name.md"
    path.chmod(0o640)
    renamed(old, "old-name", "new-name")
    assert path.with_name("new-name.md").stat().st_mode & 0o777 == 0o640


# No command line has a NUL in it, and no half of a character but for a byte that is not UTF-8.
CHARACTERS = st.characters(exclude_characters="\0", exclude_categories=["Cs"])
TYPED = st.text(CHARACTERS | st.characters(min_codepoint=0xDC80, max_codepoint=0xDCFF), max_size=10)
WORDS = TYPED | st.sampled_from(["a", "A", "b", "hamstrings", "none", "content/..", "."])


@given(WORDS, WORDS, st.none() | WORDS)
@examples(60)
def test_whatever_is_typed_is_refused_or_leaves_a_whole_site(old: str, new: str, title: str | None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder)).write({"site.toml": SETTINGS, **TERMS})
        site.exercise("a").exercise("b", "easier: a\n", "[[A]]" + STEPS)
        before = tree(site.root / "content")
        run = rename(site, *([f"--title={title}"] if title is not None else []), "--", old, new)
        assert run.status in (0, 1, 2), run
        assert (run.status == 0) == (tree(site.root / "content") != before)
        assert not run.status or run.stderr
        built(site)


EDITS = st.lists(st.tuples(st.just("change"), st.integers(0, 10_000)), max_size=25)
NEW = st.one_of(
    st.tuples(st.just("fresh-one"), st.none()),
    st.tuples(
        st.just("fresh-one"),
        st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=8).map(
            lambda t: f"Q {t} Q"
        ),
    ),
)


@given(EDITS, st.integers(0, 10_000), NEW)
@examples(12)
def test_after_any_rename_the_site_says_the_same(
    edits: list[tuple[str, int]], number: int, new: tuple[str, str | None]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        connected = Connected(Path(folder))
        for name, choice in edits:
            getattr(connected, name)(choice)
        folders = Folders.of(connected.root)
        overview = overview_of(folders, drafts=True)
        facts = overview.everything[number % len(overview.everything)]
        slug, title = new
        before = build_site(folders, Options(jobs=1))
        try:
            renaming = prepare(overview, facts, slug, title or facts.title)
        except CannotRenameError:
            assert any(problem.severity == "error" for problem in overview.problems)
            return
        pages = tree(folders.output)
        write(folders, renaming)
        after = build_site(folders, Options(jobs=1))
        assert _problems(after, {}) == _problems(before, renaming)
        if title is None and before.ok:
            redirect = f"{renaming.redirect}index.html".removeprefix("/")
            now = {name: data for name, data in tree(folders.output).items() if name != redirect}
            assert _feed_ids(now) == _feed_ids(pages)
            assert _apart_from(now, slug) == _apart_from(pages, facts.key.slug)


def _problems(result: object, renaming: object) -> Counter[tuple[str, str]]:
    path = getattr(renaming, "path_after", lambda path: path)
    return Counter((path(each.path), each.code) for each in result.diagnostics)  # type: ignore[attr-defined]


def _feed_ids(pages: dict[str, bytes]) -> list[bytes]:
    return re.findall(rb"<id>.*</id>", pages.get("feed.xml", b""))


def _apart_from(pages: dict[str, bytes], slug: str) -> dict[str, bytes]:
    """Return a site with one word in place of a slug, wherever that is part of an address or said alone.

    Left out are the home page, whose own template names an address, to which a redirect leads, and the data
    of the finder, which writes slugs shorter where a title tells them; compressed twins, in which no word can
    be exchanged; of the feed, ids, which keep old slugs.
    """
    address = rf"((?:^|/)){slug}/".encode()
    texts = {re.sub(address, rb"\1SLUG/", name.encode()).decode(): data for name, data in pages.items()}
    return {
        name: re.sub(
            rb"(/|\"|&#39;)" + slug.encode() + rb"(/|\"|&#39;)",
            rb"\1SLUG\2",
            re.sub(rb"<id>.*</id>", b"<id/>", data),
        )
        for name, data in texts.items()
        if name not in (".kinepedia-manifest", "index.html")
        and not name.startswith("search/")
        and not name.endswith((".gz", ".br"))
    }
