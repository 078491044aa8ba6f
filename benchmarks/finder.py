"""Measures the finder in a real browser: `python benchmarks/finder.py --help`.

The time is from a keystroke's event to the moment after the browser has painted what it led to.
"""

from __future__ import annotations

import argparse
import gzip
import shutil
import statistics
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from corpus import generate
from playwright.sync_api import sync_playwright
from tools import TOOLS

from kinepedia import Folders, Options, build_site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HERE = Path(__file__).parent
SIZES = [120, 10_000]
TARGETS = {120: (20_000, 16.7, 1), 10_000: (600_000, 50.0, 4)}
"""For a number of exercises: the most bytes of its index, compressed; the most milliseconds in the median, of
which one frame has 16.7; and how many times the processor is slowed for that."""

QUERIES = [
    "standing hamstring stretch",
    "sciatc nerv",
    "slow hip flexr",
    "calves",
    "loaded kneeling rotation wall",
    "gluteus maximus",
    "nothing of the sort",
]
ROUNDS = 4
"""How often each query is typed."""

# A message that is sent in a frame is delivered after this frame was painted.
_WATCH = """
() => {
  window.times = [];
  document.addEventListener("input", (event) => {
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => window.times.push(performance.now() - event.timeStamp);
      channel.port2.postMessage(null);
    });
  }, { capture: true });
}
"""


class Measured(NamedTuple):
    """What was measured on a site: sizes in bytes, compressed by gzip, and times in milliseconds.

    `ready` is how long it took to fetch and read the index. `times` are those of all
    keystrokes.
    """

    exercises: int
    slowed: int
    compressed: int
    cautions: int
    ready: float
    times: list[float]

    def row(self) -> str:
        """Return all this as a row of a table."""
        return (
            f"| {self.exercises:,} | {self.slowed} times "
            f"| {self.compressed / 1000:.1f} kB | {self.cautions / 1000:.1f} kB "
            f"| {self.ready:.0f} ms | {statistics.median(self.times):.0f} ms "
            f"| {statistics.quantiles(self.times, n=20)[-1]:.0f} ms | {max(self.times):.0f} ms |"
        )

    def misses(self) -> bool:
        """Tell whether a target is missed."""
        size, time, _ = TARGETS.get(self.exercises, (self.compressed, max(self.times), 1))
        return self.compressed > size or statistics.median(self.times) > time


def main() -> None:
    """Measure as the command line says. Ends with an error if a target is missed."""
    asked = _arguments()
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        sys.exit("The benchmark stops: there is no Chromium on this machine.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        found = [_measure(browser, size, asked.work.absolute()) for size in asked.sizes]
        print(f"Chromium {browser.version}")
        browser.close()
    print("| exercises | slowed | index | cautions | ready after | median | 95th percentile | worst |")
    print("|---|---|---|---|---|---|---|---|")
    for one in found:
        print(one.row())
    if any(one.misses() for one in found):
        sys.exit("A target is missed.")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure the finder in a real browser.")
    parser.add_argument("--sizes", type=_sizes_in, default=SIZES, help="numbers of exercises: 120,10000")
    said = "where the sites are kept; default: benchmarks/.work/"
    parser.add_argument("--work", type=Path, default=HERE / ".work", help=said)
    return parser.parse_args()


def _sizes_in(text: str) -> list[int]:
    return [int(part) for part in text.split(",")]


def _measure(browser: Browser, size: int, work: Path) -> Measured:
    """Return what the finder takes on a site with `size` exercises, which is made unless it is there."""
    site = work / f"finder-{size}"
    if not site.exists():
        TOOLS[0].lay_out(generate(size), site)
    if not build_site(Folders.of(site), Options()).ok:
        sys.exit(f"The benchmark stops: the site with {size:,} exercises has errors.")
    _, _, slowed = TARGETS.get(size, (0, 0, 4))
    handler = partial(_Quiet, directory=str(site / "output"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            page = browser.new_page(viewport={"width": 412, "height": 915})
            page.goto(f"http://127.0.0.1:{server.server_port}/exercises/")
            page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slowed})
            ready = _until_ready(page)
            times = [time for _ in range(ROUNDS) for query in QUERIES for time in _typed(page, query)]
            page.close()
        finally:
            server.shutdown()
            thread.join()
    data = site / "output/search"
    index, cautions = (
        len(gzip.compress((data / name).read_bytes(), 9)) for name in ("exercises.js", "cautions.js")
    )
    return Measured(size, slowed, index, cautions, ready, times)


def _until_ready(page: Page) -> float:
    """Return how long it takes to fetch and read the index, and wait for it."""
    page.wait_for_selector("[data-finder-filters] fieldset", state="attached", timeout=120_000)
    took: float = page.evaluate(
        "performance.now() - performance.getEntriesByType('resource').find("
        "(entry) => entry.name.endsWith('search/exercises.js')).startTime"
    )
    page.evaluate(_WATCH)
    return took


def _typed(page: Page, query: str) -> list[float]:
    """Return the time that each keystroke of a query takes, from an empty field on."""
    field = page.get_by_role("searchbox").first
    field.fill("")
    page.wait_for_timeout(500)
    page.evaluate("window.times.length = 0")
    field.press_sequentially(query, delay=100)
    page.wait_for_timeout(500)
    times: list[float] = page.evaluate("window.times")
    if len(times) < len(query):
        sys.exit(f'The benchmark stops: of "{query}", only {len(times)} keystrokes were seen.')
    return times


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        pass


if __name__ == "__main__":
    main()
