"""Several commands that work on one site at the same time."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import seams
from connected import Connected
from sites import Run, Site, tree

from kinepedia import Folders, Options, build_site
from kinepedia.machine.exceptions import RefusedError

HERE = Options(jobs=1)


def at_once(*works: Callable[[], Run]) -> list[Run]:
    with ThreadPoolExecutor(len(works)) as pool:
        return [future.result() for future in [pool.submit(work) for work in works]]


def expected(root: Path, **options: str) -> dict[str, bytes]:
    """Return what a build from nothing publishes."""
    folders = Folders.of(root, output=root.parent / "new/output", cache=root.parent / "new/cache")
    assert build_site(folders, Options(clean=True, jobs=1, **options)).ok
    return tree(folders.output)


def test_builds_and_checks_of_one_site(tmp_path: Path) -> None:
    connected = Connected(tmp_path / "site")
    site = Site(connected.root)
    assert build_site(Folders.of(site.root), HERE).ok
    for text in ("Slower.", "title: Zebra"):
        connected.say("content/exercises/bridge.md", text)
        runs = at_once(*[lambda: site.run_apart("build"), lambda: site.run_apart("check")] * 2)
        assert [(run.status, run.stderr.count("Error"), run.stderr.count("Trace")) for run in runs] == [
            (0, 0, 0)
        ] * 4
        assert site.output_files() == expected(site.root)


def test_builds_with_caches_of_their_own(tmp_path: Path) -> None:
    """Whoever finds that the other has published meanwhile says so, and publishes nothing."""
    site = Site(Connected(tmp_path / "site").root)
    assert build_site(Folders.of(site.root), HERE).ok
    runs = at_once(
        *(
            lambda cache=cache, base=base: site.run_apart(
                "build", "--cache", f"../{cache}", "--base-url", base
            )
            for cache, base in (("one", "https://one.example/"), ("two", "https://two.example/"))
        )
    )
    assert {run.status for run in runs} <= {0, 2}
    assert any(run.status == 0 for run in runs)
    assert all("changed by somebody else" in run.stderr for run in runs if run.status)
    wholes = [expected(site.root, base_url=f"https://{name}.example/") for name in ("one", "two")]
    assert site.output_files() in wholes
    assert site.run("build").status == 0
    assert site.output_files() == expected(site.root)


def test_few_files_that_another_build_replaced_are_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connected = Connected(tmp_path / "site")
    site = Site(connected.root)
    assert build_site(Folders.of(site.root), HERE).ok
    connected.say("content/exercises/bridge.md", "Slower.")
    other = Folders.of(site.root, cache=tmp_path / "cache")
    assert build_site(other, HERE).ok
    connected.say("content/exercises/bridge.md", "Quickly.")

    def meanwhile() -> None:
        assert build_site(other, Options(jobs=1, base_url="https://other.example/")).ok

    seams.before_collisions(monkeypatch, meanwhile)
    with pytest.raises(RefusedError, match="was changed by somebody else"):
        build_site(Folders.of(site.root), HERE)
    assert site.output_files() == expected(site.root, base_url="https://other.example/")
