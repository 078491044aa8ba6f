"""Templates that ask the encyclopedia, and those that make files: what they say, and when they are made."""

from __future__ import annotations

import csv
import io
import json
from xml.etree import ElementTree as ET

import pytest
import seams
from sites import SETTINGS, Site

from kinepedia import Folders, Options, Result, build_site

FIELDS = """\
[fields.exercises]
clinic = {type = "reference", to = "clinics"}
tempo = {type = "choice", choices = ["slow", "quick"]}
outdoors = {type = "yes-no"}
load = {type = "number"}
[fields.clinics]
city = {type = "text"}
[collections.clinics]
label = "Clinics"
singular = "clinic"
"""
PAGE = "{% extends 'base.html' %}\n{% block main %}\n<i>ASK</i>\n{% endblock %}\n"


def asking(site: Site, question: str) -> Site:
    """Give a site two clinics, three exercises, and one article whose page asks this."""
    clinic = "---\ntitle: {0}\ncity: {0}\n---\nIn {0}.\n"
    site.write(
        {
            "site.toml": SETTINGS + FIELDS,
            "content/clinics/graz.md": clinic.format("Graz"),
            "content/clinics/wien.md": clinic.format("Wien"),
            "content/articles/a.md": "---\ntitle: A\n---\nWords.\n",
            "templates/article.html": PAGE.replace("ASK", question),
        }
    )
    site.exercise("bridge", "clinic: graz\ntempo: slow\noutdoors: true\nload: 2.5\nlevel: beginner\n")
    site.exercise("march", "clinic: wien\ntempo: quick\noutdoors: false\nload: 3\n")
    return site.exercise("walk", "tempo: slow\n")


def built(site: Site) -> Result:
    result = build_site(Folders.of(site.root), Options(jobs=1))
    assert result.ok, result.diagnostics
    return result


def answer(site: Site) -> str:
    return site.read("articles/a/index.html").partition("<i>")[2].partition("</i>")[0]


def titles(condition: str, *, of: str = "exercises") -> str:
    given = f"'{of}', {condition}" if condition else f"'{of}'"
    return f"{{% for x in entries({given}) %}}{{{{ x.title }}}} {{% endfor %}}"


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (titles(""), "Bridge March Walk "),
        (titles("clinic='graz'"), "Bridge "),
        (titles("clinic='clinics/graz'"), "Bridge "),
        (titles("clinic=entry('graz')"), "Bridge "),
        (titles("clinic=['graz', 'wien']"), "Bridge March "),
        (titles("clinic=none"), "Walk "),
        (titles("tempo='slow', outdoors=true"), "Bridge "),
        (titles("outdoors=false"), "March "),
        (titles("load=3"), "March "),
        (titles("load=[2.5, 3]"), "Bridge March "),
        (titles("level='beginner'"), "Bridge "),
        (titles("categories='hamstrings'"), "Bridge March Walk "),
        (titles("slug='march'"), "March "),
        (titles("", of="clinics"), "Graz Wien "),
        (titles("", of="routines"), ""),
        ("{{ entry('wien').city }} {{ entry('Graz') }} {{ entry('clinics/graz').slug }}", "Wien Graz graz"),
        ("{{ entry('bridge').clinic.city }} {{ entry('bridge').level.rank }}", "Graz 1"),
        ("{{ entry('bridge').categories[0].title }}", "Hamstrings"),
        (
            "{{ entry('walk').clinic }} {{ entry('walk').load }} {{ entry('walk').equipment | length }}",
            "None None 0",
        ),
        (
            "{{ entry('bridge').href }} {{ entry('graz').href }}",
            "../../exercises/bridge/ ../../clinics/graz/",
        ),
        ("{{ entry('graz').page.intro }}", "<p>In Graz.</p>"),
        ("{{ entry('bridge').page.facts[0].links[0].href }}", "../../levels/beginner/"),
        ("{{ entry('bridge').page.fields.clinic.href }}", "../../clinics/graz/"),
        (
            "{{ entry('bridge') == entry('exercises/bridge') }} {{ entry('graz') in entries('clinics') }}",
            "True True",
        ),
        ("{{ entries('exercises') | map(attribute='load') | select | sum }}", "5.5"),
        (
            "{{ entries('exercises') | groupby('tempo') | map(attribute='grouper') | join(' ') }}",
            "quick slow",
        ),
    ],
)
def test_what_is_asked_is_answered(site: Site, question: str, said: str) -> None:
    built(asking(site, question))
    assert answer(site) == said


SLOW = "{% for x in entries('exercises', tempo='slow') if x.clinic %}"
CITIES = SLOW + "{{ x.title }} {{ x.clinic.city }} {% endfor %}"
BRIDGE = "clinic: graz\ntempo: slow\noutdoors: true\nload: 2.5\nlevel: beginner\n"
STEPS = "\n## How to\n\n### Step 1: Move\n\nSlowly.\n"


