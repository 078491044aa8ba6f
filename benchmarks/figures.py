"""How long a figure takes, and how large it is: every base pose, every figure of the encyclopedia, movements.

    python benchmarks/figures.py

prints a table. Times are medians over several rounds of one process, reading and drawing included.
"""

from __future__ import annotations

import gzip
import re
import statistics
import time
from pathlib import Path

from kinepedia.figures import STANDARD, Scene, draw, read

_ROUNDS = 15
_CONTENT = Path(__file__).parents[1] / "content"
_BLOCK = re.compile(r"^```pose\n(.*?)^```", re.MULTILINE | re.DOTALL)


def main() -> None:
    """Measure and print."""
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
