"""What was measured, and the report that is made of it."""

from __future__ import annotations

import statistics
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scenarios import SCENARIOS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from measure import Run

OURS = "Kinepedia"
YARDSTICK = "Hugo"
_MB = 1_000_000


@dataclass(slots=True)
class Results:
    """Runs by tool, number of exercises and scenario.

    `together` is the memory of all processes of a tool, by its name and the number of exercises; `profiles`
    are what Kinepedia says of its own time, by number and scenario.
    """

    runs: dict[tuple[str, int, str], list[Run]] = field(default_factory=dict)
    together: dict[tuple[str, int], int] = field(default_factory=dict)
    profiles: dict[tuple[int, str], str] = field(default_factory=dict)

    def add(self, tool: str, size: int, scenario: str, run: Run) -> None:
        """Add a timed run."""
        self.runs.setdefault((tool, size, scenario), []).append(run)

    def seconds(self, tool: str, size: int, scenario: str) -> float | None:
        """Return the median time, or None if it was not measured."""
        found = self.runs.get((tool, size, scenario))
        return statistics.median(run.seconds for run in found) if found else None

    def megabytes(self, tool: str, size: int) -> float | None:
        """Return the peak of the largest process in any scenario, or None if it was not measured."""
        found = [run.largest for key, runs in self.runs.items() if key[:2] == (tool, size) for run in runs]
        return max(found) / _MB if found else None

    def ratio(self, size: int, scenario: str, to: str, tool: str = OURS) -> float | None:
        """Return the time of a tool as a part of another's."""
        return _divided(self.seconds(tool, size, scenario), self.seconds(to, size, scenario))

    def growth(self, tool: str, scenario: str, small: int, large: int) -> float | None:
        """Return how many times longer the larger encyclopedia takes."""
        return _divided(self.seconds(tool, large, scenario), self.seconds(tool, small, scenario))


@dataclass(frozen=True, slots=True)
class Target:
    """A figure that must be at most `limit`, and at best `aim`."""

    what: str
    figure: Callable[[Results], float | None]
    limit: float
    aim: float | None = None
    unit: str = ""

    def row(self, results: Results) -> tuple[str, ...]:
        """Return its row in the table of targets."""
        found = self.figure(results)
        if found is None:
            verdict = "not measured"
        elif self.aim is not None and found <= self.aim:
            verdict = "reached, with the aim"
        else:
            verdict = "reached" if found <= self.limit else "**missed**"
        aim = "" if self.aim is None else f"{self.aim:g}{self.unit}"
        measured = "" if found is None else f"{found:.3g}{self.unit}"
        return self.what, f"{self.limit:.3g}{self.unit}", aim, measured, verdict


def _to_hugo(size: int, scenario: str) -> Callable[[Results], float | None]:
    return lambda results: results.ratio(size, scenario, YARDSTICK)


TARGETS = (
    Target("10,000, cold: part of Hugo's time", _to_hugo(10_000, "cold"), 1.5, 1.0),
    Target("10,000, cold: part of Eleventy's time", lambda r: r.ratio(10_000, "cold", "Eleventy"), 1),
    Target("10,000, cold: part of Pelican's time", lambda r: r.ratio(10_000, "cold", "Pelican"), 1 / 3),
    Target("10,000, cold: part of MkDocs' time", lambda r: r.ratio(10_000, "cold", "MkDocs"), 1 / 3),
    Target("10,000, nothing changed: part of Hugo's time", _to_hugo(10_000, "nothing"), 0.04, 0.02),
    Target("10,000, one body edited: part of Hugo's time", _to_hugo(10_000, "body"), 0.1, 0.05),
    Target("10,000, one title edited: part of Hugo's time", _to_hugo(10_000, "title"), 0.15, 0.08),
    Target("10,000: peak of the largest process", lambda r: r.megabytes(OURS, 10_000), 400, 200, " MB"),
    Target("1,000, cold: part of Hugo's time", _to_hugo(1_000, "cold"), 1.6, 1.1),
    Target("1,000, one body edited: part of Hugo's time", _to_hugo(1_000, "body"), 0.4, 0.25),
    Target("1,000 to 10,000, cold: times longer", lambda r: r.growth(OURS, "cold", 1_000, 10_000), 11, 10),
)

