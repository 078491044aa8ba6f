"""Files of the output as a browser gets them: opened without following any link, with their types."""

from __future__ import annotations

import os
import re
from contextlib import ExitStack
from mimetypes import MimeTypes
from pathlib import PurePosixPath
from stat import S_ISREG
from typing import TYPE_CHECKING

from kinepedia.machine.folders import native_name

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from typing import BinaryIO

# The machine's own table may hold anything; on Windows, programs write into it.
_TYPES = MimeTypes(filenames=())
for _suffix, _type in {
    ".avif": "image/avif",
    ".ics": "text/calendar",
    ".js": "text/javascript",
    ".md": "text/markdown",
    ".mjs": "text/javascript",
    ".vtt": "text/vtt",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}.items():
    _TYPES.add_type(_type, _suffix)

_TEXTS = frozenset(
    [
        "application/json",
        "application/ld+json",
        "application/manifest+json",
        "application/xml",
        "image/svg+xml",
    ]
)
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")

_HAS_NO_FOLLOW = hasattr(os, "O_NOFOLLOW") and os.open in os.supports_dir_fd


def content_type(name: str) -> str:
    """Return the Content-Type of a file with this name."""
    kind, encoding = _TYPES.guess_type(name)
    if kind is None or encoding:
        return "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") or kind in _TEXTS else kind


def open_below(root: Path, name: str) -> BinaryIO:
    """Open a file below a folder; no part of its name may be a symbolic link.

    Raises `OSError` if it is not there, or is anything but a plain file.
    """
    *folders, file = PurePosixPath(native_name(name)).parts
    if not _HAS_NO_FOLLOW:
        return _opened_by_name(root, [*folders, file])
    with ExitStack() as opened:
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC
        # The root itself may be reached by a link: the author has named it. What lies below it may not.
        here = os.open(root, flags & ~os.O_NOFOLLOW | os.O_DIRECTORY)
        opened.callback(os.close, here)
        for folder in folders:
            # From folder to folder by what is open, so that none can be exchanged for a
            # link after it was looked at.
            here = os.open(folder, flags | os.O_DIRECTORY, dir_fd=here)
            opened.callback(os.close, here)
        # Without O_NONBLOCK, opening a pipe would wait for someone to write into it.
        return _plain_file(os.fdopen(os.open(file, flags | os.O_NONBLOCK, dir_fd=here), "rb", buffering=0))


def _opened_by_name(root: Path, parts: Iterable[str]) -> BinaryIO:
    """Do the same where the system cannot: look first, and open then."""
    path = root
    for part in parts:
        path /= part
        if path.is_symlink():
            raise FileNotFoundError(str(path))
    return _plain_file(path.open("rb", buffering=0))


def _plain_file(file: BinaryIO) -> BinaryIO:
    if not S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise FileNotFoundError("this is no file")
    return file


def asked_range(field: str, size: int) -> range | None:
    """Return the bytes that a Range field asks for, None if it is to be ignored (RFC 9110, section 14.2).

    Safari shows no video without it. Several ranges at once are ignored. The range is empty if the file has
    nothing of it.
    """
    # At most 18 digits, so that a number with a million cannot keep the server busy.
    match = _RANGE.fullmatch(field.strip())
    if match is None or match[1] == match[2] == "":
        return None
    if match[1] == "":
        return range(max(size - int(match[2]), 0), size)
    start = int(match[1])
    end = min(int(match[2]) + 1, size) if match[2] else size
    if match[2] and int(match[2]) < start:
        return None
    return range(min(start, size), end)
