"""From where a body is looked at."""

from __future__ import annotations

TILT = 7.0
"""Degrees by which the eye looks down if nothing else is said: far limbs show behind near ones."""

VIEWS = {
    "side": (0.0, TILT),
    "right": (0.0, TILT),
    "left": (180.0, TILT),
    "front": (90.0, TILT),
    "back": (270.0, TILT),
    "three-quarter": (40.0, 14.0),
    "three-quarter left": (140.0, 14.0),
    "three-quarter back": (320.0, 14.0),
    "above": (0.0, 90.0),
}
"""Views by name: degrees round the body (0 sees its right side, 90 its front), and degrees from above."""
