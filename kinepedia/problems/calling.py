"""Calls the code of features: it may raise, loop or return rubbish, and is reported with its place."""

from __future__ import annotations

import signal
import threading
import time
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from kinepedia.problems.blame import FeatureError, failure, rubbish
from kinepedia.problems.diagnostics import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kinepedia.problems.blame import Code

R = TypeVar("R")

PATIENCE = 20.0  # seconds that one call may take; all of them are of one entry, one page or one site

# How long the code of each feature has taken in this process since somebody asked. Only a profile shows it:
# nothing that is made depends on it.
_seconds: dict[str, float] = {}

# What did not come back in this process, with what is said of it: nobody waits for it a second time.
_lost: dict[Callable[..., Any], FeatureError] = {}


class TooLongError(BaseException):
    """A call has not come back.

    Not an `Exception`, which the code that loops may catch.
    """


class PassedOnError(Exception):
    """An error that goes through the code of features, and is not theirs."""


def called(code: Code, doing: str, function: Callable[..., R], *arguments: Any) -> R:
    """Return what the code of a feature returns. Raises `FeatureError` if it fails, or does not come back."""
    if known := _lost.get(function):
        raise FeatureError(code, known.place, known.reason, doing)
    begun = time.perf_counter()
    try:
        with limited():
            return function(*arguments)
    except (PassedOnError, FeatureError):
        raise
    except TooLongError as error:
        _lost[function] = failure(code, error, doing)
        raise _lost[function] from error
    # Code that leaves the program would end the build without a word, and with a status of its own choice.
    except (Exception, SystemExit) as error:
        raise failure(code, error, doing) from error
    finally:
        _seconds[code.feature] = _seconds.get(code.feature, 0.0) + time.perf_counter() - begun


def collected(
    code: Code, doing: str, kind: type[R], function: Callable[..., Iterable[R]], *arguments: Any
) -> tuple[R, ...]:
    """Return everything that the code of a feature yields, each of a type. Raises `FeatureError`."""
    found = called(code, doing, _all_of(function), *arguments)
    for each in found:
        if not isinstance(each, kind):
            what = f'it returned a value of the type "{type(each).__name__}", not "{kind.__name__}"'
            raise rubbish(code, what, doing)
    return found


@cache
def _all_of(function: Callable[..., Iterable[R]]) -> Callable[..., tuple[R, ...]]:
    """Return a function that returns all that another one yields."""
    return lambda *arguments: tuple(function(*arguments))


def remarks(
    code: Code, doing: str, function: Callable[..., Iterable[Diagnostic]], *arguments: Any
) -> tuple[Diagnostic, ...]:
    """Return the problems that the code of a feature finds. Raises `FeatureError`."""
    found = collected(code, doing, Diagnostic, function, *arguments)
    for each in found:
        # So that nobody takes it for one of ours, and two features do not mean different things by one.
        if not str(each.code).startswith(f"{code.feature}/"):
            what = f'the code "{each.code}" of a problem must begin with "{code.feature}/"'
            raise rubbish(code, what, doing)
    return found


def taken() -> tuple[tuple[str, float], ...]:
    """Return how long the code of each feature has taken in this process since this was asked last."""
    found = tuple(_seconds.items())
    _seconds.clear()
    return found


@contextmanager
def limited() -> Iterator[None]:
    """Let what happens within take only so long, where the system can interrupt it.

    Raises `TooLongError` otherwise.
    """
    # Elsewhere whoever waits sees a loop: Windows has no such signal, and only the main thread gets one.
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _too_long)
    signal.setitimer(signal.ITIMER_REAL, PATIENCE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _too_long(number: int, frame: object) -> None:  # noqa: ARG001 - as the system calls it
    raise TooLongError(f"it has not come back after {PATIENCE:.0f} seconds")
