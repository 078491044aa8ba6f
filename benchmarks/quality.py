"""Measures what a visitor gets: how heavy pages are, and what Lighthouse says of them.

    npm install --prefix judges lighthouse@12
    python benchmarks/quality.py --judges judges

It builds the sample encyclopedia, serves it compressed, with the headers of `templates/_headers`, and prints
a table in Markdown. With `--check` its exit status is 1 if a budget is broken. Without `--judges` it only
weighs the pages.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from host import serving

from kinepedia import Folders, Options, build_site

ROOT = Path(__file__).parents[1]

PAGES = {
    "home": "",
    "category": "categories/hamstrings/",
    "exercise": "exercises/sciatic-nerve-glide/",
}

MOST_BYTES = 30_000
"""A page with its style sheets and scripts, each compressed with gzip, without its figures and pictures."""

MOST_WITH_FIGURES = 40_000
"""The same with the figures, which are drawn in the page itself."""

MOST_SCRIPT = 12_000
"""All scripts of a page, each compressed with gzip."""

_CATEGORIES = {
    "performance": 95,  # of 100; a busy machine costs a few, so 100 is asked of the other three only
    "accessibility": 100,
    "best-practices": 100,
    "seo": 100,
}
_TIMES = {
    "LCP": "largest-contentful-paint",
    "TBT": "total-blocking-time",
    "CLS": "cumulative-layout-shift",
}
_TRIES = 3
_STYLE = re.compile(r'<link rel="stylesheet" href="([^"]+)"')
_FIGURE = re.compile(r'<svg class="figure".*?</svg>', re.DOTALL)
_SCRIPT = re.compile(r'<script\b[^>]* src="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Weight:
    """How many bytes a page has, compressed with gzip: its HTML, its style sheets and its scripts.

    `figures` are those of the HTML that its figures take.
    """

    html: int
    css: int
    js: int
    figures: int = 0

    @property
    def total(self) -> int:
        """All of them together."""
        return self.html + self.css + self.js

    @property
    def is_too_heavy(self) -> bool:
        """Whether it breaks a budget."""
        return (
            self.total - self.figures >= MOST_BYTES
            or self.total >= MOST_WITH_FIGURES
            or self.js >= MOST_SCRIPT
        )


def weigh(output: Path, address: str) -> Weight:
    """Return the weight of a page of a built site."""
    file = output / address / "index.html"
    text = file.read_text("utf-8")

    def together(pattern: re.Pattern[str]) -> int:
        return sum(_compressed((file.parent / link).read_bytes()) for link in pattern.findall(text))

    html = _compressed(text.encode())
    bare = _compressed(_FIGURE.sub("", text).encode())
    return Weight(html, together(_STYLE), together(_SCRIPT), html - bare)


def _compressed(data: bytes) -> int:
    return len(gzip.compress(data, 9, mtime=0))


def audit(address: str, judges: Path) -> dict[str, Any]:
    """Return what Lighthouse says of a page on a phone: a score for each category, and some times.

    It tries again if a score is too low, because other programs slow it down. Raises
    `CalledProcessError` if it fails.
    """
    report: dict[str, Any] = {}
    for _ in range(_TRIES):
        command = ["node", str(judges / "node_modules/lighthouse/cli/index.js"), address]
        options = ["--output=json", "--quiet", "--chrome-flags=--headless=new --no-sandbox --disable-quic"]
        chromium = shutil.which("chromium") or ""
        done = subprocess.run(
            [*command, *options],
            env={"CHROME_PATH": chromium, **os.environ},
            capture_output=True,
            text=True,
            check=True,
        )
        report = json.loads(done.stdout)
        if not _too_low(_scores(report)):
            break
    times = {name: report["audits"][audit].get("displayValue", "") for name, audit in _TIMES.items()}
    return {**_scores(report), **times}


def _scores(report: dict[str, Any]) -> dict[str, int]:
    return {name: round(100 * report["categories"][name]["score"]) for name in _CATEGORIES}


def _too_low(scores: dict[str, Any]) -> list[str]:
    return [name for name, least in _CATEGORIES.items() if scores[name] < least]


def main() -> int:
    """Measure, print the table, and return the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--judges", type=Path, help="the folder in which npm has installed lighthouse")
    parser.add_argument("--check", action="store_true", help="fail if a budget is broken")
    given = parser.parse_args()
    broken: list[str] = []
    columns = ["page", "HTML", "of which figures", "CSS", "JavaScript", "together"]
    if given.judges:
        columns += [*_CATEGORIES, *_TIMES]
    print("|", " | ".join(columns), "|")
    print("|", " | ".join("---" for _ in columns), "|")
    with TemporaryDirectory() as place, serving(Path(place, "output")) as address:
        folders = Folders.of(ROOT, output=Path(place, "output"), cache=Path(place, "cache"))
        build_site(folders, Options(base_url=address))
        for name, path in PAGES.items():
            weight = weigh(folders.output, path)
            row: list[object] = [name, weight.html, weight.figures, weight.css, weight.js, weight.total]
            if weight.is_too_heavy:
                broken.append(f"the {name} page is too heavy")
            if given.judges:
                said = audit(address + path, given.judges.absolute())
                row += said.values()
                broken += [f"the {name} page has too low a score for {low}" for low in _too_low(said)]
            print("|", " | ".join(f"{each:,}" if isinstance(each, int) else str(each) for each in row), "|")
    for problem in broken:
        print(problem, file=sys.stderr)
    return 1 if broken and given.check else 0


if __name__ == "__main__":
    sys.exit(main())
