"""What a page has read of other entries decides when it is made again, also where reading went wrong."""

from __future__ import annotations

import shutil

import pytest
import seams
from sites import SETTINGS, Site
from test_incremental import assert_right

from kinepedia import Folders, Options, build_site

TERM = "---\ntitle: {}\n---\n"


def is_built(folders: Folders) -> bool:
    return build_site(folders, Options(jobs=1)).ok


def test_a_file_that_was_moved_is_read_where_it_lies_now(site: Site) -> None:
    """A text with a picture wants a folder of its own: `a.md` becomes `a/index.md`."""
    site.write({"content/articles/a.md": "---\ntitle: A\n---\nFirst.\n"})
    folders = Folders.of(site.root)
    assert is_built(folders)
    old = site.root / "content/articles/a.md"
    new = site.root / "content/articles/a/index.md"
    new.parent.mkdir()
    shutil.move(old, new)
    assert_right(folders)
    new.write_text("---\ntitle: A\n---\nSecond.\n", "utf-8")
    assert_right(folders)
    assert "Second." in site.read("articles/a/index.html")


def test_what_only_some_entries_have_is_read_of_those(site: Site) -> None:
    site.exercise(
        "bridge", "level: beginner\n", "See [[target]].\n\n## How to\n\n### Step 1\n\nMove.\n"
    ).write(
        {
            "content/levels/beginner.md": TERM.format("Beginner"),
            "content/articles/target.md": TERM.format("Target"),
            "content/articles/other.md": TERM.format("Other") + "See [[target]].\n",
            "templates/files/list.txt": '{% for each in entry("articles/target").mentions %}'
            '{% if each.collection == "exercises" %}{{ each.level.title }}{% endif %}{% endfor %}',
        }
    )
    folders = Folders.of(site.root)
    assert is_built(folders)
    assert site.read("list.txt") == "Beginner"
    site.write({"content/levels/beginner.md": TERM.format("Newcomer")})
    assert_right(folders)
    assert site.read("list.txt") == "Newcomer"


def test_a_reference_that_becomes_a_text_is_no_entry_any_more(site: Site) -> None:
    settings = f'{SETTINGS}[fields.exercises.gear]\ntype = "reference"\nto = "articles"\n'
    site.exercise("bridge", "gear: rope\n").write(
        {
            "site.toml": settings,
            "content/articles/rope.md": TERM.format("Rope"),
            "templates/files/a.txt": '{% for each in entries("exercises") %}'
            "{{ each.gear.page.title }}{% endfor %}",
        }
    )
    folders = Folders.of(site.root)
    assert is_built(folders)
    site.write(
        {
            "site.toml": f'{SETTINGS}[fields.exercises.gear]\ntype = "text"\n',
            "templates/files/a.txt": '{% for each in entries("exercises") %}{{ each.gear }}{% endfor %}',
        }
    )
    assert_right(folders)
    assert site.read("a.txt") == "rope"


def test_whoever_refers_to_an_exercise_is_on_its_page(site: Site) -> None:
    """The same holds for routines: they are no terms, either."""
    settings = (
        '[fields.articles.about]\ntype = "reference"\nto = "exercises"\nmany = true\nback = "Read more"\n'
        '[fields.articles.plan]\ntype = "reference"\nto = "routines"\nback = "Explained in"\n'
    )
    site.exercise("bridge").write(
        {
            "site.toml": SETTINGS + settings,
            "content/routines/r.md": "---\ntitle: R\nitems: [{exercise: bridge}]\n---\n",
            "content/articles/a.md": "---\ntitle: All about it\nabout: [bridge]\nplan: r\n---\n",
        }
    )
    assert is_built(Folders.of(site.root))
    for page, heading in (("exercises/bridge", "Read more"), ("routines/r", "Explained in")):
        shown = site.read(f"{page}/index.html").partition(heading)[2]
        assert '<a href="../../articles/a/">All about it</a>' in shown


