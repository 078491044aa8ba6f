from __future__ import annotations

import json
from pathlib import Path

import jsonschema
from sites import Site, tree


def test_schemas_know_the_names_of_the_site(site: Site) -> None:
    site.exercise("bridge")
    run = site.run("schema")
    assert (run.status, run.stderr) == (0, "")
    assert run.stdout.startswith("Wrote 11 files: schema/exercises.schema.json, ")
    schema = json.loads((site.root / "schema/exercises.schema.json").read_text("utf-8"))
    front_matter = {"title": "A", "categories": "hamstrings", "prerequisites": ["Bridge"]}
    jsonschema.Draft7Validator(schema).validate(front_matter)
    assert not jsonschema.Draft7Validator(schema).is_valid({**front_matter, "prerequisites": ["Brigde"]})
    assert site.run("check", "--strict").status == 0


def test_they_are_the_same_every_time_and_go_where_they_are_told(site: Site) -> None:
    site.exercise("bridge").run("schema", "--to", "one")
    site.run("schema", "--to", "two")
    assert tree(site.root / "one") == tree(site.root / "two") != {}


def test_a_workspace_gets_snippets(site: Site) -> None:
    (site.root / ".vscode").mkdir()
    site.exercise("bridge").run("schema")
    snippets = json.loads((site.root / ".vscode/kinepedia.code-snippets").read_text("utf-8"))
    assert snippets["Kinepedia: category"]["body"].startswith("categories: ${1|")
    assert "Hamstrings" in snippets["Kinepedia: category"]["body"]


def test_one_is_printed(site: Site) -> None:
    run = site.exercise("bridge").run("schema", "--print", "site")
    assert json.loads(run.stdout)["title"] == "The settings of a Kinepedia site"
    assert not (site.root / "schema").exists()
    wrong = site.run("schema", "--print", "exercise")
    assert wrong.status == 2
    assert 'There is no schema "exercise". It must be one of: exercises, categories,' in wrong.stderr


def test_faulty_entries_have_no_names_but_the_others_have(site: Site) -> None:
    site.exercise("bridge").write({"content/exercises/wrong.md": "---\ntitle: Wrong\n---\n"})
    run = site.run("schema")
    assert run.status == 0
    assert "1 file" in run.stderr
    text = (site.root / "schema/exercises.schema.json").read_text("utf-8")
    assert "Bridge" in text
    assert '"Wrong"' not in text


def test_a_new_site_has_them(empty_site: Site, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    assert empty_site.run("new", "site", str(folder)).status == 0
    assert (folder / ".vscode/settings.json").is_file()
    assert (folder / ".vscode/kinepedia.code-snippets").is_file()
    assert "Gluteus maximus" in (folder / "schema/exercises.schema.json").read_text("utf-8")
    assert Site(folder).run("check", "--strict").status == 0
