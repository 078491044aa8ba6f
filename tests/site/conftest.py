"""What tests of whole sites share."""

from __future__ import annotations

from asyncio import events
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def _no_running_loop() -> Iterator[None]:
    """Let a test run event loops of its own.

    The browser of a process is there until its last test. In between, the event loop of Playwright stands
    still and counts as running.
    """
    loop = events._get_running_loop()
    events._set_running_loop(None)
    yield
    events._set_running_loop(loop)
