"""Exchanges two folders in one step, where the system can."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_CURRENT_FOLDER = -100  # AT_FDCWD: paths are as the process sees them
_EXCHANGE = 2  # RENAME_EXCHANGE of renameat2(2) on Linux, RENAME_SWAP of renamex_np(2) on macOS

# What file systems, containers and mounts answer that cannot do this: the files are replaced one by one then.
_IMPOSSIBLE = frozenset([errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EXDEV, errno.EBUSY, errno.EPERM])


def exchange(first: Path, second: Path) -> bool:
    """Exchange two existing folders so that nobody ever sees either missing.

    Returns False if the system, the file system or these two folders do not allow it; nothing has
    happened then. Raises `OSError` if it fails for another reason.
    """
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        paths = os.fsencode(first), os.fsencode(second)
        if sys.platform == "darwin":
            failed = libc.renamex_np(*paths, _EXCHANGE)
        else:
            failed = libc.renameat2(_CURRENT_FOLDER, paths[0], _CURRENT_FOLDER, paths[1], _EXCHANGE)
    except (AttributeError, OSError, TypeError):  # no such function here; on Windows, no such library
        return False
    if not failed:
        return True
    # The copy that `use_errno` above keeps: other calls may have changed the interpreter's own by now.
    code = ctypes.get_errno()
    if code in _IMPOSSIBLE:
        return False
    raise OSError(code, os.strerror(code), str(second))
