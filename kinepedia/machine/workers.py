"""Spreads work over the machine's processors.

Processes are forked, so that each has all that its parent had, and only results travel. Where forking is
not safe (Windows has no fork; on macOS, system libraries may not survive it), or where there is too little
to do, the work is done in this process.
"""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from kinepedia.machine.exceptions import WorkerDiedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

T = TypeVar("T")
R = TypeVar("R")

LEAST = 64
"""The fewest pieces of work, of about a millisecond each, for which starting processes pays."""

_CHUNKS = 16  # for each process; more would balance better and travel worse

_KEPT = 64 * 1024 * 1024  # bytes

# One at a time: a second `spread` must not begin before the results of the first are all taken.
_work: tuple[Callable[[Sequence[Any]], Iterable[Any]], Sequence[Any]] | None = None


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def spread(
    function: Callable[[Sequence[T]], Iterable[R]],
    items: Sequence[T],
    jobs: int,
    advance: Callable[[], None] = lambda: None,
) -> Iterator[R]:
    """Yield what `function` returns for the items, one result for each, from at most `jobs` processes.

    The results come in the order of the items, of which `function` is called with some at a time. `advance`
    is called after each result, which must be picklable. Raises what `function` raises, and
    `WorkerDiedError` if a process is killed or crashes.
    """
    # A caller must not rely on one of the two ways: a change that `function` makes to what it was given is
    # seen by the caller here, and lost with the process there.
    if jobs < 2 or len(items) < LEAST or sys.platform in ("win32", "darwin"):
        parts: Iterable[Iterable[R]] = [function(items)]
    else:
        parts = _forked(function, items, jobs)
    for results in parts:
        for result in results:
            yield result
            advance()


def _forked(
    function: Callable[[Sequence[T]], Iterable[R]], items: Sequence[T], jobs: int
) -> Iterator[list[R]]:
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    global _work  # noqa: PLW0603 - the only way to hand something to a forked process without copying it
    _work = (function, items)
    size = max(len(items) // (jobs * _CHUNKS), 1)
    ranges = [(start, min(start + size, len(items))) for start in range(0, len(items), size)]
    gc.freeze()  # what is never collected is not copied into the processes either
    # It forks all its processes when the first work is given to it, before it starts a thread of its own:
    # none of them can inherit a lock that is never released.
    pool = ProcessPoolExecutor(jobs, mp_context=get_context("fork"), initializer=_begin)
    try:
        yield from pool.map(_part, ranges)
    except BrokenProcessPool:
        raise WorkerDiedError(
            "a worker process was ended from outside, or ran out of memory; build with --jobs 1 to need less"
        ) from None
    finally:
        pool.shutdown(cancel_futures=True)
        gc.unfreeze()
        _work = None


def _begin() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends its processes
    gc.disable()  # entries and pages leave no circles behind that would be worth looking for
    # Only here: this process ends soon, and gives everything back. The parent may be somebody else's program.
    _keep_memory()


def _keep_memory() -> None:
    """Let the C library keep what is freed: every page that is audited would ask the system for it anew.

    Of the parameters of mallopt(3), this sets M_TRIM_THRESHOLD and M_MMAP_THRESHOLD. Only glibc has them, and
    only its programs need them.
    """
    with suppress(OSError, AttributeError):
        mallopt = ctypes.CDLL(None).mallopt
        for parameter in (-1, -3):
            mallopt(parameter, _KEPT)


def _part(part: tuple[int, int]) -> list[Any]:
    """Do one part of the work in a forked process."""
    if _work is None:
        raise RuntimeError("this process was not forked from one with work")
    function, items = _work
    return list(function(items[part[0] : part[1]]))
