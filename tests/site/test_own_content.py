"""What a site declares of its own: fields, collections, addresses and templates, and where they show."""

from __future__ import annotations

import json
import re

import jsonschema
import pytest
from sites import SETTINGS, Site

from kinepedia import Folders, Options, build_site

FIELDS = """\
[fields.exercises]
breathing = {type = "text", label = "Breath", help = "How to breathe.", fact = true}
load = {type = "number", fact = true}
outdoors = {type = "yes-no", fact = true, finder = true}
reviewed = {type = "date", fact = true}
tempo = {type = "choice", choices = ["slow", "quick"], fact = true, finder = true}
moods = {type = "choice", choices = ["calm", "lively"], many = true, fact = true}
spots = {type = "list", fact = true, finder = true}
clinic = {type = "reference", to = "clinics", fact = true, finder = true, back = "Shown here"}
partners = {type = "reference", to = "exercises", many = true, fact = true, back = "Partner of"}
video = {type = "link", fact = true}
pause = {type = "duration", fact = true}
hidden = {type = "text"}
[fields.clinics]
city = {type = "text", required = true, fact = true, help = "Where it is."}
[collections.clinics]
label = "Clinics"
singular = "clinic"
"""
WORDS = """\
breathing: Out <b>& "in"
load: 2.5
outdoors: true
reviewed: 2026-01-02
tempo: slow
moods: [calm, lively]
spots: [Knee, Hip]
clinic: Graz
partners: [march]
video: https://www.example.org/v/
pause: 1-2 min
hidden: Nobody sees this.
"""
GRAZ = {"content/clinics/graz.md": "---\ntitle: Graz Clinic\naliases: Graz\ncity: Graz\n---\nBy the river.\n"}


@pytest.fixture
def clinics(site: Site) -> Site:
    """Return a site with fields and a collection of its own."""
    site.write({"site.toml": SETTINGS + FIELDS, **GRAZ})
    return site.exercise("bridge", WORDS).exercise("march", "outdoors: false\npartners: none\n")


def build(site: Site, **options: object) -> None:
    result = build_site(Folders.of(site.root), Options(jobs=1, **options))
    assert (result.ok, result.diagnostics) == (True, ())


