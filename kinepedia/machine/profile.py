"""Where the time of a build went."""

from __future__ import annotations

import time
from collections import defaultdict
from heapq import nlargest
from typing import TYPE_CHECKING

from kinepedia.machine.progress import Progress

if TYPE_CHECKING:
    from types import TracebackType

_MOST = 5


class Profile(Progress):
    """Takes note of how long each stage took, and each piece of work within it."""

    def __init__(self) -> None:
        self._begun = time.perf_counter()
        self._stage = "Starting"
        self._stages: dict[str, float] = defaultdict(float)
        self._entries: dict[str, float] = {}
        self._pages: dict[str, float] = {}
        self._features: dict[str, float] = defaultdict(float)
        self._templates: dict[str, list[float]] = defaultdict(list)

    def stage(self, name: str, total: int | None = None) -> None:  # noqa: ARG002 - a bar needs it
        """Close the stage before this one."""
        now = time.perf_counter()
        self._stages[self._stage] += now - self._begun
        self._stage, self._begun = name, now

    def took(self, kind: str, name: str, seconds: float) -> None:
        """Take note of an entry that was converted, of a feature, or of a page by the template `kind`."""
        if kind == "feature":
            self._features[name] += seconds
        elif kind == "entry":
            self._entries[name] = seconds
        else:
            self._pages[f"/{name}"] = seconds
            self._templates[kind].append(seconds)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the last stage."""
        self.stage("")

    def figures(self) -> dict[str, object]:
        """Return everything as plain values, for a program; all times are in seconds."""
        templates = {
            name: {"pages": len(times), "seconds": sum(times)} for name, times in self._templates.items()
        }
        return {
            "profile": {
                "stages": dict(self._stages),
                "templates": templates,
                "features": dict(self._features),
                "slowest_pages": dict(_slowest(self._pages)),
                "slowest_entries": dict(_slowest(self._entries)),
            }
        }

    def text(self) -> str:
        """Return everything as a person reads it.

        What several processes did at once is added up: pages may take longer than their stage.
        """
        total = sum(self._stages.values())
        lines = [f"Time by stage ({total:.3f} s in all):"]
        lines += [
            f"  {_milliseconds(seconds)}  {seconds / total:4.0%}  {name}"
            for name, seconds in self._stages.items()
        ]
        if self._templates:
            lines.append("Time by template, added up over all processes:")
            totals = {name: sum(times) for name, times in self._templates.items()}
            lines += [
                f"  {_milliseconds(seconds)}  {name}, {_pages(len(self._templates[name]))}"
                for name, seconds in _slowest(totals)
            ]
        if self._features:
            lines.append("Time by feature of the site, added up over all processes:")
            lines += [f"  {_milliseconds(seconds)}  {name}" for name, seconds in _slowest(self._features)]
        for title, times in (("Slowest pages:", self._pages), ("Slowest entries to convert:", self._entries)):
            if times:
                lines.append(title)
                lines += [f"  {_milliseconds(seconds)}  {name}" for name, seconds in _slowest(times)]
        return "\n".join(lines)


def _slowest(times: dict[str, float]) -> list[tuple[str, float]]:
    return nlargest(_MOST, times.items(), key=lambda item: item[1])


def _milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:9.1f} ms"


def _pages(number: int) -> str:
    return "1 page" if number == 1 else f"{number:,} pages"
