"""What is kept between builds may be damaged, foreign, older or gone: that costs time, never correctness."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import seams
from connected import Connected
from sites import tree

from kinepedia import Folders, Options, build_site
from kinepedia.machine.folders import theme_folder

HERE = Options(jobs=1)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a site that was built, and of another one beside it."""
    place = tmp_path_factory.mktemp("built")
    for name in ("site", "other"):
        site = Connected(place / name)
        if name == "other":
            site.say("site.toml", 'title = "Poor"')
            site.say("content/exercises/bridge.md", "title: Zebra")
            site.remove(30)
            site.mend(0)
        assert build_site(Folders.of(site.root), HERE).ok
    return place


def _truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 8
    path.write_bytes(data)


def _replace(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * (path.stat().st_size // 256 + 1))


def _make_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()
    for number in range(300):  # so that it looks as large as a file
        (path / f"a-rather-long-name-{number}").write_text("x")


def _swap(path: Path) -> None:
    other = path.parents[2] / "other/.kinepedia"
    shutil.copy(next(other.glob(f"{path.name.partition('-')[0]}*")), path)


DAMAGES = (_truncate, _empty, _flip, _replace, _make_folder, _swap, Path.unlink)


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__.strip("_"))
@pytest.mark.parametrize("names", ["state", "contents-*", "result", "[src]*"])
def test_a_damaged_cache(built: Path, tmp_path: Path, names: str, damage: Callable[[Path], None]) -> None:
    site = copied(built, tmp_path)
    files = [path for path in (site / ".kinepedia").glob(names) if path.is_file()]
    assert files
    for path in files:
        damage(path)
    assert_builds_as_new(site)
    page = site / "content/exercises/bridge.md"
    page.write_text(page.read_text("utf-8").replace("Slowly.", "Slower."), "utf-8")
    assert_builds_as_new(site)
    assert build_site(Folders.of(site), HERE).ok


def test_no_cache_at_all(built: Path, tmp_path: Path) -> None:
    site = copied(built, tmp_path)
    shutil.rmtree(site / ".kinepedia")
    assert_builds_as_new(site)


def test_the_whole_cache_of_another_site(built: Path, tmp_path: Path) -> None:
    site = copied(built, tmp_path)
    shutil.rmtree(site / ".kinepedia")
    shutil.copytree(tmp_path / "other/.kinepedia", site / ".kinepedia")
    assert_builds_as_new(site)


def test_a_cache_of_another_program(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = copied(built, tmp_path)
    seams.another_program(monkeypatch)
    parsed = seams.note_parsed(monkeypatch)
    assert build_site(Folders.of(site), HERE).ok
    assert len(parsed) == len([*(site / "content").rglob("[!.]*.md")])
    assert_builds_as_new(site)


def test_what_counts_as_another_program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = seams.which_program
    seen = {program()}
    assert seen == {program()}
    code = tmp_path / "package"
    (code / "part").mkdir(parents=True)
    with monkeypatch.context() as patch:
        seams.program_of(patch, code)
        for file in (code / "one.py", code / "part/two.py", code / "part/poses.txt"):
            file.write_text("1")
            seen.add(program())
        (code / "part/two.py").write_text("12")
        seen.add(program())
    libraries = tmp_path / "site-packages"
    monkeypatch.syspath_prepend(libraries)
    for name in ("jinja2-9.0.dist-info", "PyYAML-99.dist-info"):
        (libraries / name).mkdir(parents=True)
        seen.add(program())
    assert len(seen) == 7
    (libraries / "unrelated-1.0.dist-info").mkdir()
    assert program() in seen


def test_a_cache_that_cannot_be_written_does_not_spoil_the_build(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = copied(built, tmp_path)
    (site / "content/exercises/heel-walk.md").unlink()
    (site / "templates/home.html").unlink()
    seams.full_disk_under_cache(monkeypatch)
    assert_builds_as_new(site)
    assert_builds_as_new(site)


def test_the_cache_does_not_grow_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seams.little_waste(monkeypatch, 20_000)
    site = Connected(tmp_path)
    folders = Folders.of(tmp_path)
    sizes = []
    page = tmp_path / "content/articles/lonely.md"
    for number in range(100):
        page.write_text(f"---\ntitle: Lonely\n---\n{'Much to say. ' * 200}{number}\n")
        assert build_site(folders, HERE).ok
        files = [path for path in folders.cache.rglob("*") if path.is_file()]
        sizes.append(sum(path.stat().st_size for path in files))
        kept = [path.name for path in files if not path.name.startswith("template-")]
        assert len(kept) == 5  # state, contents, result, the lock and the mark
        assert len(files) - len(kept) <= len(
            [*folders.templates.rglob("*.html"), *filter(Path.is_file, theme_folder().glob("*"))]
        )
    assert max(sizes[50:]) <= max(sizes[:50])
    site.say("content/exercises/bridge.md", "Slower.")
    assert_builds_as_new(tmp_path)


def copied(built: Path, tmp_path: Path) -> Path:
    """Return a copy of the built site, built where it is, with a copy of the other one beside it."""
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    assert build_site(Folders.of(tmp_path / "site"), HERE).ok
    return tmp_path / "site"


def assert_builds_as_new(site: Path) -> None:
    """Build, and compare with a build from nothing."""
    result = build_site(Folders.of(site), HERE)
    apart = Folders.of(site, output=site.parent / "new/output", cache=site.parent / "new/cache")
    assert result == build_site(apart, HERE)
    assert result.ok
    assert tree(site / "output") == tree(apart.output)
    shutil.rmtree(site.parent / "new")
