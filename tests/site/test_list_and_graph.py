"""`kinepedia list` and `kinepedia graph` where a text file cannot show it: bytes, a terminal, Graphviz."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys

import click
import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from sites import Site

from kinepedia.author.graph import Edge, Graph, Node, as_dot
from kinepedia.author.inventory import Item, csv_bytes
from kinepedia.model.addresses import Key

FORMULAS = ("=", "+", "-", "@")


def item(title: str, summary: str | None = None) -> Item:
    key = Key("exercises", "a")
    return Item(
        key, "a.md", "exercises/a/", title, summary, "published", None, None, (), None, None, (), True, (), ()
    )


@given(st.text(min_size=1).filter(lambda text: "\r" not in text), st.text())
def test_a_spreadsheet_reads_back_every_text_and_computes_none(title: str, summary: str) -> None:
    data = csv_bytes([item(title, summary)]).decode()
    head, row = csv.reader(io.StringIO(data, newline=""))
    cells = dict(zip(head, row, strict=True))
    assert cells["title"].removeprefix("'") == title.removeprefix("'")
    assert not cells["title"].lstrip(" ").startswith(FORMULAS)
    assert not cells["summary"].lstrip(" ").startswith(FORMULAS)


def test_lines_of_a_table_end_as_the_standard_says(site: Site) -> None:
    site.exercise("a")
    done = subprocess.run(
        [sys.executable, "-m", "kinepedia", "list", "--csv"], cwd=site.root, capture_output=True
    )
    assert done.stdout.count(b"\r\n") == done.stdout.count(b"\n") == 2


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_on_a_terminal_the_table_fits_and_markup_in_a_title_is_text(site: Site) -> None:
    front_matter = "title: '[bold]A very long title of many words'\npublished: 2026-01-01\n"
    site.write({"content/articles/a.md": f"---\n{front_matter}---\n"})
    ours, theirs = os.openpty()
    environment = {**os.environ, "COLUMNS": "60", "TERM": "xterm", "NO_COLOR": "1", "PYTHONUTF8": "1"}
    words = [sys.executable, "-m", "kinepedia", "list", "articles"]
    subprocess.run(words, cwd=site.root, stdout=theirs, stderr=subprocess.PIPE, env=environment, timeout=60)
    os.close(theirs)
    shown = click.unstyle(os.read(ours, 10_000).decode())
    os.close(ours)
    assert "[bold]" in shown
    assert "articles: 1" in shown
    assert "2026-01-01" in shown
    assert max(map(len, shown.splitlines())) <= 60


def test_a_list_writes_nothing(site: Site) -> None:
    site.exercise("a").run("list")
    assert sorted(path.name for path in site.root.iterdir()) == ["content", "site.toml"]


TITLES = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=20)


@pytest.mark.skipif(not shutil.which("dot"), reason="needs Graphviz")
@examples(25)
@given(TITLES)
def test_graphviz_shows_a_title_as_it_is(title: str) -> None:
    keys = [Key("exercises", "a"), Key("exercises", "b")]
    nodes = tuple(Node(key, title, Key("categories", "c"), title, None) for key in keys)
    dot = as_dot(Graph(nodes, (Edge(keys[0], keys[1], "harder"),)), title)
    done = subprocess.run(["dot", "-Tjson"], input=dot.encode(), capture_output=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"")
    labels = [each["name"] for each in json.loads(done.stdout)["objects"]]
    assert sorted(labels) == ["a", "b", "cluster_0"]
