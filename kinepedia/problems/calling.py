"""Calls the code of features: it may raise, loop or return rubbish, and is reported with its place."""

from __future__ import annotations

import signal
import sys
import threading
import time
from contextlib import contextmanager, redirect_stdout
from typing import TYPE_CHECKING, Any, TypeVar

from kinepedia.problems.blame import FeatureError, failure, rubbish
from kinepedia.problems.diagnostics import Diagnostic, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kinepedia.problems.blame import Code

R = TypeVar("R")

PATIENCE = 20.0  # seconds that one call may take; all of them are of one entry, one page or one site

# How long the code of each feature has taken in this process since somebody asked. Only a profile shows it:
# nothing that is made depends on it.
_seconds: dict[str, float] = {}

# What did not come back in this process, by its number, with what is said of it: nobody waits for it a second
# time. A function that is kept here keeps its number.
_lost: dict[int, tuple[Callable[..., Any], FeatureError]] = {}


def forget() -> None:
    """Forget what did not come back: another build may ask for something else."""
    _lost.clear()


class TooLongError(BaseException):
    """A call has not come back.

    Not an `Exception`, which the code that loops may catch.
    """


class PassedOnError(Exception):
    """An error that goes through the code of features, and is not theirs."""


def called(code: Code, doing: str, function: Callable[..., R], *arguments: Any, **named: Any) -> R:
    """Return what the code of a feature returns. Raises `FeatureError` if it fails, or does not come back."""
    return _called(code, doing, function, lambda: function(*arguments, **named))


def _called(code: Code, doing: str, function: Callable[..., Any], call: Callable[[], R]) -> R:
    """Return what a call of a function returns."""
    if id(function) in _lost:
        known = _lost[id(function)][1]
        raise FeatureError(code, known.place, known.reason, doing)
    begun = time.perf_counter()
    try:
        # What it prints is for its author, and no part of what a build reports.
        with limited(), redirect_stdout(sys.stderr):
            return call()
    except (PassedOnError, FeatureError):
        raise
    except TooLongError as error:
        lost = failure(code, error, doing)
        _lost[id(function)] = function, lost
        raise lost from error
    # One that ends the process would end a build without a word.
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        raise failure(code, error, doing) from error
    finally:
        _seconds[code.feature] = _seconds.get(code.feature, 0.0) + time.perf_counter() - begun


def collected(
    code: Code, doing: str, kind: type[R], function: Callable[..., Iterable[R]], *arguments: Any
) -> tuple[R, ...]:
    """Return everything that the code of a feature yields, each of a type. Raises `FeatureError`."""
    found = _called(code, doing, function, lambda: tuple(function(*arguments)))
    for each in found:
        if not isinstance(each, kind):
            what = f'it returned a value of the type "{type(each).__name__}", not "{kind.__name__}"'
            raise rubbish(code, what, doing)
    return found


def remarks(
    code: Code, doing: str, function: Callable[..., Iterable[Diagnostic]], *arguments: Any
) -> tuple[Diagnostic, ...]:
    """Return the problems that the code of a feature finds. Raises `FeatureError`."""
    found = collected(code, doing, Diagnostic, function, *arguments)
    for each in found:
        texts = (each.path, each.code, each.message, each.hint)
        numbers = (each.line, each.column, each.length)
        if not (
            all(isinstance(text, str) for text in texts)
            and all(isinstance(number, int) and number >= 0 for number in numbers)
            and isinstance(each.severity, Severity)
        ):
            what = "a problem has texts, whole numbers for its place, and a Severity; one of it is none"
            raise rubbish(code, what, doing)
        # So that nobody takes it for one of ours, and two features do not mean different things by one.
        if not str(each.code).startswith(f"{code.feature}/"):
            what = f'the code "{each.code}" of a problem must begin with "{code.feature}/"'
            raise rubbish(code, what, doing)
    return found


def spent() -> tuple[tuple[str, float], ...]:
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
    outer, _ = signal.setitimer(signal.ITIMER_REAL, PATIENCE)
    try:
        yield
    finally:
        # A call within another one, such as a filter, does not take the limit from that.
        signal.setitimer(signal.ITIMER_REAL, outer)
        signal.signal(signal.SIGALRM, before)


def _too_long(number: int, frame: object) -> None:  # noqa: ARG001 - as the system calls it
    raise TooLongError(f"it has not come back after {PATIENCE:.0f} seconds")
