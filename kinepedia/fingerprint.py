"""Short texts of bytes that tell one value from any other."""

from __future__ import annotations

from hashlib import blake2b


def fingerprint_of(value: object) -> bytes:
    """Return 16 bytes that change whenever the `repr` of a value changes.

    The value is made of plain ones: texts, numbers, bytes, tuples, lists.
    """
    return blake2b(repr(value).encode("utf-8", "surrogateescape"), digest_size=16).digest()
