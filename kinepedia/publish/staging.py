"""Prepares a site in a staging folder and swaps it in whole: readers see the last site or the new one.

The staging folder lies in the cache. What somebody else put into the output is linked into it, and then the
two folders are exchanged in one step. Until then the output is untouched; after it, only the removal of the
old site is left. A build that fails or is killed therefore leaves the last good site, and what it had begun
lies in the cache, where the next build clears it away.

Where only a few files change, as after most edits, or where folders cannot be exchanged (Windows, some
network file systems, another file system mounted at the output or inside it), each file is replaced in one
step: first everything that pages load, then new pages, then those that have changed, and then what is no
longer needed is removed. Every single page is then whole at any time, finds what it loads, and its links
lead somewhere; a build that is killed in the middle leaves some pages of the new site beside some of the
old, which the next build completes.
"""

from __future__ import annotations

import errno
import filecmp
import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from kinepedia.machine.exceptions import RefusedError, UnfinishedError
from kinepedia.machine.folders import native_name, relative_path
from kinepedia.model.addresses import output_path
from kinepedia.problems import rules
from kinepedia.problems.diagnostics import Diagnostic, Place
from kinepedia.publish import manifest
from kinepedia.publish.exchange import exchange
from kinepedia.publish.single_files import is_same, link, make_room, move, remove_file
from kinepedia.publish.staging_place import clear_place, remove

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from types import TracebackType

    from kinepedia.machine.folders import Folders
    from kinepedia.machine.stamps import OutputStamp


_PAGES = (".html", ".html.gz", ".html.br")

FEW = 200
"""So many files are replaced one by one: it takes a few hundredths of a second."""


