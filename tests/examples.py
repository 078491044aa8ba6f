"""How many examples property tests try.

Who wants to know whether a change is sound gets a part of them, the same each time. With the variable
KINEPEDIA_EXAMPLES=full, as in `.ci/run`, all are tried, each time others; with a number, so many.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

ASKED = os.environ.get("KINEPEDIA_EXAMPLES", "")


def count(full: int) -> int:
    """Return how many examples a test tries that tries so many of all."""
    if ASKED.isdigit():
        return int(ASKED)
    return full if ASKED == "full" else max(full // 5, 3)


def stride(full: int = 1) -> int:
    """Return at which of all moments a test tries what it tries at every one, or every so many, of all."""
    return full if ASKED else 5 * full


def examples(full: int) -> settings:
    """Let a test try so many examples, or a part of them."""
    return settings(max_examples=count(full))


settings.register_profile(
    "kinepedia",
    max_examples=count(100),
    derandomize=not ASKED,
    deadline=None,  # which would measure how busy the machine is, as would the other
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("kinepedia")
