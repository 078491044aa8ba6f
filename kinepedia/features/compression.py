"""How files are compressed for hosts that send a compressed twin, such as `page.html.gz` for `page.html`."""

from __future__ import annotations

import zlib
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kinepedia.model.settings import Compression

SUFFIXES: dict[Compression, str] = {"gzip": ".gz", "brotli": ".br"}
"""What the name of a twin has at its end."""

_TEXTS = (".html", ".css", ".js", ".mjs", ".json", ".svg", ".xml", ".txt", ".webmanifest")
_LEAST = 1024  # bytes; less than that travels in one packet anyway
_GZIP = 16 + zlib.MAX_WBITS  # with the header of a .gz file, in which zlib leaves out name and time


def is_text(name: str) -> bool:
    """Tell whether a file is of a kind that compression makes smaller."""
    return name.endswith(_TEXTS)


def has_brotli() -> bool:
    """Tell whether the extra `brotli` is installed."""
    return find_spec("brotli") is not None


def compressed(content: bytes, kind: Compression) -> bytes | None:
    """Return the content of a twin, the same on every machine; None if it would not be smaller."""
    if len(content) < _LEAST:
        return None
    if kind == "gzip":
        packer = zlib.compressobj(9, wbits=_GZIP)
        packed = packer.compress(content) + packer.flush()
    else:
        import brotli  # type: ignore[import-untyped]

        packed = brotli.compress(content)
    return packed if len(packed) < len(content) else None
