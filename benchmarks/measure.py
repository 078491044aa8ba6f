"""Runs a command, and says how long it took and how much memory it had.

A small process of its own starts the command: on Linux, the peak of a process includes what its parent held
when it was forked, and the runner holds a whole encyclopedia. This file is both, the function that the runner
calls and the program that it starts.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

_PAUSE = 0.05  # seconds between two looks at the memory of all processes


@dataclass(frozen=True, slots=True)
class Run:
    """A finished command: its exit status, its seconds, those that all cores spent, and bytes of memory.

    `largest` is the peak of its largest process. `together` is the highest sum of all its processes, with
    shared pages counted once; it is 0 if nobody looked.
    """

    status: int
    seconds: float
    processor: float
    largest: int
    together: int


def measure(command: list[str], folder: Path, log: Path, *, sampled: bool = False) -> Run:
    """Run a command in `folder`, with what it prints in the file `log`.

    With `sampled`, its processes are watched, which disturbs the time. Raises OSError if it cannot start.
    """
    started = [sys.executable, "-I", "-S", __file__, "watch" if sampled else "wait", str(log), *command]
    done = subprocess.run(started, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise OSError(f"{command[0]} cannot be started: {done.stderr.strip().splitlines()[-1]}")
    return Run(**json.loads(done.stdout))


def _main(mode: str, log: str, *command: str) -> None:
    with Path(log).open("wb") as output:
        begun = time.perf_counter()
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
        )
        together = _watch(process) if mode == "watch" else 0
        status = process.wait()
        seconds = time.perf_counter() - begun
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    unit = 1 if sys.platform == "darwin" else 1024  # getrusage(2) of each system
    run = Run(status, seconds, used.ru_utime + used.ru_stime, used.ru_maxrss * unit, together)
    print(json.dumps(asdict(run)))


def _watch(process: subprocess.Popen[bytes]) -> int:
    """Return the highest sum of memory that the processes of this session had, 0 where there is no /proc."""
    highest = 0
    while process.poll() is None:
        highest = max(highest, sum(map(_share, _session(process.pid))))
        time.sleep(_PAUSE)
    return highest


def _session(leader: int) -> list[Path]:
    """Return the folders in /proc of all processes in the session of `leader`."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        if int(fields[3]) == leader:
            found.append(stat.parent)
    return found


def _share(process: Path) -> int:
    """Return the proportional set size of a process: what it shares is divided by the number of sharers."""
    try:
        lines = (process / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


if __name__ == "__main__":
    _main(*sys.argv[1:])
