"""Short texts of bytes that tell one value from any other."""

from __future__ import annotations

import marshal
from hashlib import blake2b
from typing import Any

_PLAIN = 2  # the last version of `marshal` that writes equal values alike, wherever they came from


def fingerprint_of(value: object) -> bytes:
    """Return 16 bytes that change whenever the `repr` of a value changes.

    The value is made of plain ones: texts, numbers, bytes, tuples, lists.
    """
    # No sets, whose order changes from run to run, and nothing whose `repr` names its place in memory.
    return blake2b(repr(value).encode("utf-8", "surrogateescape"), digest_size=16).digest()


def digest_of_plain(value: Any) -> bytes:
    """Return 16 bytes that differ for any two values; see `plain_bytes`."""
    return blake2b(plain_bytes(value), digest_size=16).digest()


def plain_bytes(value: Any) -> bytes:
    """Return bytes that differ for any two values, in a fraction of the time that their `repr` takes.

    They are only good for one version of Python, and for values of none but the plain types themselves:
    their subclasses, such as named tuples, are refused.
    """
    # Later versions refer back to an object that comes again: two equal values would differ by whether their
    # parts are the same objects.
    return marshal.dumps(value, _PLAIN)
