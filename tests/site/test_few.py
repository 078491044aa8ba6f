"""A few changed files are replaced one by one; a build that is killed meanwhile leaves a site that works."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

import pytest
import seams
from connected import Connected
from examples import stride
from sites import killed_at, tree

from kinepedia import Folders, Options, build_site

pytestmark = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="forking is not safe there")

HERE = Options(jobs=1)
LINK = re.compile(rb'(?:href|src)="([^"#?:]+)')


def test_killed_at_any_moment_while_few_files_are_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seams.refuse_exchange(monkeypatch)
    site = Connected(tmp_path / "site")
    folders = Folders.of(site.root)
    (site.root / "content/articles/lonely.md").rename(tmp_path / "later.md")
    assert build_site(folders, HERE).ok
    # Published files are only ever replaced, so that links to them keep them, with their times and numbers.
    shutil.copytree(folders.output, tmp_path / "output", copy_function=os.link)
    shutil.copytree(folders.cache, tmp_path / "cache")
    old = tree(folders.output)
    site.say("content/exercises/bridge.md", "Slower.")
    site.say("content/exercises/bridge.md", "[A knee](knee.svg)")
    site.say("content/exercises/heel-walk.md", "redirect_from: [/walk/]")
    site.say("templates/home.html", "(nothing)")
    (tmp_path / "later.md").rename(site.root / "content/articles/lonely.md")
    (site.root / "content/exercises/unfinished.md").unlink()
    (site.root / "content/equipment/mat.md").unlink()
    apart = Folders.of(site.root, output=tmp_path / "new/output", cache=tmp_path / "new/cache")
    assert build_site(apart, HERE).ok
    new = tree(apart.output)
    assert old.keys() - new.keys()
    assert new.keys() - old.keys()
    moment = 0
    while True:
        moment += stride(
            2
        )  # each file is moved after a look whether its folder is there, which changes nothing
        shutil.rmtree(folders.output)
        shutil.rmtree(folders.cache)
        shutil.copytree(tmp_path / "output", folders.output, copy_function=os.link)
        shutil.copytree(tmp_path / "cache", folders.cache)
        if not killed_at(moment, lambda: build_site(folders, HERE), below=folders.output):
            break
        found = tree(folders.output)
        assert_every_file_is_whole(found, old, new)
        assert_links_lead_somewhere(found, f"killed at change {moment}")
        if moment // stride(2) % 2 == 0:
            assert build_site(folders, HERE).ok
            assert tree(folders.output) == new, f"killed at change {moment}"
    assert moment > 40
    assert tree(folders.output) == new


def assert_every_file_is_whole(found: dict[str, bytes], old: dict[str, bytes], new: dict[str, bytes]) -> None:
    for name, content in found.items():
        if not name.rpartition("/")[2].startswith(".kinepedia-"):  # the manifest, and what is being written
            assert content in (old.get(name), new.get(name)), name


def assert_links_lead_somewhere(files: dict[str, bytes], when: str) -> None:
    """Follow all links from the home page, as a visitor can."""
    seen = {"index.html"}
    pending = ["index.html"]
    while pending:
        page = pending.pop()
        for link in LINK.findall(files[page]):
            path = link.decode()
            way = page.split("/")[:-1]
            for part in path.split("/"):
                if part == "..":
                    way.pop()
                elif part not in ("", "."):
                    way.append(part)
            name = "/".join([*way, "index.html"] if path.endswith(("/", ".")) else way)
            assert name in files, f"{when}: {page} links to {path}"
            if name not in seen:
                seen.add(name)
                if name.endswith(".html"):
                    pending.append(name)
