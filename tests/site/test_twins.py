"""Compressed twins: of every text, the same at every build, and gone when they are not wanted any more."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import brotli
import pytest
import seams
from sites import Site

from kinepedia import Folders, Options, build_site

BOTH = 'title = "T"\nprecompress = ["gzip", "brotli"]\n'
LONG = "## How to\n\n### Step 1: Move\n\n" + "Slowly and well. " * 200


def build_here(site: Site, jobs: int = 1) -> bool:
    return build_site(Folders.of(site.root), Options(jobs=jobs)).ok


def twins_of(site: Site) -> dict[str, bytes]:
    return {name: data for name, data in site.output_files().items() if name.endswith((".gz", ".br"))}


def assert_right(site: Site) -> None:
    """Every text has both twins, and they are what it is."""
    files = site.output_files()
    for name, content in files.items():
        if name.endswith((".html", ".css", ".svg", ".webmanifest")) and len(content) >= 1024:
            assert gzip.decompress(files[f"{name}.gz"]) == content, name
            assert brotli.decompress(files[f"{name}.br"]) == content, name
            assert len(files[f"{name}.br"]) < len(files[f"{name}.gz"]) < len(content)
    assert twins_of(site).keys() <= {f"{name}.{suffix}" for name in files for suffix in ("gz", "br")}


def test_every_text_has_its_twins(site: Site) -> None:
    site.write({"site.toml": BOTH, "static/small.txt": "a" * 500, "static/big.txt": "a" * 5000})
    site.write({"static/random.txt": os.urandom(5000)})
    assert build_here(site.exercise("bridge", body=LONG))
    assert_right(site)
    names = twins_of(site).keys()
    assert {"index.html.gz", "index.html.br", "exercises/bridge/index.html.gz", "big.txt.br"} <= names
    assert not [name for name in names if "small" in name or "random" in name or ".png." in name]
    assert {"index.html.gz", "index.html.br"} <= set(site.read(".kinepedia-manifest").splitlines())


def test_only_what_has_changed_is_compressed_again(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.write({"site.toml": BOTH}).exercise("bridge", body=LONG)
    assert build_here(site.exercise("march", body=LONG))
    before = twins_of(site)
    pressed = seams.note_compressed(monkeypatch)
    assert build_here(site.exercise("march", body=f"{LONG}\n\nMore."))
    assert sorted(pressed) == ["brotli", "gzip"]
    after = twins_of(site)
    changed = {name for name, data in after.items() if data != before[name]}
    assert changed == {"exercises/march/index.html.gz", "exercises/march/index.html.br"}
    assert_right(site)


def test_a_twin_that_was_lost_comes_back(site: Site) -> None:
    site.write({"site.toml": BOTH}).exercise("bridge", body=LONG)
    assert build_here(site)
    before = twins_of(site)
    (site.root / "output/index.html.gz").unlink()
    (site.root / "output/exercises/bridge/index.html.br").write_bytes(b"spoilt")
    assert build_here(site)
    assert twins_of(site) == before


def test_they_go_when_they_are_not_wanted_any_more(site: Site) -> None:
    site.write({"site.toml": BOTH}).exercise("bridge", body=LONG)
    assert build_here(site)
    site.write({"site.toml": 'title = "T"\nprecompress = "gzip"\n'})
    assert build_here(site)
    assert {name[-3:] for name in twins_of(site)} == {".gz"}
    site.write({"site.toml": 'title = "T"\n'})
    assert build_here(site)
    assert twins_of(site) == {}


def test_any_number_of_processes_makes_the_same(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    seams.fork_from(monkeypatch, 2)
    site.write({"site.toml": BOTH}).exercise("bridge", body=LONG)
    assert build_here(site, jobs=2)
    several = twins_of(site)
    for path in (Path(site.root, "output"), Path(site.root, ".kinepedia")):
        path.rename(f"{path}-before")
    assert build_here(site, jobs=1)
    assert twins_of(site) == several
    assert len(several) > 8
