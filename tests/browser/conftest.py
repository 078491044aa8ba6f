"""A real browser, and the sample encyclopedia served to it as a strict host would."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from host import serving
from playwright.sync_api import Browser, expect, sync_playwright
from sites import SETTINGS, TERMS, Site
from waiting import PATIENCE

from kinepedia import Folders, Options, build_site

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


expect.set_options(timeout=PATIENCE * 1000)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return the machine's Chromium; skip without one, unless the environment insists on it."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        reason = "there is no Chromium on this machine"
        if os.environ.get("KINEPEDIA_REQUIRE_BROWSER"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def output(build_sample: Callable, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the built sample encyclopedia, in the file style that also works from disk."""
    folder = tmp_path_factory.mktemp("browser") / "sample"
    address = "http://127.0.0.1/a/b/"  # for 404.html
    output, result = build_sample(folder, url_style="file", base_url=address)
    assert result.ok
    return output


@pytest.fixture(scope="session")
def host(output: Path) -> Iterator[str]:
    """Serve the encyclopedia under a sub-path; return its address, with a slash at the end."""
    with serving(output, "/a/b/") as address:
        yield address


@pytest.fixture(scope="session")
def axe() -> str:
    """Return the program of axe-core; skip without it, unless the environment insists on it."""
    folder = os.environ.get("KINEPEDIA_JUDGES", "")
    file = Path(folder, "node_modules/axe-core/axe.min.js")
    if not folder or not file.is_file():
        reason = "KINEPEDIA_JUDGES names no folder in which npm has installed axe-core"
        if os.environ.get("KINEPEDIA_REQUIRE_BROWSER"):
            pytest.fail(reason)
        pytest.skip(reason)
    return file.read_text("utf-8")


@pytest.fixture
def redirecting(tmp_path: Path) -> Iterator[str]:
    """Serve a site with a page that has moved from /old/bridge/; return its address."""
    site = Site(tmp_path / "site").write({"site.toml": SETTINGS, **TERMS})
    site.exercise("bridge", "redirect_from: /old/bridge/\n")
    assert build_site(Folders.of(site.root), Options()).ok
    with serving(site.root / "output") as address:
        yield address
