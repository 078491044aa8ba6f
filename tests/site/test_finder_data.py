"""The finder's data, and what pages have of the finder before any script runs."""

from __future__ import annotations

import json
import re

import seams
from sites import Site

from kinepedia import Folders, Options, build_site

MUSCLES = {
    "content/muscles/iliopsoas.md": "---\ntitle: Iliopsoas\nkind: muscle\naliases: [Bender, Psoas]\n---\n",
    "content/muscles/soleus.md": "---\ntitle: Soleus\nkind: muscle\n---\n",
    "content/muscles/sciatic-nerve.md": "---\ntitle: Sciatic nerve\nkind: nerve\n---\n",
    "content/equipment/mat.md": "---\ntitle: Mat\n---\n",
    "content/equipment/unused.md": "---\ntitle: Unused\n---\n",
    "content/levels/advanced.md": "---\ntitle: Advanced\nrank: 2\n---\n",
}


def built(site: Site) -> Site:
    result = build_site(Folders.of(site.root), Options(jobs=1))
    assert result.ok, result.diagnostics
    return site


def data(site: Site, name: str):
    """Return what a script of the finder hands over."""
    script = site.read(f"search/{name}.js")
    match = re.fullmatch(rf'kinepediaData\("{name}", (.*)\);\n', script, re.DOTALL)
    assert match
    return json.loads(match[1])


def facet(site: Site, name: str):
    return next(found for found in data(site, "exercises")["facets"] if found["name"] == name)


def test_texts_are_in_the_order_of_the_list(site: Site) -> None:
    site.exercise("calf-raise", "aliases: [Heel raise, Toe raise]\nsummary: Rise and\n  lower.\n")
    site.write({"content/exercises/aa.md": site_text("Zebra Walk")}).exercise("bridge")
    index = data(built(site), "exercises")
    assert index["titles"] == "Bridge\nCalf Raise\nZebra Walk"
    assert index["aliases"] == "\nHeel raise\tToe raise\n"
    assert index["summaries"] == "\nRise and lower.\n"
    assert index["slugs"] == "\n\naa"


def site_text(title: str) -> str:
    return f"---\ntitle: {title}\ncategories: hamstrings\n---\n## How to\n\n### Step 1: Move\n\nSlowly.\n"


def test_what_is_done_with_a_target_and_which_is_the_primary_one(site: Site) -> None:
    site.write(MUSCLES)
    site.exercise(
        "both", "stretches: [soleus, iliopsoas]\nstrengthens: iliopsoas\nmobilizes: sciatic-nerve\n"
    )
    targets = facet(built(site), "target")
    assert targets["values"][0] == ["iliopsoas", "Iliopsoas", "Bender", "Psoas"]
    slugs = [value[0] for value in targets["values"]]
    effects = [value[0] for value in facet(site, "effect")["values"]]
    found = [(effects[pair % 3], slugs[pair // 3]) for pair in targets["of"][0]]
    assert found == [
        ("stretches", "soleus"),
        ("stretches", "iliopsoas"),
        ("strengthens", "iliopsoas"),
        ("mobilizes", "sciatic-nerve"),
    ]


def test_needing_nothing_differs_from_not_saying(site: Site) -> None:
    site.write(MUSCLES)
    site.exercise("a", "equipment: none\n").exercise("b", "equipment: mat\n").exercise("c")
    equipment = facet(built(site), "equipment")
    assert equipment["values"] == [["mat", "Mat"], ["none", "Needs nothing"]]
    assert equipment["of"] == [[1], [0], []]


def test_levels_are_in_order_and_only_those_in_use(site: Site) -> None:
    site.write(MUSCLES).exercise("a", "level: advanced\n").exercise(
        "b", "level: beginner\nposition: supine\n"
    )
    assert [value[0] for value in facet(built(site), "level")["values"]] == ["beginner", "advanced"]
    assert facet(site, "position")["values"] == [["supine", "On the back (supine)"]]
    assert facet(site, "position")["of"] == [[], [0]]


def test_each_condition_is_there_once_and_advice_by_exercise(site: Site) -> None:
    for slug, advice in (("a", "Wait."), ("b", "Ask.")):
        site.exercise(slug, f"cautions:\n  - condition: Sore  knee\n    advice: {advice}\n")
    cautions = data(built(site), "cautions")
    assert cautions["conditions"] == ["Sore knee"]
    assert cautions["of"] == [[0], [0]]
    assert cautions["edition"] == data(site, "exercises")["edition"]
    assert data(site, "advice-0") == {"a": [["Sore knee", "Wait."]], "b": [["Sore knee", "Ask."]]}


def test_advice_comes_in_parts_by_slug(site: Site, monkeypatch) -> None:
    seams.advice_in_parts_of(monkeypatch, 2)
    for slug in ("c", "a", "b"):
        site.exercise(slug, "cautions:\n  - condition: Sore knee\n    advice: Wait.\n")
    assert list(data(built(site), "advice-0")) == ["a", "b"]
    assert list(data(site, "advice-1")) == ["c"]
    assert data(site, "exercises")["part"] == 2


def test_a_new_exercise_makes_no_other_page_but_those_that_show_it(site: Site) -> None:
    site.exercise("a").write({"content/articles/about.md": "---\ntitle: About\n---\nText.\n"})
    before = built(site).output_files()
    site.exercise("b")
    after = built(site).output_files()
    assert before["search/exercises.js"] != after["search/exercises.js"]
    assert before["articles/about/index.html"] == after["articles/about/index.html"]


def test_every_page_leads_to_the_finder_without_a_script(site: Site) -> None:
    site.exercise("a").write({"content/articles/about.md": "---\ntitle: About\n---\nText.\n"})
    built(site)
    assert '<a class="find" href="../../exercises/" data-data="../../search/exercises.js">' in site.read(
        "articles/about/index.html"
    )
    assert '<a class="find" href="/exercises/"' in site.read("404.html")
    listed = site.read("exercises/index.html")
    assert '<a href="../categories/hamstrings/">Hamstrings</a>' in listed
    assert '<a href="../levels/">' in listed


def test_a_site_without_exercises_has_no_finder(site: Site) -> None:
    site.write({"content/articles/about.md": "---\ntitle: About\n---\nText.\n"})
    built(site)
    assert not (site.root / "output/search").exists()
    assert 'class="find"' not in site.read("index.html")


def test_a_static_file_at_the_address_of_the_index_is_reported(site: Site) -> None:
    site.exercise("a").write({"static/search/exercises.js": "mine"})
    result = build_site(Folders.of(site.root), Options(jobs=1))
    assert [diagnostic.code for diagnostic in result.diagnostics] == ["address-taken"]