@pytest.mark.parametrize(
    ("question", "path", "before", "after", "is_made"),
    [
        (CITIES, "exercises/bridge", "title: Bridge", "title: Arch", True),
        (CITIES, "exercises/bridge", "tempo: slow", "tempo: quick", True),
        (CITIES, "exercises/bridge", "clinic: graz", "clinic: wien", True),
        (CITIES, "exercises/march", "tempo: quick", "tempo: slow", True),
        (CITIES, "exercises/walk", "tempo: slow", "tempo: slow\nclinic: wien", True),
        (CITIES, "clinics/graz", "city: Graz", "city: Linz", True),
        # Who is listed is an answer, though nothing of it may be shown.
        (CITIES, "exercises/walk", "tempo: slow", "tempo: quick", True),
        (CITIES, "clinics/wien", "city: Wien", "city: Linz", False),
        (CITIES, "clinics/graz", "title: Graz", "title: Graz Clinic", False),
        (CITIES, "exercises/bridge", "load: 2.5", "load: 3", False),
        (CITIES, "exercises/bridge", "Slowly.", "Quickly.", False),
        (CITIES, "exercises/march", "title: March", "title: Marching", False),
        ("{{ entry('graz').city }}", "clinics/graz", "city: Graz", "city: Linz", True),
        ("{{ entry('graz').city }}", "clinics/wien", "city: Wien", "city: Linz", False),
        ("{{ entry('graz').city }}", "clinics/graz", "In Graz.", "In Linz.", False),
        ("{{ entry('graz').page.intro }}", "clinics/graz", "In Graz.", "In Linz.", True),
        ("{{ entry('graz').page.intro }}", "clinics/wien", "In Wien.", "In Linz.", False),
        ("{{ entry('graz').mentions | length }}", "exercises/walk", "Slowly.", "To [[graz]].", True),
        ("{{ entry('bridge').level.title }}", "exercises/walk", "Slowly.", "To [[graz]].", False),
    ],
)
def test_a_page_is_made_again_when_what_it_read_has_changed(
    site: Site, rendered: list[str], question: str, path: str, before: str, after: str, is_made: bool
) -> None:
    built(asking(site, question))
    was = answer(site)
    rendered.clear()
    file = site.root / f"content/{path}.md"
    text = file.read_text("utf-8")
    assert before in text
    file.write_text(text.replace(before, after), "utf-8")
    built(site)
    assert ("articles/a/" in rendered) == is_made
    now = answer(site)
    assert is_made or now == was
    assert build_site(Folders.of(site.root), Options(jobs=1, clean=True)).ok
    assert answer(site) == now


def test_an_entry_that_comes_or_goes_is_an_answer(site: Site, rendered: list[str]) -> None:
    built(asking(site, CITIES))
    rendered.clear()
    site.exercise("arch", "tempo: slow\nclinic: wien\n")
    built(site)
    assert answer(site) == "Arch Wien Bridge Graz "
    (site.root / "content/exercises/bridge.md").unlink()
    built(site)
    assert answer(site) == "Arch Wien "
    assert rendered.count("articles/a/") == 2
    (site.root / "content/articles/b.md").write_text("---\ntitle: B\n---\n")
    built(site)
    assert rendered.count("articles/a/") == 2


def test_an_answer_that_is_gone_is_reported(site: Site) -> None:
    built(asking(site, "{{ entry('clinics/wien').city }}"))
    site.exercise("march")
    (site.root / "content/clinics/wien.md").unlink()
    result = build_site(Folders.of(site.root), Options(jobs=1))
    (problem,) = result.diagnostics
    assert (problem.path, problem.line, problem.code) == ("templates/article.html", 3, "template-error")
    assert 'there is no entry "clinics/wien"' in problem.message


# --- files --------------------------------------------------------------------------------------------------

TITLE = 'He said "no\\way" & </script><b>\N{GREEK SMALL LETTER BETA}\' , x'
HARD = {
    "site.toml": SETTINGS,
    "content/articles/a.md": f'---\ntitle: {json.dumps(TITLE)}\nsummary: "One\\nTwo"\n---\nWords.\n',
}
ALL = "{% for x in entries('articles') %}"


def made(site: Site, name: str, template: str) -> str:
    site.write({**HARD, f"templates/files/{name}": template})
    built(site)
    return site.output_files()[name].decode("utf-8")


@pytest.mark.parametrize("name", ["api/all.json", "x.geojson", "x.jsonld"])
def test_json_is_escaped(site: Site, name: str) -> None:
    text = made(
        site,
        name,
        ALL
        + '["{{ x.title }}", {{ x.title | tojson }}, {{ 3 }}, "{{ ["a", "b"] | join("\n") }}"]{% endfor %}',
    )
    assert json.loads(text) == [TITLE, TITLE, 3, "a\nb"]


