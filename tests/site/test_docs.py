"""The documentation for authors is complete, and what it says works: examples, commands, links, recipes.

A fenced block whose first line names a file, such as "```markdown content/exercises/a.md", is that file. The
examples are built beside the sample encyclopedia.
"""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from dataclasses import fields
from pathlib import Path

import click
import pytest
import yaml
from host import headers_of
from sites import SETTINGS, Site

import kinepedia
from kinepedia.commands.main import main
from kinepedia.features import FEATURES
from kinepedia.model import schema, settings
from kinepedia.model.content_model import BUILT_IN
from kinepedia.model.schema import own
from kinepedia.plan import views

REPOSITORY = Path(__file__).parents[2]
PAGES = [
    REPOSITORY / "README.md",
    REPOSITORY / "CONTRIBUTING.md",
    *sorted((REPOSITORY / "docs").glob("*.md")),
]

FIELDS = {
    "Front matter": schema.Listing,
    "Every entry": schema.EntryFields,
    "The dose": schema.Dose,
    "The limit": schema.Limit,
    "A caution": schema.CautionFields,
    "A source": schema.CitationFields,
    "An item of a routine": schema.RoutineItem,
    **{name.capitalize(): row.fields for name, row in BUILT_IN.collections.items()},
}

_FENCE = re.compile(r"^( *)(`{3,}).*?^\1\2$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"^```\w+ (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_ROW = re.compile(r"^\| `(\w+)` \| .* \| `(.+)` \|$", re.MULTILINE)
_CODE = re.compile(r"(`+).+?\1", re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_MODULE = re.compile(r"(?<!Make )`([\w./-]+\.py|tests/[\w./-]+\.\w+)`")
_TEST = re.compile(r"`(test_\w+)`")
_COMMAND = re.compile(r"(?<!from )(?<![\w./-])kinepedia ([a-z][^`\n&|]*)")


@pytest.fixture
def encyclopedia(empty_site: Site, sample: Path) -> Site:
    """Return a copy of the sample encyclopedia that remembers its last build."""
    shutil.copytree(REPOSITORY / "content", empty_site.root / "content")
    shutil.copytree(sample / "cache", empty_site.root / ".kinepedia")
    shutil.copy(REPOSITORY / "site.toml", empty_site.root)
    return empty_site


def doc(name: str) -> str:
    return (REPOSITORY / "docs" / name).read_text("utf-8")


def files(page: str) -> list[tuple[str, str]]:
    """Return the paths and texts of the blocks of a page that are files."""
    return [(match[1], match[2]) for match in _FILE.finditer(page)]


def rows(page: str, heading: str) -> dict[str, str]:
    """Return the names in the table below a heading, with their examples."""
    _, _, after = page.partition(f"# {heading}\n")
    assert after, f"there is no heading {heading!r}"
    return dict(_ROW.findall(re.split(r"^#", after, maxsplit=1, flags=re.MULTILINE)[0]))


def names_of(model: type) -> set[str]:
    return {field.name for field in fields(model)}


SETTING_TABLES = {
    "The site": names_of(settings.Settings),
    "Licence": names_of(settings.Licence),
    "Theme": names_of(settings.Theme),
    "Navigation": names_of(settings.NavigationItem),
    "Labels": set(BUILT_IN.collections),
    "Addresses": set(BUILT_IN.collections),
    "Fields": names_of(own.Field),
    "Collections": names_of(own.CollectionRow),
    "Features": {feature.name for feature in FEATURES},
}


def names(model: type[schema.Record]) -> set[str]:
    """Return what a table of this model's own fields must name."""
    common = names_of(schema.EntryFields) if issubclass(model, schema.EntryFields) else set()
    own = names_of(model) - (common if model is not schema.EntryFields else set())
    return own - {"none"} if model is schema.Listing else own


@pytest.mark.parametrize("heading", FIELDS)
def test_every_field_has_a_line_and_an_example(heading) -> None:
    assert set(rows(doc("content.md"), heading)) == names(FIELDS[heading])


