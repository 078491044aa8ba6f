"""What all tests share."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import examples  # noqa: F401 - which says how property tests work
import pytest
import seams
from filelock import FileLock
from sites import SETTINGS, TERMS, Site

from kinepedia import Folders, Options, Result, build_site

ROOT = Path(__file__).parents[1]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Return a site with the terms that an exercise needs."""
    return Site(tmp_path / "site").write({"site.toml": SETTINGS, **TERMS})


@pytest.fixture(scope="session", autouse=True)
def _templates_compiled_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        seams.compile_templates_once(patch)
        yield


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the `output` and the `cache` of the sample encyclopedia, to be copied.

    All processes of a run share it: most of the time of a build from nothing goes into its figures.
    """
    place = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        place = place.parent
    folder = place / "sample"
    with FileLock(place / "sample.lock"):
        if not (folder / "output").exists():
            folders = Folders.of(ROOT, output=folder / "output", cache=folder / "cache")
            assert build_site(folders, Options()).ok
    return folder


@pytest.fixture(scope="session")
def build_sample(sample: Path) -> Callable[..., tuple[Path, Result]]:
    """Return what builds the sample encyclopedia with options, quickly, into the `output` of a new folder."""

    def build_into(folder: Path, **options: object) -> tuple[Path, Result]:
        shutil.copytree(sample, folder)
        output = folder / "output"
        return output, build_site(Folders.of(ROOT, output=output, cache=folder / "cache"), Options(**options))

    return build_into


@pytest.fixture
def empty_site(tmp_path: Path) -> Site:
    """Return a folder that is no site yet."""
    return Site(tmp_path / "site")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that rewrites the expected output of cases."""
    parser.addoption("--update-cases", action="store_true", help="write what comes out into the cases")


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the list of what is rendered from now on."""
    return seams.note_rendered(monkeypatch)
