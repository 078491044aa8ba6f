"""The output is always one whole site: whatever fails, whenever it stops, whatever lies there."""

from __future__ import annotations

import errno
import os
import shutil
import sys
import threading
from pathlib import Path

import pytest
import seams
from examples import stride
from sites import Site, killed_at, tree

from kinepedia import Folders, Options, build_site
from kinepedia.machine.exceptions import RefusedError
from kinepedia.publish.staging_place import remove


def first_version(site: Site) -> Site:
    site.write({"static/notes/a.txt": "a", "static/gone.txt": "gone"})
    return site.exercise("first").exercise("second").exercise("third")


def second_version(site: Site) -> Site:
    (site.root / "static/gone.txt").unlink()
    (site.root / "content/exercises/third.md").unlink()
    return site.exercise("second", body="## How to\n\n### Step 1: New\n\nText.\n").exercise("fourth")


def build_here(site: Site) -> bool:
    return build_site(Folders.of(site.root), Options()).ok


def test_removes_only_what_an_earlier_build_made(site: Site) -> None:
    assert build_here(first_version(site))
    site.write({"output/mine.txt": "mine", "output/exercises/mine/too.txt": "too", "output/.git/HEAD": "ref"})
    assert build_here(second_version(site))
    files = site.output_files()
    assert files["mine.txt"] == b"mine"
    assert files["exercises/mine/too.txt"] == b"too"
    assert files[".git/HEAD"] == b"ref"
    assert "exercises/fourth/index.html" in files
    assert "exercises/third/index.html" not in files
    assert not (site.root / "output/exercises/third").exists()
    assert "gone.txt" not in files


def test_a_file_of_the_author_in_the_way_is_an_error_and_survives(site: Site) -> None:
    assert build_here(first_version(site))
    before = site.output_files()
    site.write({"output/exercises/fourth/index.html": "mine"})
    run = second_version(site).run("build")
    assert run.status == 1
    assert "[foreign-file]" in run.stderr
    assert site.output_files() == {**before, "exercises/fourth/index.html": b"mine"}


def test_a_build_with_errors_leaves_the_output_alone(site: Site) -> None:
    assert build_here(first_version(site))
    before = site.output_files()
    site.exercise("second", "level: unheard-of\n")
    assert site.run("build").status == 1
    assert site.output_files() == before


def test_the_first_build_with_errors_makes_no_output(site: Site) -> None:
    site.exercise("first", "level: unheard-of\n")
    assert site.run("build").status == 1
    assert not (site.root / "output").exists()


def test_unchanged_files_keep_their_time_unless_clean(site: Site) -> None:
    assert build_here(first_version(site))
    page = site.root / "output/exercises/first/index.html"
    os.utime(page, (1, 1))
    assert build_here(site)
    assert page.stat().st_mtime == 1
    assert build_site(Folders.of(site.root), Options(clean=True)).ok
    assert page.stat().st_mtime != 1


@pytest.mark.parametrize(
    "name", ["..", ".", "content", "content/exercises", "templates", "static", "somebody"]
)
def test_refuses_folders_that_could_hold_something_else(site: Site, name: str) -> None:
    first_version(site).write({"somebody/else.txt": "x", "templates/404.html": "gone"})
    before = tree(site.root)
    run = site.run("build", "--output", name)
    assert run.status == 2
    assert "cannot be the output" in run.stderr
    assert "Help: " in run.stderr
    assert tree(site.root) == before