def test_every_field_example_builds(encyclopedia: Site) -> None:
    page = doc("content.md")
    example = {
        heading: {name: yaml.load(text, yaml.BaseLoader) for name, text in rows(page, heading).items()}
        for heading in FIELDS
    }
    entries = {f"{name}/one": {"title": "One", **example[name.capitalize()]} for name in BUILT_IN.collections}
    entries["exercises/one"] |= example["Every entry"]
    entries["categories/calves"] = entries.pop("categories/one")  # in which its exercise is
    entries["exercises/two"] = {
        **example["Exercises"],
        "title": "Two",
        "equipment": example["Front matter"],
        "dose": {**example["The dose"], "limit": example["The limit"]},
        "cautions": [example["A caution"]],
        "sources": [example["A source"]],
    }
    entries["routines/two"] = {"title": "Two", "items": [example["An item of a routine"]]}
    for path, front_matter in entries.items():
        encyclopedia.write({f"content/{path}.md": f"---\n{yaml.safe_dump(front_matter)}---\n"})
    run = encyclopedia.run("build", "--drafts")
    assert "error[" not in run.stderr
    assert run.status == 0
    assert "More can irritate the nerve." in encyclopedia.read("exercises/two/index.html")
    assert "A carpet will do." in encyclopedia.read("exercises/two/index.html")
    address = example["Every entry"]["address"].removeprefix("/")
    assert "Also called Heel raise, Toe raise" in encyclopedia.read(address)


@pytest.mark.parametrize("name", ["content.md", "first-page.md", "markdown.md"])
def test_example_files_build(encyclopedia: Site, name: str) -> None:
    written = {path: text for path, text in files(doc(name)) if path.startswith("content/")}
    assert written
    run = encyclopedia.write(dict(written)).run("build")
    assert run.stderr == ""
    assert run.status == 0
    for path in written:
        folder = path.removeprefix("content/").removeprefix("pages/").removesuffix(".md")
        assert (encyclopedia.root / "output" / folder).is_dir()


def test_first_page_says_what_a_mistake_looks_like(empty_site: Site) -> None:
    page = doc("first-page.md")
    empty_site.write({"site.toml": SETTINGS, **dict(files(page))})
    assert empty_site.run("build").status == 0
    exercise = empty_site.root / "content/exercises/calf-raise.md"
    exercise.write_text(exercise.read_text("utf-8").replace("[calves]", "[calfs]"), "utf-8")
    run = empty_site.run("check")
    message = re.search(r"```text\n(.*?)```", page, re.DOTALL)
    assert message
    assert run.status == 1
    assert message[1] in run.stdout + run.stderr


@pytest.mark.parametrize("heading", SETTING_TABLES)
def test_every_setting_has_a_line_and_an_example(heading) -> None:
    assert set(rows(doc("settings.md"), heading)) == SETTING_TABLES[heading]


def test_settings_examples_build(encyclopedia: Site) -> None:
    page = doc("settings.md")
    tables = {heading: rows(page, heading) for heading in SETTING_TABLES}
    lines = {heading: _lines(table) for heading, table in tables.items()}
    apart = f"[licence]\n{lines['Licence']}[[navigation]]\n{lines['Navigation']}[labels]\n{lines['Labels']}"
    # A field has either choices or something to refer to, and nobody has one yet that all must have.
    referring = {name: tables["Fields"].pop(name) for name in ("to", "back", "required")}
    declared = (
        f"[addresses]\n{lines['Addresses']}[features]\n{lines['Features']}"
        f"[collections.clinics]\n{lines['Collections']}"
        f"[fields.exercises.tempo]\n{_lines(tables['Fields'])}"
        f'[fields.clinics.partners]\ntype = "reference"\nmany = true\n{_lines(referring)}'
    )
    for text in (
        lines["The site"],
        f"{SETTINGS}{apart}",
        f"{SETTINGS}{declared}",
        dict(files(page))["site.toml"],
    ):
        run = encyclopedia.write({"site.toml": text}).run("check", "--strict")
        assert run.stderr == ""
    assert run.status == 0


def _lines(table: dict[str, str]) -> str:
    return "".join(f"{name} = {example}\n" for name, example in table.items())


def test_theme_changes_do_what_they_say(encyclopedia: Site) -> None:
    for path, text in files(doc("theme.md")):
        target = encyclopedia.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("a", encoding="utf-8") as file:
            file.write(text)
    run = encyclopedia.run("build", "--strict")
    assert run.stderr == ""
    assert run.status == 0
    page = encyclopedia.read("exercises/sciatic-nerve-glide/index.html")
    assert "12 Station Road" in page
    assert re.search(r"<dt>Steps</dt>\s*<dd>4</dd>", page)
    *_, last = re.findall(r'<link rel="stylesheet" href="\.\./\.\./([^"]+)">', page)
    assert encyclopedia.read(last).startswith(":root {\n  --paper: light-dark(")


