"""The author's desk without a browser: what is built when, what is said, and how it ends."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import seams
from connected import Connected
from serving import Serving, serving
from sites import Site, tree
from waiting import until

from kinepedia import Folders, Options, build_site

SERVED = ".kinepedia/serve/output"


def clean(site: Site, name: str, **options: object) -> dict[str, bytes]:
    """Return what a build from nothing publishes."""
    folders = Folders.of(site.root, output=site.root.parent / name, cache=site.root.parent / f"{name}-cache")
    assert build_site(folders, Options(jobs=1, clean=True, **options)).ok
    return tree(folders.output)


def until_served(site: Site, files: dict[str, bytes]) -> None:
    """Wait until these files are what is served; while they are replaced, some may be missing."""

    def is_served() -> bool:
        try:
            return tree(site.root / SERVED) == files
        except FileNotFoundError:
            return False

    until(is_served, "the files of a clean build")


def builds(served: Serving) -> int:
    return served.said.count("Rebuilt ")


def test_it_serves_what_a_clean_build_makes_and_leaves_the_output_alone(site: Site) -> None:
    site.exercise("bridge").exercise("draft", "draft: true\n")
    with serving(site.root, "--drafts") as served:
        served.wait_for("Built 9 pages, 2 exercises, 0 warnings in ")
        assert served.get("/exercises/draft/").status == 200
        site.exercise("bridge", body="Another text.\n")
        served.wait_for("Rebuilt 1 page in ")
        until_served(site, clean(site, "text", drafts=True))
        site.exercise("plank", "prerequisites: [bridge]\n")
        served.wait_for("Rebuilt ", times=2)
        (site.root / "content/exercises/draft.md").unlink()
        served.wait_for("Rebuilt ", times=3)
        assert served.get("/exercises/draft/").status == 404
        until_served(site, clean(site, "others", drafts=True))
    assert not (site.root / "output").exists()
    assert site.run("build").status == 0
    assert site.output_files() == clean(site, "without")


def test_series_of_edits_come_to_the_same_as_clean_builds(tmp_path: Path) -> None:
    connected = Connected(tmp_path / "site")
    site = Site(connected.root)
    with serving(site.root) as served:
        served.wait_for("Built ")
        for number, edit in enumerate(
            (
                ("content/exercises/bridge.md", "Slower."),
                ("content/exercises/bridge.md", "title: Zebra"),
                ("templates/home.html", "(nothing)"),
                ("content/exercises/heel-walk.md", "redirect_from: [/walk/]"),
                ("content/exercises/bridge.md", "Quickly."),
            )
        ):
            assert served.news_after(lambda edit=edit: connected.say(*edit))["problems"] is None
            until_served(site, clean(site, f"new{number}"))


def test_nothing_is_told_of_what_changes_no_page(site: Site) -> None:
    site.exercise("bridge").exercise("plank")
    with serving(site.root) as served:
        served.wait_for("Built ")
        entry = site.root / "content/exercises/bridge.md"
        for _ in range(20):
            entry.read_bytes()
        os.utime(entry)
        site.write({"content/exercises/.bridge.md.swp": "b0VIM", "content/exercises/bridge.md~": "old"})
        assert site.run_apart("build").status == 0
        for text in ("One.\n", "Two.\n"):  # which are noticed later
            news = served.news_after(lambda text=text: site.exercise("plank", body=text))
            assert news["changed"] == ["exercises/plank/index.html"]
        served.wait_for("Rebuilt ", times=2)
        assert builds(served) == 2


@contextmanager
def paused(served: Serving) -> Iterator[None]:
    """Let the server stand still, so that it notices all at once what happens meanwhile."""
    served.process.send_signal(signal.SIGSTOP)
    yield
    served.process.send_signal(signal.SIGCONT)


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")
def test_a_storm_of_events_is_one_build_and_nothing_of_it_is_lost(site: Site) -> None:
    for number in range(40):
        site.exercise(f"exercise-{number}")
    with serving(site.root) as served:
        served.wait_for("Built ")
        before = served.news()["state"]
        with paused(served):  # a busy machine may take longer between two files than a storm is still
            for number in range(40):  # as editors save: aside, then into its place
                site.exercise(f"exercise-{number}", body=f"Text {number}.\n")
                path = site.root / f"content/exercises/exercise-{number}.md"
                shutil.copy(path, path.with_suffix(".tmp"))
                path.with_suffix(".tmp").replace(path)
        until_served(site, clean(site, "after"))
        until(lambda: len(served.news(before)["changed"]) == 40, "the news of all pages")
        assert builds(served) <= 3


def test_a_change_during_a_build_is_not_lost(site: Site) -> None:
    for number in range(150):
        site.exercise(f"exercise-{number}")
    with serving(site.root, "--jobs", "1") as served:
        served.wait_for("Built ")
        site.write({"templates/exercise.html": '{% extends "base.html" %}{% block main %}New.{% endblock %}'})
        until((site.root / ".kinepedia/serve/cache/stage").exists, "the begin of a build")
        for number in range(4):
            site.exercise(f"exercise-{number}", f"aliases: Name {number}\n")
        until_served(site, clean(site, "after"))


def test_a_folder_that_is_exchanged_as_a_whole(site: Site) -> None:
    site.exercise("bridge")
    other = Site(site.root.parent / "other").exercise("bridge", body="From another branch.\n")
    site.exercise("plank")
    with serving(site.root) as served:
        served.wait_for("Built ")
        (site.root / "content/exercises").rename(site.root / "before")
        (other.root / "content/exercises").rename(site.root / "content/exercises")
        until(lambda: b"another branch" in served.get("/exercises/bridge/").body, "the other branch")
        site.exercise("bridge", body="Written into the new folder.\n")
        until(lambda: b"into the new" in served.get("/exercises/bridge/").body, "a change in the new folder")
        assert served.get("/exercises/plank/").status == 404


def test_folders_that_come_later_settings_and_poses_are_watched(site: Site) -> None:
    site.exercise("bridge")
    with serving(site.root) as served:
        served.wait_for("Built ")
        site.write({"templates/home.html": "A template of our own."})
        until(lambda: b"of our own" in served.get().body, "the template")
        site.write({"static/deep/er/new.txt": "new"})
        until(lambda: served.get("/deep/er/new.txt").status == 200, "the static file")
        site.write({"static/deep/er/new.txt": "newer"})
        until(lambda: served.get("/deep/er/new.txt").body == b"newer", "the changed static file")
    with serving(site.root, program=["-c", seams.NO_SECOND_LOOK]) as served:
        served.wait_for("Built ")
        site.write({"poses.txt": b"\xff"})
        served.wait_for("poses.txt:1:1: error[invalid-utf8]")
        (site.root / "poses.txt").unlink()
        site.write({"site.toml": 'title = "Test site"\nbase_url = "https://example.org/sub/"\n'})
        until(lambda: served.get("/sub/").status == 200, "the path of the site")
        assert served.get("/").fields["location"] == "/sub/"
        assert b'href="/sub/exercises/"' in served.get("/sub/nowhere/").body
        assert served.get("/exercises/bridge/").status == 404


def test_polling_sees_changes_too(site: Site) -> None:
    site.exercise("bridge")
    with serving(site.root, "--poll") as served:
        served.wait_for("Built ")
        site.exercise("bridge", body="Seen by looking.\n")
        until(lambda: b"by looking" in served.get("/exercises/bridge/").body, "the change")
        site.exercise("bridge", "level: unheard-of\n")
        served.wait_for("1 error; the pages stay as they were.")
        site.exercise("bridge", body="Mended.\n")
        served.wait_for("No errors any more.")
        assert served.said.count("1 error;") == 1


def test_problems_are_said_once(site: Site) -> None:
    site.exercise("bridge", "level: unheard-of\n").exercise("plank")
    with serving(site.root) as served:
        served.wait_for("1 error; the pages stay as they were.")
        assert served.get("/exercises/plank/").status == 503
        site.exercise("bridge", "level: unheard-of\n", "## How to\n\n### Step 1: Move\n\nOtherwise.\n")
        served.wait_for("Still 1 error; the pages stay as they were.")
        site.exercise("bridge", "order: 1\nlevel: unheard-of\n")  # the mistake moves down
        served.wait_for("Still 1 error; the pages stay as they were.", times=2)
        assert served.said.count("unknown-term") == 1
        site.exercise("plank", "tile: Mistyped\n")
        served.wait_for("2 errors; the pages stay as they were.")
        assert (served.said.count("unknown-term"), served.said.count("unknown-field")) == (1, 1)
        site.exercise("bridge").exercise("plank")
        served.wait_for("No errors any more.\nRebuilt 9 pages in ")
        site.exercise("bridge", "level: unheard-of\n")
        served.wait_for("1 error; the pages stay as they were.", times=4)
        assert served.said.count("unknown-term") == 2
        site.exercise("bridge", body="Mended.\n")
        served.wait_for("No errors any more.\nRebuilt 1 page in ")


def test_settings_that_are_gone_for_a_while(site: Site) -> None:
    site.exercise("bridge")
    with serving(site.root) as served:
        served.wait_for("Built ")
        (site.root / "site.toml").rename(site.root / "aside.toml")
        served.wait_for("No such file or directory")
        assert served.news()["problems"]["title"] == "The site could not be built"
        assert served.get("/exercises/bridge/").status == 200
        (site.root / "aside.toml").rename(site.root / "site.toml")
        until(lambda: served.news()["problems"] is None, "the settings")


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")
@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_quietly_and_frees_its_port(site: Site, by: signal.Signals) -> None:
    site.exercise("bridge")
    with serving(site.root) as served:
        served.wait_for("Built ")
        address, port = served.address, served.port
        assert served.end(by) == 0
        assert served.said.splitlines()[0] == f"Serving the site at {address} (Ctrl C ends it)."
        assert served.said.splitlines()[1] == f"Try poses at {address}__kinepedia__/pose"
        assert len(served.said.splitlines()) == 3
    with socket.create_server(("127.0.0.1", port)):
        pass
    with serving(site.root) as again:  # what it remembered was kept
        again.wait_for("Built 8 pages")


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")
def test_it_ends_in_the_middle_of_a_build_and_leaves_no_process(tmp_path: Path) -> None:
    site = Site(Connected(tmp_path / "site").root)
    for number in range(400):
        site.exercise(f"exercise-{number}", body="One word. " * 500)
    with serving(site.root, "--jobs", "2") as served:
        until((site.root / ".kinepedia/serve/cache/stage").exists, "the begin of a build")
        children = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(served.process.pid)], capture_output=True
        )
        assert served.end(signal.SIGINT) == 0
        assert "Error" not in served.said
    for child in map(int, children.stdout.split()):
        until(lambda child=child: not Path(f"/proc/{child}").exists(), "the end of a process")


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds the process by /proc")
def test_the_process_that_builds_is_replaced_when_it_is_killed(site: Site) -> None:
    site.exercise("bridge")
    with serving(site.root) as served:
        served.wait_for("Built ")
        main = served.process.pid
        children = Path(f"/proc/{main}/task/{main}/children").read_text().split()
        for child in children:
            if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
                os.kill(int(child), signal.SIGKILL)
        site.exercise("bridge", body="Once.\n")
        served.wait_for("The process that builds was ended from outside")
        site.exercise("bridge", body="Twice.\n")
        until(lambda: b"Twice." in served.get("/exercises/bridge/").body, "the change")
        until(lambda: served.news()["problems"] is None, "the end of the overlay")


def test_a_taken_port_gives_the_next_one(site: Site) -> None:
    site.exercise("bridge")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with serving(site.root, port=port) as served:
            served.wait_for(f"Port {port} is taken; this is port ")
            assert port < served.port < port + 20
            assert served.get("/").status in (200, 503)


def test_where_nothing_can_be_watched_it_looks_instead(site: Site) -> None:
    site.exercise("bridge")
    with serving(site.root, program=["-c", seams.NOTHING_TO_WATCH]) as served:
        served.wait_for("The system cannot watch the folders (inotify watch limit reached); they are looked")
        served.wait_for("Built ")
        site.exercise("bridge", body="Seen by looking.\n")
        until(lambda: b"by looking" in served.get("/exercises/bridge/").body, "the change")


def test_one_site_is_served_once(site: Site) -> None:
    site.exercise("bridge")
    with serving(site.root) as served:
        served.wait_for("Built ")
        second = site.run_apart("serve", "--port", "0")
        assert (second.status, "already being served" in second.stderr) == (2, True)
        with serving(site.root, "--cache", "other") as other:
            other.wait_for("Built ")


def test_another_host_is_warned_of_and_an_unknown_one_refused(site: Site) -> None:
    site.exercise("bridge")
    with serving(site.root, "--host", "0.0.0.0") as served:
        served.wait_for("Warning: whoever can reach this machine at 0.0.0.0 can read the site")
        assert served.get("/").status in (200, 503)
    done = site.run_apart("serve", "--host", "no.such.host.invalid", "--port", "0")
    assert (done.status, "no.such.host.invalid" in done.stderr) == (1, True)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")
def test_it_opens_the_browser_that_the_environment_names(site: Site, tmp_path: Path) -> None:
    site.exercise("bridge")
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" >{tmp_path}/opened\n')
    browser.chmod(0o755)
    with serving(site.root, "--open", BROWSER=f"{browser} %s") as served:
        opened = tmp_path / "opened"
        until(lambda: opened.exists() and opened.read_text(), "the browser")
        assert opened.read_text().strip() == served.address


def test_memory_stays_as_it_is_over_many_builds(site: Site) -> None:
    site.exercise("bridge")
    with serving(site.root) as served:
        served.wait_for("Built ")

        def edit(number: int) -> None:
            served.news_after(lambda: site.exercise("bridge", body=f"Text {number}.\n"))

        def size() -> int:
            main = served.process.pid
            pids = [main, *map(int, Path(f"/proc/{main}/task/{main}/children").read_text().split())]
            found = [Path(f"/proc/{pid}/status").read_text() for pid in pids]
            return sum(int(text.partition("VmRSS:")[2].split()[0]) for text in found)

        for number in range(15):
            edit(number)
        before = size()
        for number in range(15, 55):
            edit(number)
        assert size() < before + 4096  # kilobytes


def test_the_memory_of_a_cache_that_another_process_used_is_not_believed(site: Site) -> None:
    """Nobody does that by accident, but it must not lead to a wrong page."""
    site.exercise("bridge").exercise("plank")
    with serving(site.root) as served:
        served.wait_for("Built ")
        own = site.root / ".kinepedia/serve"
        until((own / "cache/state").exists, "what it remembers")
        folders = Folders.of(site.root, output=own / "output", cache=own / "cache")
        assert build_site(folders, Options(jobs=1, base_url="https://other.example/")).ok
        site.exercise("bridge", body="Another text.\n")
        until_served(site, clean(site, "after"))
