"""Tests wait for a state and never for a time: the machine may be busy, or quick."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

PATIENCE = 120  # seconds after which a test fails; only one that fails waits so long


def until(found: Callable[[], T], what: str) -> T:
    """Return what is found, as soon as it is something."""
    end = time.monotonic() + PATIENCE
    while not (value := found()):
        assert time.monotonic() < end, f"waited in vain: {what}"
        time.sleep(0.02)
    return value
