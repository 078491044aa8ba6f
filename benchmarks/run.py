"""Measures Kinepedia and its peers: `python benchmarks/run.py --help`."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import machine
from corpus import MOST, generate
from measure import measure
from results import OURS, Results, report
from scenarios import SCENARIOS, Site, WrongOutputError, check, prepare
from tools import NODE_PACKAGES, PYTHON_PACKAGES, TOOLS, MissingError, Tool

if TYPE_CHECKING:
    from collections.abc import Callable

    from measure import Run

HERE = Path(__file__).parent
SIZES = [1_000, 10_000]
MOST_FOR_SLOW = 1_000
"""The largest encyclopedia with which slow tools are measured in every scenario."""

NAMES = [tool.folder for tool in TOOLS]


def main() -> None:
    """Run the benchmark as the command line says. A tool that fails, or makes a wrong site, ends it."""
    asked = _arguments()
    work: Path = asked.work.absolute()
    work.mkdir(parents=True, exist_ok=True)
    tools, skipped = _installed([tool for tool in TOOLS if tool.folder in asked.tools], work)
    results = Results()
    try:
        facts = [*machine.facts(work), *((tool.name, tool.ask_version(work)) for tool in tools)]
        facts.append(("installed with", ", ".join(PYTHON_PACKAGES + NODE_PACKAGES)))
        with TemporaryDirectory(prefix="trash-", dir=work) as trash:
            for size in asked.sizes:
                sites = _sites(tools, size, work, Path(trash), results)
                for number in range(asked.rounds):
                    _round(sites, asked.scenarios, work, results, backwards=number % 2 == 1)
                    (work / "RESULTS.md").write_text(report(results, facts, skipped), "utf-8")
                _profiles(sites, asked.scenarios, work, results)
                (work / "RESULTS.md").write_text(report(results, facts, skipped), "utf-8")
    except (WrongOutputError, OSError) as error:
        sys.exit(f"The benchmark stops: {error}")
    print(f"The report is {work / 'RESULTS.md'}.")
    if (asked.sizes, asked.tools, asked.scenarios) == (SIZES, NAMES, list(SCENARIOS)):
        shutil.copy(work / "RESULTS.md", HERE / "RESULTS.md")
        print("Nothing was left out, so it is benchmarks/RESULTS.md now, too.")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure Kinepedia and its peers on the same content.")
    parser.add_argument("--sizes", type=_sizes_in, default=SIZES, help="numbers of exercises: 1000,10000")
    parser.add_argument("--rounds", type=int, default=5, help="how often each is measured; default: 5")
    for option, names in (("--tools", NAMES), ("--scenarios", list(SCENARIOS))):
        said = f"some of {','.join(names)}; default: all"
        parser.add_argument(option, type=_some_of(names), default=names, help=said)
    said = "where tools and sites are kept; default: benchmarks/.work/"
    parser.add_argument("--work", type=Path, default=HERE / ".work", help=said)
    asked = parser.parse_args()
    if asked.rounds < 1:
        parser.error("there must be at least 1 round")
    return asked


def _sizes_in(text: str) -> list[int]:
    sizes = sorted({int(part) if part.isdecimal() else 0 for part in text.split(",")})
    if sizes[0] < 1 or sizes[-1] > MOST:
        raise argparse.ArgumentTypeError(f"{text} is no list of numbers from 1 to {MOST}")
    return sizes


def _some_of(names: list[str]) -> Callable[[str], list[str]]:
    def chosen(text: str) -> list[str]:
        given = text.split(",")
        if unknown := sorted(set(given).difference(names)):
            raise argparse.ArgumentTypeError(f"{unknown[0]} is none of {', '.join(names)}")
        return [name for name in names if name in given]

    return chosen


def _installed(tools: list[Tool], work: Path) -> tuple[list[Tool], dict[str, str]]:
    """Return the tools that are there now, and why others are not."""
    ready, skipped = [], {}
    for tool in tools:
        print(f"Installing {tool.name}", flush=True)
        try:
            tool.install(work)
            ready.append(tool)
        except MissingError as error:
            skipped[tool.name] = str(error)
            print(f"{tool.name} is left out: {error}.")
    return ready, skipped


def _sites(tools: list[Tool], size: int, work: Path, trash: Path, results: Results) -> list[Site]:
    """Write a site for each tool and build it once, to warm caches up and to look at the memory."""
    corpus = generate(size)
    sites = []
    for tool in tools:
        folder = work / "sites" / str(size) / tool.folder
        if folder.exists():
            folder.rename(trash / f"{tool.folder}-{size}")
        site = Site.of(tool, corpus, folder, trash)
        results.together[tool.name, size] = _build(site, work, sampled=True).together
        sites.append(site)
        print(f"{size:>6,}  {tool.name} is ready", flush=True)
    return sites


def _round(sites: list[Site], scenarios: list[str], work: Path, results: Results, *, backwards: bool) -> None:
    """Measure every tool once in every scenario."""
    for scenario in scenarios:
        for site in reversed(sites) if backwards else sites:
            if site.tool.is_slow and site.count > MOST_FOR_SLOW and scenario != "cold":
                continue
            prepare(scenario, site)
            run = _build(site, work, cold=scenario == "cold")
            results.add(site.tool.name, site.count, scenario, run)
            figures = f"{run.seconds:8.3f} s {run.largest / 1_000_000:7,.0f} MB"
            print(f"{site.count:>6,}  {scenario:9} {site.tool.name:10} {figures}", flush=True)


def _profiles(sites: list[Site], scenarios: list[str], work: Path, results: Results) -> None:
    """Let Kinepedia say where its time goes, in those scenarios that have a target."""
    for site in sites:
        for scenario in ("cold", "body", "title"):
            if site.tool.name == OURS and scenario in scenarios:
                prepare(scenario, site)
                log = work / f"{site.tool.folder}.log"
                measure([*site.tool.command(work), "--profile"], site.folder, log)
                results.profiles[site.count, scenario] = log.read_text("utf-8")


def _build(site: Site, work: Path, *, cold: bool = False, sampled: bool = False) -> Run:
    """Build a site and check its output. Raises WrongOutputError if either goes wrong."""
    command = [*site.tool.command(work), *(site.tool.cold_options if cold else ())]
    log = work / f"{site.tool.folder}.log"
    os.sync()  # what earlier builds left to write must not slow this one down
    run = measure(command, site.folder, log, sampled=sampled)
    if run.status:
        said = log.read_text("utf-8", "replace").strip()[-2000:]
        raise WrongOutputError(f"{site.tool.name} ended with status {run.status}. It said:\n{said}")
    check(site)
    return run


if __name__ == "__main__":
    main()
