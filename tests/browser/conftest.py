"""A real browser, and the sample encyclopedia served to it as a strict host would."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from kinepedia import Folders, Options, build

ROOT = Path(__file__).parents[2]

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class StrictHost(SimpleHTTPRequestHandler):
    """Serves files under a policy that allows nothing inline and nothing from elsewhere."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", "default-src 'self'")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


# Not for the whole session: while Playwright runs, no other test of the process can run an event loop.
@pytest.fixture(scope="module")
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
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the built sample encyclopedia, in the file style that also works from disk."""
    folder = tmp_path_factory.mktemp("browser")
    folders = Folders.of(ROOT, output=folder / "a/b", cache=folder / "cache")
    assert build(folders, Options(url_style="file")).ok
    return folder / "a/b"


@pytest.fixture(scope="session")
def host(output: Path) -> Iterator[str]:
    """Serve the encyclopedia under a sub-path; return its address, with a slash at the end."""
    handler = partial(StrictHost, directory=str(output.parents[1]))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/a/b/"
        server.shutdown()
        thread.join()
