"""The command in surroundings that leave it no way to report."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sites import Site

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")


def shell(site: Site, script: str) -> subprocess.CompletedProcess[str]:
    """Run a script in which `$K` is the command."""
    command = f"K={sys.executable!r}' -m kinepedia'\n{script}"
    return subprocess.run(["sh", "-c", command], cwd=site.root, capture_output=True, text=True)


def test_without_standard_error_it_builds_and_fails_as_always(site: Site) -> None:
    assert shell(site.exercise("a"), "$K build 2>&-").returncode == 0
    site.exercise("a", "level: unheard-of\n")
    done = shell(site, "$K build 2>&-")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")


def test_without_standard_output_it_builds(site: Site) -> None:
    done = shell(site.exercise("a"), "$K build >&-")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
@pytest.mark.parametrize("words", ["build", "check --format json", "--help", "--version"])
def test_a_full_disk_under_the_report_is_said(site: Site, words: str) -> None:
    done = shell(site.exercise("a"), f"$K {words} >/dev/full")
    said = "Error: The report cannot be written: No space left on device.\n"
    assert (done.returncode, done.stderr) == (2, said)
    done = shell(site, f"$K {words} >/dev/full 2>/dev/full")
    assert done.returncode == 2


def test_a_folder_that_cannot_be_looked_at_is_named(site: Site) -> None:
    name = "a" * 300
    done = shell(site, f"$K build --site {name}")
    assert (done.returncode, "Traceback" in done.stderr, name in done.stderr) == (2, False, True)


def test_a_current_folder_that_is_gone_is_said(site: Site) -> None:
    done = shell(site, "mkdir gone && cd gone && rmdir ../gone && $K build --site ..")
    said = "Error: The current folder does not exist any more. Go to another one.\n"
    assert (done.returncode, done.stderr) == (2, said)
