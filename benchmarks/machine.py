"""What the report says of the machine."""

from __future__ import annotations

import datetime as dt
import os
import platform
from pathlib import Path


def facts(work: Path) -> list[tuple[str, str]]:
    """Return the facts of this machine that speed depends on; `work` is the folder with the sites."""
    return [
        ("date", dt.datetime.now(dt.UTC).date().isoformat()),
        ("cores", str(os.cpu_count())),
        ("CPU", _cpu()),
        ("memory", f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB"),
        ("system", f"{platform.system()} {platform.release()}"),
        ("file system", _file_system(work)),
        ("load before", f"{os.getloadavg()[0]:.1f}"),
        ("Python", platform.python_version()),
    ]


def _cpu() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text("utf-8").splitlines() if info.is_file() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor() or platform.machine()


def _file_system(folder: Path) -> str:
    """Return the kind of file system that `folder` lies on."""
    mounts = Path("/proc/self/mounts")
    if not mounts.is_file():
        return "unknown"
    kinds = {}
    for line in mounts.read_text("utf-8").splitlines():
        _, place, kind, *_ = line.split()
        kinds[Path(place)] = kind
    return next(kinds[place] for place in (folder, *folder.parents) if place in kinds)
