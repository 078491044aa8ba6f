"""How long an author waits: from saving a text until the browser has the new page.

    python benchmarks/serve.py                        # encyclopedias of 100 and of 10,000 exercises
    python benchmarks/serve.py --sizes 100 --edits 5  # a first impression

An edit appends a sentence to an exercise whose page is open, in Chromium if there is one. It is over when the
browser has loaded and parsed the new page, which has the sentence; or, without a browser, when the server has
told of the change and the page has been fetched.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import statistics
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.request import urlopen

import corpus
import writing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

_HERE = Path(__file__).parent
_TARGETS = {100: 0.1, 10_000: 0.4}  # seconds
_PAUSE = 2.5  # seconds between two edits, in which the server saves what it remembers
_PARSED = """() => {
  const [page] = performance.getEntriesByType("navigation");
  return performance.timeOrigin + page.domContentLoadedEventEnd;
}"""
_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


class Reader(Protocol):
    """Whoever waits for the new page."""

    def open(self, address: str) -> None:
        """Open a page."""

    def wait(self, sentence: str) -> float:
        """Return when the page had this sentence, in seconds since the epoch."""


class Browser:
    """Sees the page as an author does."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def open(self, address: str) -> None:
        """Open a page, with all that it loads."""
        self._page.goto(address)
        self._page.wait_for_timeout(500)  # until it waits for news

    def wait(self, sentence: str) -> float:
        """Return when the page had this sentence, by the browser's own clock: to ask it takes longer."""
        self._page.get_by_text(sentence).first.wait_for(state="attached")
        self._page.wait_for_load_state()
        return float(self._page.evaluate(_PARSED)) / 1000


class Client:
    """Asks for news as the page does, and fetches the page then."""

    def __init__(self, root: str) -> None:
        self._news = f"{root}__kinepedia__/news"
        self._address = ""
        self._state = ""

    def open(self, address: str) -> None:
        """Take note of where the server is now."""
        self._address = address
        self._state = self._ask("", wait=0)

    def wait(self, sentence: str) -> float:
        """Wait for news, and look for this sentence."""
        while True:
            self._state = self._ask(self._state, wait=1)
            with urlopen(self._address) as answer:  # noqa: S310 - an address of our own server
                if sentence.encode() in answer.read():
                    return time.time()

    def _ask(self, since: str, wait: int) -> str:
        with urlopen(f"{self._news}?since={since}&wait={wait}") as answer:  # noqa: S310 - as above
            return str(json.load(answer)["state"])


def main() -> None:
    """Measure what the command line asks for, and print it."""
    parser = argparse.ArgumentParser(description="Measure how long an author waits for the browser.")
    parser.add_argument("--sizes", default="100,10000", help="how many exercises, separated by commas")
    parser.add_argument("--edits", type=int, default=15, help="how many edits of each")
    parser.add_argument("--work", type=Path, default=_HERE / ".work/serve", help="where the sites lie")
    given = parser.parse_args()
    print("| exercises | median | slowest | target | seen by |")
    print("|---|---|---|---|---|")
    for size in map(int, given.sizes.split(",")):
        site = given.work / str(size)
        shutil.rmtree(site, ignore_errors=True)
        site.mkdir(parents=True)
        writing.write_kinepedia(corpus.generate(size), site, _HERE.parent / "templates")
        times, who = measure(site, given.edits)
        target = f"{_TARGETS[size] * 1000:.0f} ms" if size in _TARGETS else ""
        print(
            f"| {size:,} | {statistics.median(times) * 1000:.0f} ms | {max(times) * 1000:.0f} ms "
            f"| {target} | {who} |",
            flush=True,
        )


def measure(site: Path, edits: int) -> tuple[list[float], str]:
    """Serve a site and edit it; return the seconds that each edit took, and who saw it."""
    files = sorted((site / "content/exercises").glob("*.md"))
    step = max(len(files) // edits, 1)
    times = []
    with _served(site) as root, _reader(root) as (reader, who):
        for number, file in enumerate((files[::step] * edits)[:edits]):
            sentence = f"Sentence {number} was not here before."
            reader.open(f"{root}exercises/{file.stem}/")
            time.sleep(_PAUSE)
            text = f"{file.read_text('utf-8').rstrip()}\n\n{sentence}\n"
            begun = time.time()
            file.write_text(text, "utf-8")
            times.append(reader.wait(sentence) - begun)
    return times, who


@contextmanager
def _served(site: Path) -> Iterator[str]:
    """Run the command; give the address of the site once it is built."""
    command = [sys.executable, "-m", "kinepedia", "serve", "--port", "0", "--site", str(site)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            root = ""
            for line in process.stdout or ():
                if not root and (found := re.search(r"http://\S+/", line)):
                    root = found[0]
                if line.startswith("Built "):
                    break
            yield root
        finally:
            process.terminate()


@contextmanager
def _reader(root: str) -> Iterator[tuple[Reader, str]]:
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        yield Client(root), "an HTTP client"
        return
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=_ARGUMENTS)
        yield Browser(browser.new_page()), f"Chromium {browser.version}"
        browser.close()


if __name__ == "__main__":
    main()