def test_a_script_is_escaped(site: Site) -> None:
    text = made(site, "x.js", ALL + 'say("{{ x.title }}", {{ x.title | tojson }}){% endfor %}')
    assert not set("<>\u2028'").intersection(text)
    assert json.loads(f"[{text.removeprefix('say(').removesuffix(')')}]") == [TITLE, TITLE]


def test_a_table_is_escaped(site: Site) -> None:
    text = made(site, "all.csv", ALL + '"{{ x.title }}","{{ x.slug }}"{% endfor %}')
    assert list(csv.reader(io.StringIO(text))) == [[TITLE, "a"]]


@pytest.mark.parametrize("name", ["all.xml", "x.rss", "x.svg"])
def test_xml_is_escaped(site: Site, name: str) -> None:
    text = made(site, name, ALL + '<a b="{{ x.title }}">{{ x.title }}</a>{% endfor %}')
    root = ET.fromstring(text)
    assert (root.get("b"), root.text) == (TITLE, TITLE)


@pytest.mark.parametrize("name", ["all.txt", "all.css", "deep/er/all.md"])
def test_a_plain_text_is_as_it_is(site: Site, name: str) -> None:
    assert made(site, name, ALL + "{{ x.title }}{{ '<' }}{% endfor %}") == TITLE + "<"


def test_a_page_among_the_files_is_a_page(site: Site) -> None:
    text = made(
        site,
        "team/index.html",
        "{% extends 'base.html' %}{% block main %}<h1>{{ 'a & b' }}</h1>{% endblock %}",
    )
    assert "<h1>a &amp; b</h1>" in text
    assert 'href="../' in text


@pytest.mark.parametrize(
    ("name", "template", "what"),
    [
        ("x.json", '{"a": 1,}', "JSON"),
        ("x.json", '{"a": {{ site.title }}}', "JSON"),
        ("x.json", '{"a": NaN}', "JSON"),
        ("x.xml", "<a><b></a>", "XML"),
    ],
)
def test_a_file_that_nobody_can_read_is_reported(site: Site, name: str, template: str, what: str) -> None:
    site.write({f"templates/files/{name}": template})
    (problem,) = build_site(Folders.of(site.root), Options(jobs=1)).diagnostics
    assert (problem.path, problem.code) == (f"templates/files/{name}", "invalid-file")
    assert what in problem.message


def test_a_file_where_another_is_is_reported(site: Site) -> None:
    site.write({"templates/files/index.html": "x", "templates/files/levels/beginner/index.html": "x"})
    found = build_site(Folders.of(site.root), Options(jobs=1)).diagnostics
    assert {problem.code for problem in found} == {"address-taken"}
    assert {problem.path for problem in found} == {
        "templates/files/index.html",
        "templates/files/levels/beginner/index.html",
    }


def test_a_file_is_made_again_when_what_it_read_has_changed(site: Site, rendered: list[str]) -> None:
    asking(site, "x").write({"templates/files/api/all.txt": CITIES})
    built(site)
    assert site.read("api/all.txt") == "Bridge Graz "
    rendered.clear()
    site.exercise("walk", "tempo: slow\n", "Other words.\n" + STEPS)
    built(site)
    assert "api/all.txt" not in rendered
    site.exercise("walk", "tempo: slow\nclinic: wien\n", "Other words.\n" + STEPS)
    built(site)
    assert rendered.count("api/all.txt") == 1
    assert site.read("api/all.txt") == "Bridge Graz Walk Wien "
    site.write({"templates/files/api/all.txt": "Nobody"})
    built(site)
    assert site.read("api/all.txt") == "Nobody"
    (site.root / "templates/files/api/all.txt").unlink()
    built(site)
    assert not (site.root / "output/api").exists()


def test_a_new_text_alone_needs_no_linking_where_others_ask(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    built(asking(site, CITIES))
    seams.refuse_to_link(monkeypatch)
    site.exercise("march", "clinic: wien\ntempo: quick\noutdoors: false\nload: 3\n", "Other words.\n" + STEPS)
    built(site)
    assert "Other words." in site.read("exercises/march/index.html")


def test_a_value_that_no_entry_can_have_is_an_error_and_no_empty_list(site: Site) -> None:
    site.write(
        {
            "site.toml": f"{SETTINGS}[fields.articles.mood]\ntype = 'choice'\nchoices = ['calm', 'loud']\n",
            "content/articles/a.md": "---\ntitle: A\nmood: calm\n---\n",
            "templates/files/a.txt": "{{ entries('articles', mood='lowd') | length }}",
            "templates/files/b.txt": "{{ entries('exercises', categories='hamstring') | length }}",
            "templates/files/c.txt": "{{ entries('articles', mood='loud') | length }}",
        }
    )
    run = site.run("check")
    assert 'did you mean "loud"?' in run.stderr
    assert 'did you mean "hamstrings"?' in run.stderr
    assert "c.txt" not in run.stderr
