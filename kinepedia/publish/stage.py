"""Staged, then swapped in whole: whoever reads the output sees the last site or the new one.

The new site is written into the cache folder. What somebody else put into the output is linked into it,
and then the two folders are exchanged in one step. Until then the output is untouched; after it, only the
removal of the old site is left. A build that fails or is killed therefore leaves the last good site, and
what it had begun lies in the cache, where the next build clears it away.

Where folders cannot be exchanged (Windows, some network file systems, a mount point), each file is
replaced in one step: first everything that pages load, then the pages, then what is no longer needed is
removed. Every single page is then whole at any time, and finds what it loads; a build that is killed in
the middle leaves some pages of the new site beside some of the old, which the next build completes.
"""

from __future__ import annotations

import errno
import filecmp
import os
import shutil
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from kinepedia import rules
from kinepedia.addresses import output_path
from kinepedia.diagnostics import Diagnostic, Place
from kinepedia.publish import manifest
from kinepedia.publish.exchange import exchange

if TYPE_CHECKING:
    from types import TracebackType

_NAME = "stage"
_TEMPORARY = ".kinepedia-new"


class UnfinishedError(Exception):
    """The machine failed while files were replaced one by one: some of the output is new, some old."""


class Stage:
    """A folder in which the next output is prepared; used in a `with` block, which clears it away."""

    def __init__(self, output: Path, cache: Path, *, reuse: bool = True) -> None:
        """Take the output folder, whose path must be real, and the cache folder, which must exist.

        Without `reuse`, files that have not changed are written anew.
        """
        self._output = output
        self._reuse = reuse
        self._recorded = (manifest.read(output) or set()) if output.is_dir() else set()
        self._files: set[str] = set()
        self._folders: set[str] = set()
        self._folder = _beside(output, cache)

    def __enter__(self) -> Stage:
        _remove(self._folder)
        self._folder.mkdir(parents=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        _remove(self._folder)

    def write(self, address: str, content: bytes) -> None:
        """Prepare a file with this content.

        A file that has not changed is linked, so that it keeps its time: tools that upload a site look at
        that.
        """
        name, path = self._prepare(address)
        if not (self._may_reuse(name) and self._is_unchanged(name, content) and self._reused(name)):
            path.write_bytes(content)

    def copy(self, address: str, source: Path) -> None:
        """Prepare a copy of a file; one that has not changed is linked."""
        name, path = self._prepare(address)
        old = self._output / name
        if not (self._may_reuse(name) and filecmp.cmp(old, source, shallow=False) and self._reused(name)):
            shutil.copyfile(source, path)

    def collisions(self) -> list[Diagnostic]:
        """Return a problem for each file in the output that is not ours and stands where ours must go."""
        foreign = self._foreign()
        folders = {str(parent) for name in foreign for parent in PurePosixPath(name).parents}
        taken = (set(foreign) & (self._files | self._folders)) | (folders & self._files)
        return [
            rules.FOREIGN_FILE.at(Place(f"{self._output.name}/{name}"), file=f"{self._output.name}/{name}")
            for name in sorted(taken)
        ]

    def publish(self) -> None:
        """Put what was prepared in the place of the output. Call `collisions` first.

        Raises `OSError` if the machine fails and the output is untouched, `UnfinishedError` if it is not.
        """
        (self._folder / manifest.FILE).write_bytes(manifest.render(self._files))
        if not self._output.exists():
            self._output.parent.mkdir(parents=True, exist_ok=True)
            try:
                self._folder.rename(self._output)
            except OSError as error:
                if error.errno != errno.EXDEV:
                    raise
                self._output.mkdir()
                self._replace_each()
            return
        carried = self._carry_foreign()
        shutil.copymode(self._output, self._folder)
        if exchange(self._folder, self._output):
            self._rescue(carried)
        else:
            self._replace_each()

    def _prepare(self, address: str) -> tuple[str, Path]:
        name = output_path(address)
        path = self._folder / name
        folder = name.rpartition("/")[0]
        if folder and folder not in self._folders:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._folders.update(str(parent) for parent in PurePosixPath(name).parents)
        self._files.add(name)
        return name, path

    def _may_reuse(self, name: str) -> bool:
        old = self._output / name
        return self._reuse and name in self._recorded and old.is_file() and not old.is_symlink()

    def _reused(self, name: str) -> bool:
        return _link(self._output / name, self._folder / name)

    def _is_unchanged(self, name: str, content: bytes) -> bool:
        old = self._output / name
        return old.stat().st_size == len(content) and old.read_bytes() == content

    def _foreign(self) -> dict[str, os.DirEntry[str]]:
        if not self._output.is_dir():
            return {}
        below = manifest.files_below(self._output)
        return {name: item for name, item in below.items() if name not in self._recorded}

    def _carry_foreign(self) -> set[str]:
        """Bring what is not ours into the new site; return its names."""
        foreign = self._foreign()
        for name, item in foreign.items():
            path = self._folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if not _link(Path(item.path), path):
                shutil.copy2(item.path, path, follow_symlinks=False)
        return set(foreign)

    def _rescue(self, carried: set[str]) -> None:
        """After the exchange, bring over what somebody put into the old output in the last moment."""
        for name, item in manifest.files_below(self._folder).items():
            path = self._output / name
            if name not in self._recorded and name not in carried and not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                Path(item.path).replace(path)

    def _replace_each(self) -> None:
        """Replace file by file, where the folders cannot be exchanged."""
        try:
            self._replace_files()
        except OSError as error:
            raise UnfinishedError(str(error)) from error

    def _replace_files(self) -> None:
        # From here on everything may be either old or new, and all of it is ours.
        _put(manifest.render(self._recorded | self._files), self._output / manifest.FILE)
        for name in sorted(self._files, key=lambda name: (name.endswith(".html"), name)):
            path = self._output / name
            _make_room(self._output, name, self._recorded)
            path.parent.mkdir(parents=True, exist_ok=True)
            _put((self._folder / name).read_bytes(), path)
        for name in self._recorded - self._files - {manifest.FILE}:
            _remove_file(self._output, name)
        _put(manifest.render(self._files), self._output / manifest.FILE)


def _beside(output: Path, cache: Path) -> Path:
    """Return where to prepare: in the cache, or beside the output if that is another file system."""
    near = output if output.is_dir() else next(parent for parent in output.parents if parent.is_dir())
    if near.stat().st_dev == cache.stat().st_dev:
        return cache / _NAME
    return output.with_name(f".{output.name}.kinepedia-{_NAME}")


def _link(old: Path, new: Path) -> bool:
    try:
        os.link(old, new, follow_symlinks=False)
    except (OSError, NotImplementedError):
        return False
    return True


def _put(content: bytes, path: Path) -> None:
    """Replace one file in one step, if it has changed."""
    if path.is_file() and not path.is_symlink() and path.read_bytes() == content:
        return
    temporary = path.with_name(f"{path.name}{_TEMPORARY}")
    try:
        temporary.write_bytes(content)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _make_room(output: Path, name: str, recorded: set[str]) -> None:
    """Remove files of ours that stand where `name` needs a folder, or a folder of ours where it is."""
    for parent in [str(parent) for parent in PurePosixPath(name).parents][:-1]:
        if parent in recorded and (output / parent).is_file():
            _remove_file(output, parent)
    if (output / name).is_dir():
        for other in recorded:
            if other.startswith(f"{name}/"):
                _remove_file(output, other)


def _remove_file(output: Path, name: str) -> None:
    """Remove one file of ours and the folders that it leaves empty; a link is not followed."""
    path = output / name
    parents = [output / parent for parent in PurePosixPath(name).parents][:-1]
    if any(parent.is_symlink() for parent in parents):
        return
    if path.is_symlink() or path.is_file():
        path.unlink()
    for parent in parents:
        try:
            parent.rmdir()
        except OSError:
            return


def _remove(folder: Path) -> None:
    """Remove a stage, which is ours as a whole."""
    if folder.is_symlink():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder)
