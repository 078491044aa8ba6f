"""Any number of processes gives the same site, and one that dies is a clear error."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest
import seams
from click.testing import CliRunner
from connected import Connected
from sites import tree

from kinepedia import Folders, Options, build_site
from kinepedia.commands.main import main

pytestmark = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="nothing is forked there")


@pytest.fixture(autouse=True)
def _always_forks(monkeypatch: pytest.MonkeyPatch) -> None:
    seams.fork_from(monkeypatch, 2)


@pytest.mark.parametrize("mistakes", [0, 24])
def test_any_number_of_processes_gives_the_same(tmp_path: Path, mistakes: int) -> None:
    site = Connected(tmp_path / "site")
    for number in range(mistakes):
        if number != 16:  # that in the title of the whole site, which would hide all others
            site.spoil(number)
    results = []
    for jobs in (1, 2, 3):
        folders = Folders.of(site.root, output=tmp_path / f"output-{jobs}", cache=tmp_path / f"cache-{jobs}")
        result = build_site(folders, Options(jobs=jobs))
        site.say("content/exercises/bridge.md", "title: Zebra")
        again = build_site(folders, Options(jobs=jobs))
        site.say("content/exercises/bridge.md", "title: Bridge")
        results.append((result, again, tree(folders.output)))
    assert results[0] == results[1] == results[2]
    result, again, files = results[0]
    assert (result.ok, again.ok, bool(files)) == (not mistakes, not mistakes, not mistakes)
    assert len(result.diagnostics) >= mistakes // 2


def test_work_is_really_spread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = Connected(tmp_path / "site")
    seams.on_rendering(monkeypatch, lambda page: (tmp_path / f"{os.getpid()}-{page.template}").touch())
    assert build_site(Folders.of(site.root), Options(jobs=2)).ok
    processes = {path.name.partition("-")[0] for path in tmp_path.glob("*.html")}
    assert str(os.getpid()) not in processes
    assert processes


@pytest.mark.parametrize("part", ["convert", "render"])
def test_a_worker_that_is_killed_is_a_clear_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    site = Connected(tmp_path)
    assert build_site(Folders.of(tmp_path), Options(jobs=2)).ok
    before = tree(tmp_path / "output")
    site.say("site.toml", 'title = "Poor"')
    for number in range(100):
        site.change(number * 7)
    site.mend(0)
    site.say("site.toml", "[labels]")  # without which a line below it would be wrong
    with monkeypatch.context() as patch:
        seams.end_with(patch, part, lambda: os.kill(os.getpid(), signal.SIGKILL))
        done = run_here(tmp_path)
    assert done.exit_code == 1
    assert done.stderr == (
        "Error: a worker process was ended from outside, or ran out of memory; "
        "build with --jobs 1 to need less. The last output is untouched.\n"
    )
    assert tree(tmp_path / "output") == before
    assert_recovers(tmp_path)


def test_a_bug_in_a_worker_is_reported_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise RuntimeError("a bug")

    site = Connected(tmp_path)
    assert build_site(Folders.of(tmp_path), Options(jobs=2)).ok
    before = tree(tmp_path / "output")
    site.say("site.toml", 'title = "Poor"')
    with monkeypatch.context() as patch:
        seams.end_with(patch, "audit", fail)
        done = run_here(tmp_path)
    assert done.exit_code == 1
    crash = tmp_path / ".kinepedia/crash.txt"
    assert done.stderr == (
        "Error: Kinepedia has a bug: RuntimeError: a bug. The last output is untouched. "
        f"Please report it with the file {crash}.\n"
    )
    assert "in fail" in crash.read_text("utf-8")
    assert tree(tmp_path / "output") == before
    assert_recovers(tmp_path)


def run_here(root: Path):
    return CliRunner().invoke(main, ["build", "--site", str(root), "--jobs", "2"])


def assert_recovers(root: Path) -> None:
    assert run_here(root).exit_code in (0, 1)
    clean = Folders.of(root, output=root.parent / "new-output", cache=root.parent / "new-cache")
    if build_site(clean, Options(jobs=1)).ok:
        assert tree(root / "output") == tree(clean.output)
