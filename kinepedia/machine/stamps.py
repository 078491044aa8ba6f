"""By what a file is known again without being read, as version control systems do it."""

from __future__ import annotations

# The time of the entry cannot be set back, as that of the change can; the number tells a file
# that has taken another's place.
Stamp = tuple[int, int, int, int]
"""A file's size in bytes, the times of its last change and of its entry's (nanoseconds), and its number."""

NO_STAMP: Stamp = (0, 0, 0, 0)
"""The stamp of a file whose true one must not be relied on."""

# Without the time of the entry, which changes when a file is linked into the next output.
OutputStamp = tuple[int, int, int]
"""The size of a published file in bytes, the time of its last change (nanoseconds), and its number."""

Measured = tuple[Stamp, str, int, int, "str | None", bool]
"""What is known of a file with this stamp: its digest and the rest of what an attachment has."""