class Staging:
    """A folder in which the next output is prepared; used in a `with` block, which clears it away."""

    def __init__(self, output: Path, folders: Folders, *, reuse: bool = True) -> None:
        """Take the output folder's real path, and the site's folders, of which the cache must exist.

        Without `reuse`, files that have not changed are written anew.
        """
        self._output = output
        self._folders = folders
        self._reuse = reuse
        # As it is when the lock has just been taken: whoever publishes from now on has
        # another cache, and so another lock.
        self._state = _state(output)
        # What may be replaced or removed, and nothing else. All other things in the output are carried over.
        self._recorded = (manifest.read(output) or frozenset()) if output.is_dir() else set()
        self._files: set[str] = set()
        # Those of `_files` that stay what they are in the output: nothing of them
        # lies in the staging folder yet.
        self._kept: set[str] = set()
        self._made: set[str] = set()
        self._folder = clear_place(output, folders.cache)
        # It remembers two files by their sizes and times; a process that stays would believe it too long.
        filecmp.clear_cache()
        self._root = f"{self._folder}{os.sep}"

    def __enter__(self) -> Staging:
        self._folder.mkdir(parents=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # After an exchange, this is where the old site is: `_clear_old` has reported
        # what of it could not be removed.
        with suppress(OSError):  # the next build tries again
            remove(self._folder)

    def write(self, address: str, content: bytes) -> None:
        """Prepare a file with this content.

        A file that has not changed is linked, so that it keeps its time: tools that upload a site look at
        that.
        """
        name, path = self._prepare(address)
        # Each file is written once: what was linked here is the published file itself, and opening it a
        # second time would change the output.
        if not (self._may_reuse(name) and self._is_unchanged(name, content) and self._reused(name)):
            with open(path, "wb", buffering=0) as file:  # noqa: PTH123 - ten thousand times
                file.write(content)

    def copy(self, address: str, source: Path) -> None:
        """Prepare a copy of a file; one that has not changed is linked."""
        name, path = self._prepare(address)
        old = self._old(name)
        if not (self._may_reuse(name) and filecmp.cmp(old, source, shallow=False) and self._reused(name)):
            shutil.copyfile(source, path)

    def expect(self, address: str, *, is_new: bool) -> None:
        """Take note of a file: one that another process has written, or one that stays as it is."""
        name = output_path(address)
        self._files.add(name)
        if is_new:
            self._made |= manifest.folders_of([name])
        else:
            self._kept.add(name)

    def names(self) -> list[str]:
        """Return the names of all files of which this folder knows."""
        return list(self._files)

    def where(self, name: str) -> Path:
        """Return where the content of a file lies: in this folder, or in the output if it stays as it is."""
        # For reading only: what is new may be a link to what is published.
        return self._old(name) if self.keeps(name) else self._new(name)

    def keeps(self, name: str) -> bool:
        """Tell whether a file of the output stays as it is."""
        return name in self._kept

    def still_there(self, output: str, outputs: Mapping[str, OutputStamp]) -> frozenset[str]:
        """Return the files that still are what an earlier build made.

        That one published into the folder `output` what has these stamps.
        """
        if output != str(self._output) or not self._reuse:
            return frozenset()
        found = manifest.stamps(self._output, self._recorded)
        return frozenset(name for name, stamp in found.items() if outputs.get(name) == stamp)

    def stamps(self, known: Mapping[str, OutputStamp]) -> dict[str, OutputStamp]:
        """Return the stamps of all published files; those of the files that were kept are `known`."""
        new = manifest.stamps(self._output, {*self._files, manifest.FILE} - self._kept)
        return {**{name: known[name] for name in self._kept}, **new}

    def collisions(self) -> list[Diagnostic]:
        """Return a problem for each thing in the output that is not ours and stands where ours must go.

        Raises `RefusedError` if another build has published there since this one began.
        """
        self._refuse_changes()
        if not self._output.exists():
            return []
        shown = relative_path(self._folders.output, self._folders.site)
        # What stays is there as a plain file of ours (`still_there`), so that nothing can stand in its place.
        new = self._files - self._kept
        in_the_way = {name for name in self._made if self._is_foreign(name) and not self._is_folder(name)}
        in_the_way |= {
            name
            for name in new
            if (self._has_foreign(name) if self._is_folder(name) else self._is_foreign(name))
        }
        if in_the_way:
            self._refuse_changes()  # another build may have put them there since the first look
        return [
            rules.FOREIGN_FILE.at(Place(f"{shown}/{name}"), file=f"{shown}/{name}")
            for name in sorted(in_the_way)
        ]

    def _refuse_changes(self) -> None:
        if _state(self._output) != self._state:
            raise RefusedError(f"{self._output} was changed by somebody else meanwhile", "build again")

    def _is_folder(self, name: str) -> bool:
        path = self._old(name)
        return path.is_dir() and not path.is_symlink()

    def _is_foreign(self, name: str) -> bool:
        return name not in self._recorded and os.path.lexists(self._old(name))

    def _has_foreign(self, name: str) -> bool:
        """Tell whether a folder in the output, or something in it, is somebody else's."""
        ours = {*self._recorded, *manifest.folders_of(self._recorded)}
        return (
            name not in ours or not {f"{name}/{other}" for other in manifest.below(self._old(name))} <= ours
        )

    def publish(self) -> list[Diagnostic]:
        """Put what was prepared in the place of the output. Call `collisions` first.

        Returns a warning if the old site could not be removed after that. Raises `RefusedError` if another
        build has published there since this one began; `OSError` if the machine fails and the output is
        untouched, `UnfinishedError` if it is not.
        """
        # The manifest counts as gone here, which is one too many and does no harm.
        changed = len(self._files - self._kept) + len(self._recorded - self._files)
        # With nothing kept, everything is new, and an exchange is no slower. Otherwise all files that stay
        # would have to be linked, to exchange a few.
        if self._output.exists() and self._kept and changed <= FEW:
            self._replace_each()
            return []
        self._link_kept()
        # Before the exchange: an output without its list would be nobody's, and no
        # later build could replace it.
        (self._folder / manifest.FILE).write_bytes(manifest.render(self._files))
        if not self._output.exists():
            self._output.parent.mkdir(parents=True, exist_ok=True)
            try:
                self._folder.rename(self._output)
            except OSError as error:
                # Folders of one file system can still be mounted apart, which only this tells.
                if error.errno != errno.EXDEV:
                    raise
                self._output.mkdir()
                self._replace_each()
            return []
        # What somebody puts there after this is rescued once the old site is out of the way.
        try:
            carried = self._carry_foreign()
        except OSError:
            self._refuse_changes()  # what another build has exchanged meanwhile cannot be found any more
            raise
        # Asked once more, as late as can be: a build with another cache may have published meanwhile.
        self._refuse_changes()
        if carried is None or not exchange(self._folder, self._output):
            self._replace_each()
            return []
        # From here on, `_folder` is where the old site is.
        return self._clear_old(carried)

    def _link_kept(self) -> None:
        """Bring what stays as it is into the new site."""
        for name in self._kept:
            path = self._new(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            # Copied with its time, at which tools that upload a site look.
            if not self._reused(name):
                shutil.copy2(self._old(name), path)

    def _old(self, name: str) -> Path:
        return self._output / native_name(name)

    def _new(self, name: str) -> Path:
        return self._folder / native_name(name)

    def _prepare(self, address: str) -> tuple[str, str]:
        name = output_path(address)
        folder = name.rpartition("/")[0]
        # In a forked process, this set is its own: `exist_ok` lets several make the same folder.
        if folder and folder not in self._made:
            os.makedirs(self._root + native_name(folder), exist_ok=True)  # noqa: PTH103 - ten thousand times
            self._made |= manifest.folders_of([name])
        self._files.add(name)
        return name, self._root + (name if name.isascii() else native_name(name))

    def _may_reuse(self, name: str) -> bool:
        if not self._reuse or name not in self._recorded:
            return False
        old = self._old(name)
        return old.is_file() and not old.is_symlink()

    def _reused(self, name: str) -> bool:
        return link(self._old(name), self._new(name))

    def _is_unchanged(self, name: str, content: bytes) -> bool:
        old = self._old(name)
        return old.stat().st_size == len(content) and old.read_bytes() == content

    def _carry_foreign(self) -> set[str] | None:
        """Bring what is not ours into the new site, and the modes of all folders; return its names.

        Returns None if something is mounted inside the output, which then must stay where it is.
        """
        below = manifest.below(self._output)
        folders = {name: item for name, item in below.items() if item.is_dir(follow_symlinks=False)}
        device = self._output.stat().st_dev
        # Exchanged, it would be mounted in the old site, and its files be missing from the new one.
        if any(item.stat(follow_symlinks=False).st_dev != device for item in folders.values()):
            return None
        carried = manifest.foreign(self._output, self._recorded)
        for name, item in carried.items():
            path = self._new(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            if name in folders:
                path.mkdir(exist_ok=True)
                continue
            try:
                # Linked, not moved: until the exchange, it has to stay in the output.
                os.link(item.path, path, follow_symlinks=False)
            except (OSError, NotImplementedError) as error:
                if isinstance(error, OSError) and error.errno == errno.EXDEV:
                    return None  # mounted from the same file system, which only this tells
                shutil.copy2(item.path, path, follow_symlinks=False)
        for name, item in reversed(folders.items()):  # from the inside: a mode may close a folder
            if self._new(name).is_dir():
                shutil.copymode(item.path, self._new(name))
        shutil.copymode(self._output, self._folder)
        return set(carried)

    def _clear_old(self, carried: set[str]) -> list[Diagnostic]:
        """Remove the old site after the exchange; the new one is published, whatever happens."""
        try:
            # Before the removal, and if it fails there is none: what is left behind is
            # reported, and nothing is lost.
            self._rescue(carried)
            remove(self._folder)
        except OSError as error:
            place = Place(relative_path(self._folder, self._folders.site))
            return [rules.LEFT_BEHIND.at(place, reason=(error.strerror or str(error)).lower())]
        return []

    def _rescue(self, carried: set[str]) -> None:
        """Bring over what somebody put into the old output in the last moment, unless it is a build's."""
        # Another build may have published there between the last question and the
        # exchange: its files are a site, too.
        recorded = self._recorded | (manifest.read(self._folder) or frozenset())
        for name, item in manifest.foreign(self._folder, recorded).items():
            path = self._old(name)
            if name in carried or os.path.lexists(path):
                continue
            if item.is_dir(follow_symlinks=False):
                path.mkdir(parents=True)
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                Path(item.path).replace(path)

    def _replace_each(self) -> None:
        """Replace file by file, where the folders cannot be exchanged."""
        try:
            self._replace_files()
        except OSError as error:
            # Not an OSError, after which whoever calls would say that the output is untouched.
            raise UnfinishedError(str(error)) from error

    def _replace_files(self) -> None:
        # From here on everything may be either old or new, and all of it is ours.
        self._record(self._recorded | self._files)
        # What is new comes first, so that every link leads somewhere at any time.
        order = sorted(
            self._files - self._kept,
            # False comes first: what pages load, before pages; what is new, before what it takes the place
            # of. The names make the order the same in each run.
            key=lambda name: (name.endswith(_PAGES), name in self._recorded, name),
        )
        for name in order:
            path = self._old(name)
            make_room(self._output, name, self._recorded)
            path.parent.mkdir(parents=True, exist_ok=True)
            if not is_same(self._new(name), path):
                move(self._new(name), path)
        for name in self._recorded - self._files - {manifest.FILE}:
            remove_file(self._output, name)
        # Last: until then, the list has all that may lie there, so that a build after
        # a failure can clear it away.
        self._record(self._files)

    def _record(self, files: Collection[str]) -> None:
        """Replace the manifest, even by the same: by it, builds with other caches notice this one."""
        file = self._folder / manifest.FILE
        file.write_bytes(manifest.render(files))
        # A new file has another number, by which `_state` knows that somebody has published.
        move(file, self._output / manifest.FILE)


def _state(output: Path) -> tuple[int, ...] | None:
    """Return what changes whenever a build publishes into this folder."""
    try:
        folder, file = output.stat(), (output / manifest.FILE).stat()
    except OSError:
        return None
    # An exchange changes the number of the folder, and replacing file by file that of the manifest.
    return folder.st_ino, file.st_ino, file.st_mtime_ns