def test_own_collections_and_fields_take_no_place_of_ours(site: Site) -> None:
    """`mentions` and `related` are names of ours for what stands on a page."""
    settings = (
        '[collections.mentions]\nlabel = "Press"\nsingular = "mention"\n'
        '[fields.articles.related]\ntype = "reference"\nto = "exercises"\nback = "Related reading"\n'
    )
    site.exercise("bridge", body="By [[max]].\n\n## How to\n\n### Step 1\n\nMove.\n").write(
        {
            "site.toml": SETTINGS + settings,
            "content/authors/max.md": TERM.format("Max"),
            "content/mentions/paper.md": "---\ntitle: The paper\nauthor: max\n---\n",
            "content/articles/a.md": "---\ntitle: A\nrelated: bridge\n---\n",
        }
    )
    assert is_built(Folders.of(site.root))
    author = site.read("authors/max/index.html")
    assert "The paper" in author.partition("Mentioned in")[0]
    assert "Bridge" in author.partition("Mentioned in")[2]
    assert '"../../articles/a/"' in site.read("exercises/bridge/index.html").partition("Related reading")[2]


@pytest.mark.parametrize("template", ["redirect.html", "finder-data.js", "steps.svg"])
def test_what_a_page_is_does_not_follow_from_the_name_of_its_template(site: Site, template: str) -> None:
    site.write({"content/articles/a.md": f"---\ntitle: A\ntemplate: {template}\n---\n"})
    run = site.run("check")
    assert run.status == 1
    assert "bug" not in run.stderr
    assert template in run.stderr


def test_ours_that_pages_lead_to_stay_listed(site: Site) -> None:
    site.exercise("bridge").write({"site.toml": f"{SETTINGS}[collections.exercises]\nlisted = false\n"})
    run = site.run("check")
    assert run.status == 1
    assert "site.toml:3:10: error[invalid-value]" in run.stderr


def test_code_with_the_name_of_a_feature_of_ours_is_told_that_it_does_not_run(site: Site) -> None:
    site.write({"features/feed.py": "1 / 0\n", "site.toml": f"{SETTINGS}[features]\nfeed = true\n"})
    run = site.run("check")
    assert "features/feed.py:1:1: warning[unused-feature]" in run.stderr
    assert "give it another name" in run.stderr


def test_pages_that_were_made_without_it_are_made_anew_with_safe(site: Site) -> None:
    site.write({"templates/article.html": '<title>x</title>{{ "".__class__.__name__ }}'})
    site.write({"content/articles/a.md": TERM.format("A")})
    assert site.run("build").status == 0
    run = site.run_apart("build", "--safe")
    assert run.status == 1
    assert "__class__" in run.stderr


def test_a_filter_that_nobody_has_is_a_mistake_also_with_safe(site: Site) -> None:
    """Only where a feature was left out may it be one of that."""
    site.write({"templates/article.html": "<title>{{ page.title | lovely }}</title>"})
    site.write({"content/articles/a.md": TERM.format("A")})
    run = site.run_apart("check", "--safe")
    assert run.status == 1
    assert "lovely" in run.stderr


def test_what_pages_of_features_show_is_told_apart(site: Site) -> None:
    """A word moves from the title to the description, and neither shows where the other ends."""
    code = (
        "from kinepedia import *\n\n\ndef pages(site):\n"
        "    yield SitePage('t/', 't.html', {!r}, None, {!r})\n"
    )
    site.write(
        {
            "site.toml": f"{SETTINGS}[features]\nx = true\n",
            "templates/t.html": "<title>{{ page.title }}</title>{{ page.head.description }}",
            "features/x.py": code.format("One Two", "three") + "FEATURE = Feature('x', pages=pages)\n",
        }
    )
    folders = Folders.of(site.root)
    assert is_built(folders)
    site.write({"features/x.py": code.format("One", "Two three") + "FEATURE = Feature('x', pages=pages)\n"})
    assert_right(folders)


def test_what_did_not_come_back_is_asked_again_by_the_next_build(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    seams.little_patience(monkeypatch, 0.2)
    code = (
        "from kinepedia import *\n\n\ndef check_entry(entry):\n"
        "    while 'loop' in entry.text:\n        pass\n"
        "    return ()\n\n\nFEATURE = Feature('x', check_entry=check_entry)\n"
    )
    site.write({"site.toml": f"{SETTINGS}[features]\nx = true\n", "features/x.py": code})
    site.write({"content/articles/a.md": TERM.format("A") + "loop\n"})
    folders = Folders.of(site.root)
    assert not is_built(folders)
    site.write({"content/articles/a.md": TERM.format("A")})
    assert is_built(folders)
