"""What a build is busy with, for those who wait for it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from types import TracebackType

    from rich.progress import Progress as Bar

_PATIENCE = 0.7  # seconds; a build that is done by then shows no bar
_PAUSE = 0.1  # seconds between two movements of the bar, which each take time


class Progress:
    """Takes note of nothing: what a build reports to if nobody watches. Used in a `with` block."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop taking note."""

    def stage(self, name: str, total: int | None = None) -> None:
        """Say what begins now, and how many pieces it has."""

    def advance(self) -> None:
        """Say that a piece is done."""

    def took(self, kind: str, name: str, seconds: float) -> None:
        """Say how long a piece took, in seconds: the kind is "entry", "feature", or a page's template."""

    def figures(self) -> dict[str, object]:
        """Return what was noted, as plain values."""
        return {}

    def text(self) -> str:
        """Return what was noted, for a person; an empty text if that is nothing."""
        return ""


class TerminalProgress(Progress):
    """Shows a bar on the terminal, once a build takes long enough for anybody to wonder."""

    def __init__(self) -> None:
        self._show_at = time.monotonic() + _PATIENCE
        self._bar: Bar | None = None
        self._name = ""
        self._total: int | None = None
        self._done = 0

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar:
            self._bar.stop()

    def stage(self, name: str, total: int | None = None) -> None:
        """Begin a bar for this stage."""
        self._name, self._total, self._done = name, total, 0
        if self._bar:
            self._show_at = 0
        self._show()

    def advance(self) -> None:
        """Move the bar."""
        self._done += 1
        self._show()

    def _show(self) -> None:
        now = time.monotonic()
        if now < self._show_at:
            return
        self._show_at = now + _PAUSE
        if self._bar is None:
            from rich.console import Console
            from rich.progress import Progress as Bar

            # Without a thread of its own: processes are forked.
            self._bar = Bar(console=Console(stderr=True), transient=True, auto_refresh=False)
            self._bar.add_task(self._name, total=self._total)
            self._bar.start()
        task = self._bar.task_ids[0]
        self._bar.update(task, description=self._name, total=self._total, completed=self._done)
        self._bar.refresh()
