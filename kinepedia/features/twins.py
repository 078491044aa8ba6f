"""Compressed twins of what is published, for hosts that send them in place of the files themselves."""

from __future__ import annotations

import zlib
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from kinepedia.machine.workers import spread
from kinepedia.model.settings import FILE as SETTINGS_FILE
from kinepedia.model.settings import spans
from kinepedia.plan.feature import Feature, Site
from kinepedia.problems import rules
from kinepedia.problems.diagnostics import Place

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from kinepedia.model.settings import Compression, Settings
    from kinepedia.plan.feature import Unpublished
    from kinepedia.problems.diagnostics import Diagnostic


Twin = tuple[str, Path, "Compression"]
"""The name of a twin, where the file lies whose twin it is, and how it is compressed."""

SUFFIXES: dict[Compression, str] = {"gzip": ".gz", "brotli": ".br"}
"""What the name of a twin has at its end."""

_TEXTS = (".html", ".css", ".js", ".mjs", ".json", ".svg", ".xml", ".txt", ".webmanifest")
_LEAST = 1024  # bytes; less than that travels in one packet anyway
_GZIP = 16 + zlib.MAX_WBITS  # with the header of a .gz file, in which zlib leaves out name and time


def _add_twins(site: Unpublished, settings: Settings, published: Collection[str], jobs: int) -> None:
    """Add the twins of everything that is published; those of what stays stay, too.

    Raises `OSError` if a file cannot be read or written, and `WorkerDiedError` as `spread` does.
    """
    kinds = settings.precompress
    if not kinds:
        return
    wanted: list[Twin] = []
    for name in filter(is_text, site.names()):
        for kind in kinds:
            twin = name + SUFFIXES[kind]
            if site.keeps(name) and twin in published:
                site.expect(twin, is_new=False)
            else:
                wanted.append((twin, site.where(name), kind))

    def press(twins: Iterable[Twin]) -> Iterator[bool]:
        for name, path, kind in twins:
            packed = compressed(path.read_bytes(), kind)
            if packed:
                site.write(name, packed)
            yield packed is not None

    for (name, _, _), is_made in zip(wanted, spread(press, wanted, jobs), strict=True):
        if is_made:
            site.expect(name, is_new=True)


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


def _problems(site: Site) -> Iterator[Diagnostic]:
    encyclopedia, sources, taken = site.encyclopedia, site.sources, site.taken
    kinds = encyclopedia.settings.precompress
    if "brotli" in kinds and not has_brotli():
        span = spans(sources.settings).value("precompress", kinds.index("brotli"))
        yield rules.NO_BROTLI.at(Place(SETTINGS_FILE, span))
    for kind in kinds:
        for address in encyclopedia.static:
            name = address.removesuffix(SUFFIXES[kind])
            if name != address and is_text(name) and taken.owner(name):
                yield rules.ADDRESS_TAKEN.at(
                    Place(f"static/{address}"), address=f"/{address}", other=f"the compressed twin of /{name}"
                )


FEATURE = Feature("twins", check=_problems, complete=_add_twins)
