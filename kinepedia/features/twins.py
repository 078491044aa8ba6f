"""Compressed twins of what is published, for hosts that send them in place of the files themselves."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kinepedia.features.compression import SUFFIXES, compressed, is_text
from kinepedia.machine.workers import spread

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from kinepedia.model.settings import Compression
    from kinepedia.publish.staging import Staging

Twin = tuple[str, Path, "Compression"]
"""The name of a twin, where the file lies whose twin it is, and how it is compressed."""


def add_twins(stage: Staging, kinds: Collection[Compression], published: Collection[str], jobs: int) -> None:
    """Prepare the twins of everything that the stage has been told of; those of what stays stay, too.

    `published` are the files of the output that still are what an earlier build made. Raises `OSError` if a
    file cannot be read or written, and `WorkerDiedError` as `spread` does.
    """
    if not kinds:
        return
    wanted: list[Twin] = []
    for name in filter(is_text, stage.names()):
        for kind in kinds:
            twin = name + SUFFIXES[kind]
            if stage.keeps(name) and twin in published:
                stage.expect(twin, is_new=False)
            else:
                wanted.append((twin, stage.where(name), kind))

    def press(twins: Iterable[Twin]) -> Iterator[bool]:
        for name, path, kind in twins:
            packed = compressed(path.read_bytes(), kind)
            if packed:
                stage.write(name, packed)
            yield packed is not None

    for (name, _, _), is_made in zip(wanted, spread(press, wanted, jobs), strict=True):
        if is_made:
            stage.expect(name, is_new=True)
