"""What the page on open doors says works: its examples build as they stand, and its tables are complete.

A fenced block whose first line names a file is that file; several of one name are one after the other.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest
import yaml
from host import headers_of
from sites import SETTINGS, Site

from kinepedia import Feature
from kinepedia.features import FEATURES
from kinepedia.model.schema.own import CollectionRow, Field, FieldType

REPOSITORY = Path(__file__).parents[2]
PAGE = (REPOSITORY / "docs/features.md").read_text("utf-8")

_FILE = re.compile(r"^```\w+ (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_TOML = re.compile(r"^```toml\n(.*?)^```$", re.MULTILINE | re.DOTALL)

_OURS = frozenset(["code", "companion", "data", "complete"])

EXERCISE = "exercises/glute-bridge/index.html"


def section(heading: str) -> str:
    """Return the page below a heading, up to the next one."""
    _, _, after = PAGE.partition(f"# {heading}\n")
    assert after, f"there is no heading {heading!r}"
    return re.split(r"^#", after, maxsplit=1, flags=re.MULTILINE)[0]


def first_cells(heading: str) -> list[str]:
    return re.findall(r"^\| `([\w-]+)` \|", section(heading), re.MULTILINE)


@pytest.fixture
def example(empty_site: Site) -> Site:
    """Return a site with all examples."""
    written = {"site.toml": SETTINGS}
    for path, text in _FILE.findall(PAGE):
        written[path] = written.get(path, "") + text
    return empty_site.write(written)


def test_every_example_builds_as_it_stands(example: Site) -> None:
    run = example.run("build")
    assert run.status == 0
    # The only thing that is wrong is what the page says of it.
    (message,) = re.findall(r"^content/clinics/linz.*$", PAGE, re.MULTILINE)
    assert re.findall(r"^.*(?:error|warning)\[.*$", run.stderr, re.MULTILINE) == [message]


def test_nothing_is_requested_from_elsewhere_before_the_video_is_asked_for(example: Site) -> None:
    assert example.run("build").status == 0
    page = example.read(EXERCISE)
    assert re.findall(r'https?://[^"\s<]+', re.sub(r"<script type.*?</script>", "", page)) == [
        "https://www.youtube.com/watch?v=aqz-KE-bpKQ"
    ]
    assert '<a href="https://www.youtube.com/watch?v=aqz-KE-bpKQ">Watch “Glute Bridge” on YouTube</a>' in page
    assert '<button type="button" hidden>' in page
    assert "<iframe" not in page
    assert " style=" not in page
    assert "onclick" not in page
    (script,) = re.findall(r'src="\.\./\.\./(assets/video\.\w+\.js)" defer', page)
    assert "youtube-nocookie.com/embed/" in example.read(script)
    assert "video." not in example.read("categories/hips/index.html")


def test_the_policy_adds_nothing_but_the_frame(example: Site) -> None:
    example.write({"site.toml": f"headers = true\n{(example.root / 'site.toml').read_text('utf-8')}"})
    assert example.run("build").status == 0
    ours = headers_of((REPOSITORY / "templates/_headers").read_text("utf-8"))
    frame = " frame-src https://www.youtube-nocookie.com;"
    assert [
        (path, name, value.replace(frame, "")) for path, name, value in headers_of(example.read("_headers"))
    ] == ours
    assert frame in example.read("_headers")


def test_the_landing_page_lists_the_clinics_with_their_exercises(example: Site) -> None:
    assert example.run("build").status == 0
    home = example.read("index.html")
    for city in ("Graz", "Vienna"):
        link = f'<a href="clinics/{city.lower()}/">Clinic {city}</a>, {city}\n<ul>\n'
        assert f'{link}<li><a href="exercises/glute-bridge/">Glute Bridge</a></li>' in home
    clinic = example.read("clinics/graz/index.html")
    assert "What we teach here" in clinic
    assert '<a href="../../exercises/glute-bridge/">Glute Bridge</a>' in clinic
    assert "MedicalClinic" in clinic
    assert '<a href="../clinics/vienna/">' in example.read("clinics/index.html").replace(
        'href="vienna/"', 'href="../clinics/vienna/"'
    )


def test_the_file_for_machines_is_json(example: Site) -> None:
    assert example.run("build").status == 0
    assert json.loads(example.read("api/exercises.json")) == [
        {
            "title": "Glute Bridge",
            "href": "../exercises/glute-bridge/",
            "summary": "Lift the hips from the floor and lower them slowly.",
            "level": None,
            "clinics": ["Clinic Graz", "Clinic Vienna"],
        }
    ]


def test_a_title_cannot_break_the_file_for_machines(example: Site) -> None:
    example.write({"content/exercises/odd.md": '---\ntitle: A "b" & <c> \\ d\ncategories: hips\n---\n'})
    example.run("build")
    titles = [each["title"] for each in json.loads(example.read("api/exercises.json"))]
    assert 'A "b" & <c> \\ d' in titles


def test_the_feature_does_what_it_says(example: Site) -> None:
    assert example.run("build").status == 0
    linz = example.read("clinics/linz/index.html")
    assert re.search(r"6 of 10 <meter[^>]* value=\"6\"></meter>", linz)
    assert "<dd>+43 732 1234</dd>" in linz
    assert 'Taught in <a href="../../cities/">Graz and Vienna</a>.' in example.read(EXERCISE)
    cities = example.read("cities/index.html")
    assert re.findall(r"<h2>(.*)</h2>", cities) == ["Graz", "Linz", "Vienna"]
    assert '<a href="../clinics/linz/">Clinic Linz</a>\n<a href="tel:+437321234">+43 732 1234</a>' in cities
    assert example.read("phones.txt") == "Clinic Linz: +43 732 1234\n"


def test_links_of_the_feature_are_right_from_a_disk(example: Site) -> None:
    assert example.run("build", "--url-style", "file").status == 0
    assert 'Taught in <a href="../../cities/index.html">' in example.read(EXERCISE)


def test_a_changed_city_renews_the_pages_that_read_it(example: Site) -> None:
    example.run("build")
    path = example.root / "content/clinics/graz.md"
    path.write_text(path.read_text("utf-8").replace("city: Graz", "city: Weiz"), "utf-8")
    assert example.run("build").status == 0
    assert "Clinic Graz</a>, Weiz" in example.read("index.html")
    assert ">Vienna and Weiz</a>" in example.read(EXERCISE)
    assert "<h2>Weiz</h2>" in example.read("cities/index.html")


def test_the_checks_of_the_feature_name_their_line(example: Site) -> None:
    path = example.root / "content/clinics/graz.md"
    path.write_text(f"{path.read_text('utf-8')}A lift.\nTODO: opening hours\n", "utf-8")
    run = example.run("check")
    assert "content/clinics/graz.md:7:1: warning[practice/todo]: this is not finished" in run.stderr
    assert example.run("check", "--strict").status == 1


def test_an_error_of_the_feature_is_reported_as_the_page_says(example: Site) -> None:
    path = example.root / "features/practice.py"
    broken = path.read_text("utf-8").replace("    lines = [", "    1 / 0\n    lines = [")
    path.write_text(broken, "utf-8")
    (message,) = re.findall(r"^features/practice\.py:\d+:1: (.*)$", PAGE, re.MULTILINE)
    line = broken.split("\n").index("    1 / 0") + 1
    run = example.run("check")
    assert f"features/practice.py:{line}:1: {message}" in run.stderr


def test_what_strangers_send_runs_no_code(example: Site) -> None:
    example.write({"features/practice.py": "raise SystemExit('this must not run')\n"})
    run = example.run("check", "--safe")
    assert run.status == 0
    (note,) = re.findall(r"^Note: --safe .*$", PAGE, re.MULTILINE)
    assert note in run.stdout + run.stderr
    assert "warning[unknown-field]" in run.stderr
    assert example.run("build", "--safe").status == 0
    assert "Taught in" not in example.read(EXERCISE)


def test_helpers_of_features_are_no_features(example: Site) -> None:
    path = example.root / "features/practice.py"
    text = path.read_text("utf-8").replace("import re\n", "import re\nfrom . import _common\n")
    example.write({"features/practice.py": text, "features/_common.py": "", "features/notes.txt": ""})
    run = example.run("check")
    assert run.status == 0
    assert "unused-feature" not in run.stderr


def test_the_other_snippets_build(example: Site) -> None:
    """Settings and templates that belong to no example."""
    found = [text for text in _TOML.findall(PAGE) if "project.entry-points" not in text]
    settings = SETTINGS
    for text in found:
        if "practice" not in text:
            settings += text
    (template,) = re.findall(
        r"^```jinja\n(.*?)^```$", section("Reading other entries"), re.MULTILINE | re.DOTALL
    )
    clinic = (example.root / "content/clinics/graz.md").read_text("utf-8")
    site = Site(example.root.parent / "other").write(
        {
            "site.toml": settings + '[fields.clinics.city]\ntype = "text"\n',
            "content/categories/hips.md": "---\ntitle: Hips\n---\n",
            "content/exercises/one.md": "---\ntitle: One\ncategories: hips\ntempo: slow\n---\n",
            "content/articles/two.md": "---\ntitle: Two\n---\nText.\n",
            "content/clinics/graz.md": clinic,
            "templates/files/a.html": template,
        }
    )
    assert site.run("check").status == 0
    site.run("build")
    assert '<a href="clinics/graz/">Clinic Graz</a>' in site.read("a.html")
    assert "On the first floor, with a lift." in site.read("a.html")
    assert (site.root / "output/uebungen/one/index.html").is_file()
    assert (site.root / "output/two.html").is_file()
    assert ">slow</dd>" in site.read("uebungen/one/index.html")


def test_every_setting_of_a_field_and_a_collection_has_a_line() -> None:
    assert first_cells("Fields") == [field.name for field in fields(Field)]
    assert first_cells("Types") == list(get_args(FieldType))
    assert first_cells("Collections") == [field.name for field in fields(CollectionRow)]


def test_every_part_of_a_feature_and_every_feature_of_ours_has_a_line() -> None:
    assert {field.name for field in fields(Feature)} - set(first_cells("Features")) == _OURS
    assert set(first_cells("Turning ours off")) == {feature.name for feature in FEATURES}


def test_each_of_our_features_can_be_turned_off(example: Site) -> None:
    off = "".join(f"{feature.name} = false\n" for feature in FEATURES)
    path = example.root / "site.toml"
    path.write_text(f"{path.read_text('utf-8')}{off}", "utf-8")  # the table of features is the last one
    assert example.run("build", "--base-url", "https://example.org/").status == 0
    built = set(example.output_files())
    gone = {"feed.xml", "sitemap.xml", "robots.txt", "manifest.webmanifest", "search/exercises.js"}
    assert built & gone == set()
    assert "application/ld+json" not in example.read(EXERCISE)


def test_the_snippets_for_programs_are_well_formed() -> None:
    (workflow,) = re.findall(r"^```yaml\n(name:.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    steps = yaml.safe_load(workflow)["jobs"]["check"]["steps"]
    assert steps[-1] == {"run": "kinepedia check --safe --format github"}
    (package,) = [text for text in _TOML.findall(PAGE) if "project.entry-points" in text]
    assert tomllib.loads(package)["project"]["entry-points"] == {
        "kinepedia.features": {"practice": "our_practice.feature"}
    }
