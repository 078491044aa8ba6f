"""How long a figure takes, and how large it is: every base pose, every figure of the encyclopedia, movements.

    python benchmarks/figures.py                # a table; times are medians of several rounds in one process
    python benchmarks/figures.py --site 1000    # builds a seeded encyclopedia with four figures an exercise

Reading the notation is part of the time.
"""

from __future__ import annotations

import argparse
import gzip
import random
import re
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus import generate
from tools import TOOLS

from kinepedia.figures import STANDARD, Scene, draw, read

_ROUNDS = 15
_CONTENT = Path(__file__).parents[1] / "content"
_BLOCK = re.compile(r"^```pose\n(.*?)^```", re.MULTILINE | re.DOTALL)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--site", type=int, metavar="N", help="build N exercises, with and without figures")
    given = parser.parse_args()
    if given.site:
        _measure_site(given.site)
    else:
        _measure_figures()


def _measure_site(count: int) -> None:
    """Build an encyclopedia without figures and with four an exercise, and print what each build took."""
    print(f"| {count:,} exercises | cold | nothing changed | one body |")
    print("|---|---|---|---|")
    for name, figures in (("without figures", 0), ("with four figures each", 4)):
        with TemporaryDirectory() as place:
            site = Path(place, "site")
            next(tool for tool in TOOLS if tool.name == "Kinepedia").lay_out(generate(count), site)
            exercises = sorted((site / "content" / "exercises").rglob("*.md"))
            _illustrate(exercises, figures)
            cold, nothing = _build(site), _build(site)
            with exercises[0].open("a", encoding="utf-8") as file:
                file.write("\nOne more sentence.\n")
            print(f"| {name} | {cold:.1f} s | {nothing:.2f} s | {_build(site):.2f} s |")


def _illustrate(exercises: list[Path], figures: int) -> None:
    """Put figures under the first steps of each exercise, all of them different."""
    rng = random.Random(1)
    for path in exercises:
        pieces = path.read_text(encoding="utf-8").split("\n### Step ")
        for step in range(1, figures + 1):
            hip, knee, back = rng.randrange(60, 100), rng.randrange(0, 90), rng.randrange(0, 30)
            words = f"supine, mat, hips 50, knees 100\nright: hip {hip}, knee {knee}\nback {back}"
            pieces[step] += f"\n```pose\n{words}\n```\n"
        path.write_text("\n### Step ".join(pieces), encoding="utf-8")


def _build(site: Path) -> float:
    begun = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "kinepedia", "build", "--site", site], check=True, capture_output=True
    )
    return time.perf_counter() - begun


def _measure_figures() -> None:
    """Measure every base pose and every figure of the encyclopedia."""
    bases = [(name, None) for name in STANDARD.names]
    stills, movements = _figures_of_the_encyclopedia()
    print("| figures | number | median | slowest | target | median size | largest |")
    print("|---|---|---|---|---|---|---|")
    for name, blocks, target in (
        ("base poses", bases, "3 ms"),
        ("stills of the encyclopedia", stills, "3 ms"),
        ("movements of the encyclopedia", movements, ""),
    ):
        times = [_seconds(text, before) * 1000 for text, before in blocks]
        sizes = [len(gzip.compress(draw(read(text, before)).encode(), 9)) / 1000 for text, before in blocks]
        if blocks:
            took = f"{statistics.median(times):.2f} ms | {max(times):.2f} ms"
            weighs = f"{statistics.median(sizes):.1f} kB | {max(sizes):.1f} kB"
            print(f"| {name} | {len(blocks)} | {took} | {target} | {weighs} |")


def _figures_of_the_encyclopedia() -> tuple[list[tuple[str, Scene | None]], list[tuple[str, Scene | None]]]:
    """Return the blocks of all entries with the scenes before them: those that stand, those that move."""
    stills: list[tuple[str, Scene | None]] = []
    movements: list[tuple[str, Scene | None]] = []
    for path in sorted(_CONTENT.rglob("*.md")):
        before: Scene | None = None
        for text in _BLOCK.findall(path.read_text(encoding="utf-8")):
            scene = read(text, before)
            (movements if scene.moves else stills).append((text, before))
            before = scene
    return stills, movements


def _seconds(text: str, before: Scene | None) -> float:
    taken = []
    for _ in range(_ROUNDS):
        begun = time.perf_counter()
        draw(read(text, before))
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


if __name__ == "__main__":
    main()