def test_refuses_root_and_home_and_links_to_them(site: Site, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(first_version(site).root / "content")
    for output in ("/", str(Path.home()), str(link)):
        run = site.run("build", "--output", output)
        assert (run.status, "cannot be the output" in run.stderr) == (2, True)


@pytest.mark.parametrize("name", [".", "content", "somebody"])
def test_refuses_a_cache_that_holds_something_else(site: Site, tmp_path: Path, name: str) -> None:
    first_version(site).write({"somebody/stage/else.txt": "x"})
    before = tree(site.root)
    run = site.run("build", "--cache", name, "--output", str(tmp_path / "output"))
    assert (run.status, "cannot be the cache" in run.stderr) == (2, True)
    assert tree(site.root) == before


def test_pictures_of_drafts_are_not_published(site: Site) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'
    site.exercise("a").exercise("b", "draft: true\n", "![knee](k.svg)\n").write(
        {"content/exercises/k.svg": svg}
    )
    assert build_here(site)
    assert not (site.root / "output/media").exists()


def test_an_empty_folder_may_be_the_output(site: Site) -> None:
    (site.root / "output").mkdir()
    assert build_here(first_version(site))
    assert "index.html" in site.output_files()


def test_a_manifest_cannot_make_us_remove_other_files(site: Site) -> None:
    assert build_here(first_version(site))
    manifest = site.root / "output/.kinepedia-manifest"
    manifest.write_text(manifest.read_text() + "../content/exercises/first.md\n/etc/hostname\n")
    for exchanged in (True, False):
        with pytest.MonkeyPatch.context() as patch:
            if not exchanged:
                seams.no_exchange(patch)
            assert build_here(site)
        assert (site.root / "content/exercises/first.md").exists()


def test_links_in_the_output_are_not_followed(site: Site, tmp_path: Path) -> None:
    assert build_here(first_version(site))
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "index.html").write_text("precious")
    shutil.rmtree(site.root / "output/exercises/third")
    (site.root / "output/exercises/third").symlink_to(precious)
    for exchanged in (True, False):
        with pytest.MonkeyPatch.context() as patch:
            if not exchanged:
                seams.no_exchange(patch)
            build_here(site)
        assert (precious / "index.html").read_text() == "precious"