def test_theme_page_names_every_template_and_value() -> None:
    page = doc("theme.md")
    for template in (REPOSITORY / "templates").glob("*.*"):
        assert f"`{template.name}`" in page
    for view in vars(views).values():
        if isinstance(view, type) and issubclass(view, views.PageView | views.SiteView):
            for field in fields(view):
                assert f"`{field.name}`" in page, (view.__name__, field.name)


def test_recipes_are_well_formed(encyclopedia: Site) -> None:
    recipes = dict(files(doc("deploying.md")))
    workflow = yaml.safe_load(recipes[".github/workflows/publish.yml"])
    assert workflow["permissions"] == {"contents": "read", "pages": "write", "id-token": "write"}
    assert tomllib.loads(recipes["netlify.toml"])["build"]["publish"] == "output"
    assert json.loads(recipes["wrangler.jsonc"])["assets"]["directory"] == "output"
    encyclopedia.write({"site.toml": f"{SETTINGS}headers = true\n"}).run("build")
    assert encyclopedia.read("_headers") == recipes["static/_headers"]
    given = re.findall(r'add_header (\S+) "(.*)" always;', doc("deploying.md"))
    wanted = headers_of(recipes["static/_headers"])
    assert given == [(name, value) for path, name, value in wanted if path == "/*"]
    assert [path for path, name, _ in wanted if name == "Cache-Control"] == ["/assets/*", "/media/*"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    text = _CODE.sub("", _FENCE.sub("", page.read_text("utf-8")))
    for target in _LINK.findall(text):
        if re.match(r"https?:|mailto:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        assert file.exists(), target
        if anchor:
            assert anchor in anchors(file), target


# What the examples of diagnostics name lies in the site of a reader.
@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.name != "diagnostics.md"], ids=lambda page: page.name
)
def test_modules_and_tests_that_are_named_exist(page: Path) -> None:
    """What a recipe tells its reader to make follows the word "Make"."""
    text = _FENCE.sub("", page.read_text("utf-8"))
    modules = {
        f"/{path.relative_to(REPOSITORY).as_posix()}"
        for folder in ("kinepedia", "tests", "benchmarks", "scripts")
        for path in (REPOSITORY / folder).rglob("*.*")
    } | {"/build.py"}
    named = {name for name in _MODULE.findall(text) if not any(path.endswith(f"/{name}") for path in modules)}
    assert named == set()
    tests = "".join(path.read_text("utf-8") for path in (REPOSITORY / "tests").rglob("test_*.py"))
    assert {name for name in _TEST.findall(text) if f"def {name}(" not in tests} == set()


def anchors(file: Path) -> set[str]:
    """Return the anchors that GitHub gives the headings of a page."""
    text = _FENCE.sub("", file.read_text("utf-8"))
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_exist(page: Path) -> None:
    text = page.read_text("utf-8")
    for line in _COMMAND.findall(text):
        words = line.partition("#")[0].split()
        options = {match[0] for word in words if (match := re.match(r"--?[a-z][a-z-]*", word))}
        assert options <= options_of(words[0]), line
    everywhere = set().union(*map(options_of, main.list_commands(click.Context(main))))
    assert set(re.findall(r"`(--[a-z][a-z-]*)", text)) <= everywhere


def options_of(name: str) -> set[str]:
    """Return the options of a command or of its sub-commands."""
    command = main.get_command(click.Context(main), name)
    if command is None:
        assert name.startswith("--"), f"there is no command {name!r}"
        return {"--help"}
    parts = [command, *(command.commands.values() if isinstance(command, click.Group) else ())]
    own = {option for part in parts for parameter in part.params for option in parameter.opts}
    return own | {"--help", "--version"}


def test_the_program_of_the_library_works(encyclopedia: Site, monkeypatch, capsys) -> None:
    page = (REPOSITORY / "docs/library.md").read_text("utf-8")
    program = re.search(r"^```python\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert program
    monkeypatch.chdir(encyclopedia.root.parent)
    exec(program[1].replace("my-site", encyclopedia.root.name), {})
    said = capsys.readouterr().out
    assert re.fullmatch(r"\d+ pages, 0 warnings\n", said), said
    assert (encyclopedia.root.parent / "public/index.html").is_file()


def test_every_public_name_is_on_the_page_of_the_library() -> None:
    page = (REPOSITORY / "docs/library.md").read_text("utf-8")
    assert [name for name in kinepedia.__all__ if name != "__version__" and f"`{name}" not in page] == []