def facts_of(site: Site, name: str) -> dict[str, str]:
    return dict(re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", site.read(name)))


def test_facts_of_a_page(clinics: Site) -> None:
    build(clinics)
    assert facts_of(clinics, "exercises/bridge/index.html") == {
        "Filed under": '<a href="../../categories/hamstrings/">Hamstrings</a>',
        "Breath": "Out &lt;b&gt;&amp; &#34;in&#34;",
        "Load": "2.5",
        "Outdoors": "yes",
        "Reviewed": "2026-01-02",
        "Tempo": "slow",
        "Moods": "calm, lively",
        "Spots": "Knee, Hip",
        "Clinic": '<a href="../../clinics/graz/">Graz Clinic</a>',
        "Partners": '<a href="../march/">March</a>',
        "Video": '<a href="https://www.example.org/v/">example.org/v</a>',
        "Pause": "1 to 2 minutes",
    }
    assert facts_of(clinics, "exercises/march/index.html") == {
        "Filed under": '<a href="../../categories/hamstrings/">Hamstrings</a>',
        "Outdoors": "no",
        "Partners": "none",
    }
    assert facts_of(clinics, "clinics/graz/index.html") == {"City": "Graz"}


def test_templates_have_all_fields(clinics: Site) -> None:
    shown = "{% extends 'base.html' %}{% block main %}<pre>{{ page.fields | tojson }}</pre>{% endblock %}"
    build(clinics.write({"templates/exercise.html": shown}))
    found = re.search("<pre>(.*)</pre>", clinics.read("exercises/bridge/index.html"))
    assert found
    fields = json.loads(found[1])
    assert fields["hidden"] == "Nobody sees this."
    assert fields["reviewed"] == "2026-01-02"
    assert fields["clinic"][:2] == ["Graz Clinic", "../../clinics/graz/"]
    assert [partner[0] for partner in fields["partners"]] == ["March"]
    found = re.search("<pre>(.*)</pre>", clinics.read("exercises/march/index.html"))
    assert found
    assert {name for name, value in json.loads(found[1]).items() if value in (None, [])} == {
        *("breathing", "load", "reviewed", "tempo", "moods", "spots", "clinic", "partners", "video", "pause"),
        "hidden",
    }


def test_the_finder_filters_by_own_fields(clinics: Site) -> None:
    build(clinics)
    data = json.loads(clinics.read("search/exercises.js").partition("(")[2].partition(", ")[2].rstrip(");\n"))
    facets = {facet["name"]: (facet["label"], facet["values"], facet["of"]) for facet in data["facets"]}
    assert list(facets) == ["categories", "outdoors", "tempo", "spots", "clinic"]
    assert facets["outdoors"] == ("Outdoors", [["yes", "Yes"], ["no", "No"]], [[0], [1]])
    assert facets["tempo"] == ("Tempo", [["slow", "Slow"]], [[0], []])
    assert {value for value, *_ in facets["spots"][1]} == {"Knee", "Hip"}
    assert facets["clinic"][1][0][:2] == ["graz", "Graz Clinic"]


def test_an_entry_lists_those_that_refer_to_it(clinics: Site) -> None:
    build(clinics)
    for page, heading in (("clinics/graz", "Shown here"), ("exercises/march", "Partner of")):
        listed = (
            clinics.read(f"{page}/index.html").partition(f">{heading}</h2>")[2].partition("</section>")[0]
        )
        assert re.findall("<h3><a [^>]*>(.*?)</a>", listed) == ["Bridge"]


def test_editors_know_own_fields(clinics: Site) -> None:
    run = clinics.run("schema", "--print", "exercises")
    validator = jsonschema.Draft7Validator(json.loads(run.stdout))
    assert validator.schema["properties"]["breathing"]["description"] == "How to breathe."
    right = {"title": "A", "categories": "hamstrings"}
    for name, value in {
        "load": 2.5,
        "outdoors": True,
        "tempo": "slow",
        "moods": ["calm"],
        "spots": "Knee",
        "clinic": "Graz",
        "partners": ["March"],
        "video": "https://a.b/",
        "pause": "30 s",
    }.items():
        assert validator.is_valid({**right, name: value}), name
    for name, wrong in {
        "load": "heavy",
        "outdoors": "yes",
        "tempo": "slwo",
        "moods": ["calms"],
        "clinic": "Grz",
        "partners": ["Brigde"],
        "video": "a.b",
        "pause": "30",
        "hiden": "x",
    }.items():
        assert not validator.is_valid({**right, name: wrong}), name
    run = clinics.run("schema", "--print", "clinics")
    assert json.loads(run.stdout)["required"] == ["title", "city"]


def test_a_new_entry_has_guidance_for_own_fields(clinics: Site) -> None:
    run = clinics.run("new", "exercise", "Plank")
    assert (run.status, run.stderr) == (0, "")
    text = (clinics.root / "content/exercises/plank.md").read_text("utf-8")
    assert "# # How to breathe.\n# breathing: Some words\n" in text
    assert "# tempo: slow\n" in text
    assert "# moods: [calm]\n" in text
    used = re.sub(
        r"^# (?=(breathing|load|outdoors|reviewed|tempo|moods|spots|video|pause): )",
        "",
        text,
        flags=re.MULTILINE,
    )
    clinics.write({"content/exercises/plank.md": used})
    assert clinics.run("check", "--drafts", "--strict").stderr == ""


def test_an_entry_of_an_own_collection_can_be_begun(clinics: Site) -> None:
    run = clinics.run("new", "clinic", "Wien")
    assert run.status == 0, run.stderr
    text = (clinics.root / "content/clinics/wien.md").read_text("utf-8")
    assert text.startswith("---\ntitle: Wien\n")
    assert re.search(r"^city: ", text, re.MULTILINE)
    assert clinics.run("check", "--drafts", "--strict").status == 0
    run = clinics.run("new", "clinc", "Linz")
    assert run.status == 2
    assert "clinic" in clinics.run("new", "--help").stdout


MORE = 'schema_type = "MedicalClinic"\nsigned = true\nfeed = true\nhome = true\nways = true\n'


def test_an_own_collection_shows_where_it_is_told_to(clinics: Site) -> None:
    clinics.write(
        {
            "site.toml": f'base_url = "https://example.org/sub/"\nauthor = "jo"\n{SETTINGS}{FIELDS}{MORE}',
            "content/authors/jo.md": "---\ntitle: Jo\n---\n",
            "content/clinics/graz.md": "---\ntitle: Graz\ncity: Graz\npublished: 2026-01-01\n---\n",
            "content/clinics/wien.md": "---\ntitle: Wien\ncity: Wien\norder: 1\n---\n",
        }
    )
    build(clinics)
    titles = re.findall("<h2><a [^>]*>(.*?)</a>", clinics.read("clinics/index.html"))
    assert titles == ["Wien", "Graz"]
    page = clinics.read("clinics/graz/index.html")
    assert '<a href="../">Clinics</a>' in page
    assert '<a rel="author" href="../../authors/jo/">Jo</a>' in page
    data = json.loads(page.partition('<script type="application/ld+json">')[2].partition("</script>")[0])
    assert data["@graph"][0]["mainEntity"]["@type"] == "MedicalClinic"
    assert '<a href="clinics/graz/">Graz</a>' in clinics.read("index.html")
    assert '<a href="../clinics/wien/">Wien</a>' in clinics.read("exercises/index.html")
    assert "<id>https://example.org/sub/clinics/graz/</id>" in clinics.read("feed.xml")
    assert "<loc>https://example.org/sub/clinics/wien/</loc>" in clinics.read("sitemap.xml")
    assert "clinics/graz" in clinics.run("list", "clinics").stdout


def test_an_own_collection_shows_nowhere_else(clinics: Site) -> None:
    clinics.write({"site.toml": f'base_url = "https://example.org/"\n{SETTINGS}{FIELDS}listed = false\n'})
    build(clinics)
    assert not (clinics.root / "output/clinics/index.html").exists()
    assert "Graz" not in clinics.read("index.html") + clinics.read("exercises/index.html")
    assert not (clinics.root / "output/feed.xml").exists()


def test_a_built_in_collection_can_be_changed(clinics: Site) -> None:
    more = '[collections.levels]\nlabel = "Grades"\ntemplate = "grade.html"\n'
    clinics.write(
        {
            "site.toml": SETTINGS + FIELDS + more,
            "templates/grade.html": "{% extends 'base.html' %}{% block main %}A grade{% endblock %}",
        }
    )
    build(clinics)
    assert "<h1>Grades</h1>" in clinics.read("levels/index.html")
    assert "A grade" in clinics.read("levels/beginner/index.html")


ADDRESSES = """\
[addresses]
exercises = "/uebungen/{slug}/"
clinics = "/orte/{slug}.html"
articles = "/{slug}/"
"""
LINKS = """\
---
title: Hints
---
[[bridge]], [its file](../exercises/bridge.md#how-to), [its address](/uebungen/bridge/), [[clinics/graz]],
[there](../clinics/graz.md), [here](/orte/graz.html), [contact](/kontakt/), [page](../pages/contact.md).
"""
CONTACT = {"content/pages/contact.md": "---\ntitle: Contact\naddress: /kontakt/\n---\n"}


@pytest.mark.parametrize(
    ("settings", "index"),
    [("", ""), ('url_style = "file"\n', "index.html"), ('base_url = "https://a.b/sub/"\n', "")],
)
def test_links_lead_to_own_addresses(clinics: Site, settings: str, index: str) -> None:
    clinics.write({"site.toml": settings + SETTINGS + FIELDS + ADDRESSES, "content/articles/hints.md": LINKS})
    clinics.write(CONTACT)
    build(clinics)
    prose = clinics.read("hints/index.html").partition('<div class="prose">')[2].partition("</div>")[0]
    assert re.findall('href="(.*?)"', prose) == [
        f"../uebungen/bridge/{index}",
        f"../uebungen/bridge/{index}#how-to",
        f"../uebungen/bridge/{index}",
        *["../orte/graz.html"] * 3,
        *[f"../kontakt/{index}"] * 2,
    ]
    assert f'<a href="uebungen/{index}">' in clinics.read("index.html")
    assert f'<a href="../uebungen/bridge/{index}">Bridge</a>' in clinics.read("orte/graz.html")
    assert (clinics.root / "output/uebungen/index.html").exists()
    assert not (clinics.root / "output/exercises").exists()
    if "base_url" in settings:
        for address in ("uebungen/bridge/", "orte/graz.html", "hints/", "kontakt/", "uebungen/", "orte/"):
            assert f"<loc>https://a.b/sub/{address}</loc>" in clinics.read("sitemap.xml")
        assert '<link rel="canonical" href="https://a.b/sub/orte/graz.html">' in clinics.read(
            "orte/graz.html"
        )


def test_what_is_declared_otherwise_is_read_otherwise(clinics: Site) -> None:
    build(clinics)
    more = FIELDS.replace('breathing = {type = "text"', 'breathing = {type = "list"')
    more = more.replace('load = {type = "number"', 'load = {type = "text"')
    clinics.write({"site.toml": SETTINGS + more + ADDRESSES})
    shown = "{% extends 'base.html' %}{% block main %}<pre>{{ page.fields | tojson }}</pre>{% endblock %}"
    build(clinics.write({"templates/exercise.html": shown}))
    found = re.search("<pre>(.*)</pre>", clinics.read("uebungen/bridge/index.html"))
    assert found
    fields = json.loads(found[1])
    assert (fields["breathing"], fields["load"]) == (['Out <b>& "in"'], "2.5")
    assert fields["clinic"][1] == "../../orte/graz.html"


def test_a_link_to_an_address_that_was_is_reported(clinics: Site) -> None:
    clinics.write({"site.toml": SETTINGS + FIELDS + ADDRESSES})
    clinics.write({"content/articles/hints.md": "---\ntitle: Hints\n---\n[x](/exercises/bridge/)\n"})
    run = clinics.run("check")
    assert run.status == 1
    assert "content/articles/hints.md:4:5: error[broken-link]" in run.stderr


def test_renaming_keeps_a_way_from_an_own_address(clinics: Site) -> None:
    clinics.write({"site.toml": SETTINGS + FIELDS + ADDRESSES, "content/articles/hints.md": LINKS, **CONTACT})
    run = clinics.run("rename", "exercises/bridge", "Arch")
    assert run.status == 0, run.stderr
    build(clinics)
    assert "../arch/" in clinics.read("uebungen/bridge/index.html")
    assert "../uebungen/arch/" in clinics.read("hints/index.html")
    run = clinics.run("rename", "clinics/graz", "Linz")
    assert run.status == 0, run.stderr
    build(clinics)
    assert "linz.html" in clinics.read("orte/graz.html")
    assert "../orte/linz.html" in clinics.read("hints/index.html")


def test_a_page_can_be_the_home_page(site: Site) -> None:
    site.write({"content/pages/start.md": "---\ntitle: Welcome\naddress: /\n---\nTo [[beginner]].\n"})
    build(site.exercise("bridge"))
    home = site.read("index.html")
    assert "<h1>Welcome</h1>" in home
    assert '<a href="levels/beginner/">Beginner</a>' in home
    assert 'href="../../"' in site.read("exercises/bridge/index.html")
    assert not (site.root / "output/start").exists()


def test_pages_stand_at_the_top_and_are_in_no_list(site: Site) -> None:
    site.write({"content/pages/imprint.md": "---\ntitle: Imprint\n---\nUs.\n"})
    build(site)
    assert "<h1>Imprint</h1>" in site.read("imprint/index.html")
    assert not (site.root / "output/pages").exists()
    assert "Imprint" not in site.read("index.html")


def test_navigation_leads_to_files_and_addresses(site: Site) -> None:
    nav = '[[navigation]]\nlabel = "{}"\nto = "{}"\n'
    site.write(
        {
            "site.toml": SETTINGS + nav.format("Plan", "/plan.pdf") + nav.format("Write", "/kontakt/"),
            "static/plan.pdf": "x",
            **CONTACT,
        }
    )
    build(site)
    links = re.findall(r'<a href="([^"]*)"[^>]*>\s*(Plan|Write)', site.read("levels/beginner/index.html"))
    assert links == [("../../plan.pdf", "Plan"), ("../../kontakt/", "Write")]
    site.write({"site.toml": SETTINGS + nav.format("Plan", "/plam.pdf") + nav.format("Write", "/kontackt/")})
    run = site.run("check")
    assert "site.toml:4:6: error[dangling-reference]" in run.stderr
    assert "plan.pdf" in run.stderr
    assert "site.toml:7:6: error[dangling-reference]" in run.stderr
    assert 'did you mean "contact"?' in run.stderr


def test_one_entry_can_have_a_template_of_its_own(site: Site) -> None:
    landing = (
        "{% extends 'base.html' %}{% block main %}<h1>{{ page.title }}!</h1>{{ page.intro }}{% endblock %}"
    )
    site.write(
        {
            "templates/landing.html": landing,
            "content/articles/a.md": "---\ntitle: A\ntemplate: landing.html\n---\nWords.\n",
            "content/articles/b.md": "---\ntitle: B\n---\n",
        }
    )
    build(
        site.exercise(
            "bridge", "template: landing.html\n", "Up.\n\n## How to\n\n### Step 1: Lift\n\nSlowly.\n"
        )
    )
    assert "<h1>A!</h1><p>Words.</p>" in site.read("articles/a/index.html")
    assert "<h1>B</h1>" in site.read("articles/b/index.html")
    assert "<h1>Bridge!</h1>" in site.read("exercises/bridge/index.html")


def test_the_navigation_leads_to_pages_and_files_that_templates_make(site: Site) -> None:
    page = "{% extends 'base.html' %}{% block main %}A map{% endblock %}"
    site.write(
        {
            "templates/files/map/index.html": page,
            "templates/files/api/all.txt": "all",
            "static/old/index.html": "<title>Old</title>",
            "site.toml": f'{SETTINGS}navigation = [{{ label = "Map", to = "/map/" }}, '
            '{ label = "All", to = "/api/all.txt" }, { label = "Old", to = "/old/" }]\n',
        }
    )
    build(site)
    home = site.read("index.html")
    assert [f'href="{href}"' in home for href in ("map/", "api/all.txt", "old/")] == [True] * 3


def test_a_file_of_the_theme_that_a_site_makes_otherwise_is_read_back(site: Site) -> None:
    site.write({"templates/manifest.webmanifest": '{"name": {{ site.title }} }\n'})
    run = site.run("check")
    assert run.status == 1
    assert "templates/manifest.webmanifest:1:1: error[invalid-file]" in run.stderr