def test_file_by_file_gives_the_same_output(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    assert build_here(first_version(site))
    site.write({"output/mine.txt": "mine"})
    assert build_here(second_version(site))
    swapped = site.output_files()
    shutil.rmtree(site.root / "output")
    seams.no_exchange(monkeypatch)
    assert build_here(first_version(site))
    site.write({"output/mine.txt": "mine"})
    assert build_here(second_version(site))
    assert site.output_files() == swapped


def test_file_by_file_lets_a_file_and_a_folder_change_places(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    seams.no_exchange(monkeypatch)
    site.write({"static/a": "file", "static/b/c": "in a folder"}).exercise("first")
    assert build_here(site)
    (site.root / "static/a").unlink()
    shutil.rmtree(site.root / "static/b")
    site.write({"static/a/c": "in a folder", "static/b": "file"})
    assert build_here(site)
    files = site.output_files()
    assert (files["a/c"], files["b"]) == (b"in a folder", b"file")


def test_the_same_input_gives_the_same_bytes(site: Site, tmp_path: Path) -> None:
    first_version(site)
    other = Site(tmp_path / "elsewhere" / "copy")
    shutil.copytree(site.root, other.root, dirs_exist_ok=True)
    assert site.run_apart("build", PYTHONHASHSEED="1").status == 0
    assert other.run_apart("build", "--clean", PYTHONHASHSEED="2", LC_ALL="C").status == 0
    assert site.output_files() == other.output_files()


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
@pytest.mark.skipif(sys.platform == "darwin", reason="forking is not safe on macOS")
def test_killed_at_any_moment_it_leaves_one_whole_site(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    seams.few_files(monkeypatch, 0)
    output = site.root / "output"
    first_version(site)
    assert build_here(site)
    site.write({"output/mine.txt": "mine"})
    old = tree(output)
    kept = site.root.parent / "kept"
    shutil.copytree(output, kept)
    second_version(site)
    assert build_here(site)
    new = tree(output)
    assert old != new
    beside = sorted(os.listdir(site.root))
    moment = 0
    while True:
        moment += stride()
        shutil.rmtree(output)
        shutil.copytree(kept, output)
        if not killed_at(moment, lambda: build_here(site)):
            break
        assert tree(output) in (old, new), f"killed at change {moment}"
        assert sorted(os.listdir(site.root)) == beside, f"killed at change {moment}"
    assert moment > 30
    assert tree(output) == new
    assert "stage" not in os.listdir(site.root / ".kinepedia")


@pytest.mark.skipif(sys.platform == "win32", reason="folders cannot be exchanged there")
def test_a_reader_never_sees_a_gap(site: Site) -> None:
    assert build_here(first_version(site))
    page = site.root / "output/exercises/first/index.html"
    stop = threading.Event()
    gaps = []

    def read() -> None:
        while not stop.is_set():
            try:
                if not page.read_bytes().endswith(b"</html>\n"):
                    gaps.append("half a page")
            except FileNotFoundError:
                gaps.append("no page")

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for number in range(8):
            site.exercise("first", f"summary: Version {number}\n")
            assert build_here(site)
    finally:
        stop.set()
        reader.join()
    assert gaps == []


def test_two_builds_at_once_both_succeed(site: Site) -> None:
    first_version(site)
    results: list[bool] = []
    threads = [
        threading.Thread(target=lambda: results.append(site.run_apart("build").status == 0)) for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [True, True, True]
    assert "exercises/first/index.html" in site.output_files()


def test_an_output_on_another_file_system(site: Site) -> None:
    elsewhere = Path("/dev/shm")
    if not elsewhere.is_dir() or elsewhere.stat().st_dev == site.root.stat().st_dev:
        pytest.skip("there is no second file system here")
    output = elsewhere / f"kinepedia-test-{os.getpid()}"
    try:
        first_version(site)
        for _ in range(2):
            assert site.run("build", "--output", str(output)).status == 0
            assert (output / "exercises/first/index.html").is_file()
            assert [path.name for path in elsewhere.glob(f".{output.name}*")] == []
    finally:
        shutil.rmtree(output, ignore_errors=True)


def test_the_output_may_be_a_link_to_a_folder(site: Site, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (site.root / "output").symlink_to(tmp_path / "real")
    assert build_here(first_version(site))
    assert (site.root / "output").is_symlink()
    assert (tmp_path / "real/index.html").is_file()


@pytest.mark.parametrize("exchanged", [True, False])
def test_empty_folders_and_modes_of_folders_stay(
    site: Site, monkeypatch: pytest.MonkeyPatch, exchanged: bool
) -> None:
    if not exchanged:
        seams.no_exchange(monkeypatch)
    assert build_here(first_version(site))
    site.write({"output/.git/HEAD": "ref"})
    (site.root / "output/.git/refs/tags").mkdir(parents=True)
    (site.root / "output/.git").chmod(0o700)
    (site.root / "output/.git/refs").chmod(0o555)
    (site.root / "output/exercises").chmod(0o750)
    assert build_here(second_version(site))
    folders = ("output/.git", "output/.git/refs", "output/.git/refs/tags", "output/exercises")
    modes = [(site.root / name).stat().st_mode & 0o777 for name in folders]
    assert (modes[:2], modes[3]) == ([0o700, 0o555], 0o750)
    assert not (site.root / "output/exercises/third").exists()
    assert "stage" not in os.listdir(site.root / ".kinepedia")


def test_an_empty_folder_of_the_author_in_the_way_is_an_error(site: Site) -> None:
    assert build_here(first_version(site))
    (site.root / "output/robots.txt").mkdir()
    site.write({"static/robots.txt": "x"})
    run = site.run("build")
    assert (run.status, run.stderr.startswith("output/robots.txt:1:1: error[foreign-file]")) == (1, True)


@pytest.mark.skipif(sys.platform == "win32", reason="folders cannot be exchanged there")
def test_an_old_site_that_cannot_be_removed_is_a_warning(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Removing fails in the process, because root may remove everything: [left-behind]."""
    assert build_here(first_version(site))
    seams.few_files(monkeypatch, 0)
    rmdir = Path.rmdir

    def refuse(path: Path) -> None:
        if path.name == "third" and path.parents[1].name == "stage":
            raise PermissionError(13, "Permission denied", str(path))
        rmdir(path)

    monkeypatch.setattr(Path, "rmdir", refuse)
    result = build_site(Folders.of(second_version(site).root), Options())
    assert result.ok
    assert [(d.path, d.code) for d in result.diagnostics] == [(".kinepedia/stage", "left-behind")]
    assert "New" in site.read("exercises/second/index.html")
    result = build_site(Folders.of(site.exercise("fifth").root), Options())
    assert (result.ok, result.diagnostics) == (True, ())
    assert "exercises/fifth/index.html" in site.output_files()
    monkeypatch.undo()
    assert build_here(site)
    assert "stage" not in os.listdir(site.root / ".kinepedia")


@pytest.mark.skipif(sys.platform == "win32", reason="folders cannot be exchanged there")
def test_what_is_mounted_in_the_output_stays_where_it_is(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mount from the same file system shows only in that nothing can be linked from it."""
    assert build_here(first_version(site))
    site.write({"output/mounted/mine.txt": "mine"})
    mine = site.root / "output/mounted/mine.txt"
    before = mine.stat().st_ino, (site.root / "output").stat().st_ino
    link = os.link

    def refuse(source: str, *rest: object, **options: bool) -> None:
        if "mounted" in str(source):
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        link(source, *rest, **options)

    monkeypatch.setattr(os, "link", refuse)
    assert build_here(second_version(site))
    assert (mine.stat().st_ino, (site.root / "output").stat().st_ino) == before
    assert "exercises/third/index.html" not in site.output_files()


def test_nothing_on_another_file_system_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ours", "mounted"):
        (tmp_path / "stage" / name).mkdir(parents=True)
        (tmp_path / "stage" / name / "file").write_text(name)
    stat = Path.stat

    def with_mount(path: Path, **options: bool) -> os.stat_result:
        found = list(stat(path, **options))
        found[2] += path.name == "mounted"
        return os.stat_result(found)

    monkeypatch.setattr(Path, "stat", with_mount)
    with pytest.raises(OSError, match="another file system is mounted"):
        remove(tmp_path / "stage")
    assert (tmp_path / "stage/mounted/file").exists()


def test_an_output_that_another_build_changed_is_left_alone(
    site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Builds with different caches do not wait for each other."""
    assert build_here(first_version(site))

    def meanwhile() -> None:
        second_version(site)
        assert build_site(Folders.of(site.root, cache=tmp_path / "cache"), Options()).ok

    seams.before_collisions(monkeypatch, meanwhile)
    site.exercise("sixth", body="## How to\n\n### Step 1: Rest\n\nText.\n")
    with pytest.raises(RefusedError, match="was changed by somebody else"):
        build_here(site)
    assert "exercises/fourth/index.html" in site.output_files()
    assert "exercises/third/index.html" not in site.output_files()


def test_a_crash_while_checking_does_not_spoil_the_cache(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash() -> None:
        raise RuntimeError("a bug")

    with monkeypatch.context() as patch:
        seams.on_reading(patch, crash)
        assert "Please report it with the file" in first_version(site).run("check").stderr
    assert (site.root / ".kinepedia/crash.txt").is_file()
    assert site.run("build").status == 0


def test_a_build_killed_before_it_marked_its_cache_does_not_spoil_it(site: Site) -> None:
    first_version(site).write({".kinepedia/lock": ""})
    assert site.run("build").status == 0


def test_file_by_file_leaves_files_with_any_name_alone(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    seams.no_exchange(monkeypatch)
    assert build_here(first_version(site))
    site.write({"output/index.html.kinepedia-new": "mine"}).write({"site.toml": 'title = "Other"\n'})
    assert build_here(site)
    assert site.read("index.html.kinepedia-new") == "mine"
    assert "Other" in site.read("index.html")


@pytest.mark.parametrize(
    ("output", "reason"),
    [("loop", "leads back to itself"), ("loop/in", "leads back to itself"), ("file/in/it", "file is a file")],
)
def test_refuses_an_impossible_output(site: Site, output: str, reason: str) -> None:
    first_version(site).write({"file": "x"})
    (site.root / "loop").symlink_to("loop")
    for option in ("--output", "--cache"):
        run = site.run("build", option, output)
        assert (run.status, reason in run.stderr) == (2, True), run.stderr


def test_nobody_needs_a_home(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", homeless)
    assert build_here(first_version(site))


def test_a_foreign_file_is_named_as_it_can_be_found(site: Site, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "elsewhere").symlink_to("real")
    assert first_version(site).run("build", "--output", "../elsewhere").status == 0
    (tmp_path / "real/exercises/fourth").mkdir()
    (tmp_path / "real/exercises/fourth/index.html").write_text("mine")
    run = second_version(site).run("build", "--output", "../elsewhere")
    assert run.stderr.startswith("../elsewhere/exercises/fourth/index.html:1:1: error[foreign-file]")