_INTRODUCTION = """\
# Results

Written by `python benchmarks/run.py`; [README.md](README.md) says how the sites compare.

Each tool builds the same {sizes} made-up exercises of about 3 kB; rounds: {rounds}. In every round each
tool has its turn in each scenario, one round from the first tool to the last, the next from the last to the
first. A time is that of the whole command, from start to end; "processors" is what all cores spent on it
together. Sources, programs and earlier output are in the machine's page cache, for all tools; putting an
old output away is not timed. After every run the output was checked: all pages, and every edit on its page
and on the lists that show it.

{ours} does more work than the others: it checks every field, reference, link and anchor, sanitizes, makes
the lists of exercises for each muscle, type and thing, finds related exercises by itself where the others
are told them, and replaces its output in one step. Its peers' templates are short ones, made for this
comparison. What the peers keep between builds is used where it gives a correct site: that is Pelican's
cache of read content (which a cold build does not use). Hugo keeps nothing that would help here. MkDocs'
`--dirty` is not used, since it leaves pages as they were that show the title of the changed one, and
Eleventy's `--incremental=FILE` is not, since it ended with an error here (3.1.8). To keep the whole
within half an hour, Pelican and MkDocs, which take longest, are only measured cold with 10,000 exercises.
"""


def report(results: Results, machine: list[tuple[str, str]], skipped: dict[str, str]) -> str:
    """Return the report as Markdown. `skipped` says why a tool is not in it."""
    sizes = sorted({size for _, size, _ in results.runs})
    tools = list(dict.fromkeys(tool for tool, _, _ in results.runs))
    rounds = max((len(runs) for runs in results.runs.values()), default=0)
    named = " and ".join(f"{size:,}" for size in sizes)
    parts = [_INTRODUCTION.format(sizes=named, rounds=rounds, ours=OURS)]
    parts += [f"{tool} is missing here: {reason}.\n" for tool, reason in skipped.items()]
    parts += ["## The machine\n", _table(("", ""), machine)]
    parts += ["## Targets\n", "Each is the most that the figure may be, and the aim what it should be.\n"]
    columns = ("figure", "target", "aim", "measured", "")
    parts.append(_table(columns, [target.row(results) for target in TARGETS]))
    for size in sizes:
        parts.append(f"## {size:,} exercises\n")
        parts += [_scenario(results, tools, size, scenario) for scenario in SCENARIOS]
        parts.append(_memory(results, tools, size))
    if len(sizes) > 1:
        parts.append(_growth(results, tools, sizes[0], sizes[-1]))
    if results.profiles:
        parts.append("## Where the time of Kinepedia goes\n")
        parts.append("What `--profile` says, in a run of its own. Python starts before it, in some 0.1 s.\n")
        parts += [
            f"{size:,} exercises, {SCENARIOS[scenario].lower()}:\n\n```text\n{text.strip()}\n```\n"
            for (size, scenario), text in sorted(results.profiles.items())
        ]
    return "\n".join(part for part in parts if part)


def _scenario(results: Results, tools: list[str], size: int, scenario: str) -> str:
    rows = []
    for tool in tools:
        if runs := results.runs.get((tool, size, scenario)):
            times = [run.seconds for run in runs]
            largest = max(run.largest for run in runs) / _MB
            ratio = _shown(results.ratio(size, scenario, YARDSTICK, tool), ".3g")
            spread = f"{min(times):.2f}-{max(times):.2f}"
            processor = f"{statistics.median(run.processor for run in runs):.2f}"
            rows.append(
                (tool, f"{statistics.median(times):.2f}", spread, ratio, processor, f"{largest:,.0f}")
            )
    columns = ("tool", "median, s", "min-max, s", "times Hugo's", "processors, s", "largest process, MB")
    return f"### {SCENARIOS[scenario]}\n\n{_table(columns, rows)}" if rows else ""


def _memory(results: Results, tools: list[str], size: int) -> str:
    rows = [
        (tool, f"{results.together[tool, size] / _MB:,.0f}")
        for tool in tools
        if results.together.get((tool, size))
    ]
    if not rows:
        return ""
    said = (
        "The highest sum of memory (PSS), looked at every 50 ms during a cold build of its own, not timed.\n"
    )
    return f"### All processes together\n\n{said}\n{_table(('tool', 'MB'), rows)}"


def _growth(results: Results, tools: list[str], small: int, large: int) -> str:
    rows = [
        (tool, *(_shown(results.growth(tool, scenario, small, large), ".1f") for scenario in SCENARIOS))
        for tool in tools
    ]
    said = f"How many times longer {large:,} exercises take than {small:,}, by the medians.\n"
    return f"## Growth\n\n{said}\n{_table(('tool', *SCENARIOS), rows)}"


def _table(columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [columns, ("---",) * len(columns), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _divided(part: float | None, whole: float | None) -> float | None:
    return None if part is None or whole is None else part / whole


def _shown(value: float | None, form: str) -> str:
    return "" if value is None else format(value, form)
