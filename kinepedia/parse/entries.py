"""All entries of a site: those that were parsed now, and those that are remembered."""

from __future__ import annotations

import marshal
import time
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from kinepedia.cache.memory import EntryMemory, diagnostic_of, plain_diagnostic
from kinepedia.machine.folders import native_name
from kinepedia.machine.stamps import NO_STAMP
from kinepedia.machine.workers import spread
from kinepedia.parse.facts import Facts, from_plain, to_plain
from kinepedia.parse.parser import EntryParser, KnownEntry, unpack
from kinepedia.problems import rules
from kinepedia.read.files import EntryFile
from kinepedia.read.source import digest_of, read_entry
from kinepedia.read.tree import trusted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from kinepedia.cache.memory import PlainDiagnostic
    from kinepedia.cache.store import Store
    from kinepedia.machine.folders import Folders
    from kinepedia.machine.progress import Progress
    from kinepedia.model.content_model import Model
    from kinepedia.parse.parser import Entry
    from kinepedia.problems.diagnostics import Diagnostic
    from kinepedia.read.files import Sources


class _Read(NamedTuple):
    """What one file became, in plain values; `seconds` is the time that it took."""

    digest: bytes
    facts: bytes
    content: bytes
    problems: tuple[PlainDiagnostic, ...]
    has_figures: bool
    seconds: float


# Of one site at a time: a process that stays gets another parser when its poses change.
@lru_cache(maxsize=1)
def _parser(model: Model, poses: str) -> EntryParser:
    """Return the parser of this process, which takes longer to make than most entries to parse."""
    return EntryParser(model, poses)


class _Reader:
    """Reads and parses one file after the other."""

    def __init__(
        self, folders: Folders, model: Model, known: Callable[[str], KnownEntry | None], poses: str
    ) -> None:
        self._folders = folders
        self._model = model
        self._known = known
        self._poses = poses

    def __call__(self, files: Iterable[EntryFile]) -> Iterator[_Read]:
        """Read and parse these files."""
        return map(self.read, files)

    def read(self, file: EntryFile) -> _Read:
        """Read and parse a file."""
        begun = time.perf_counter()
        known = self._known(file.path)
        source = read_entry(self._folders, file, self._model.collections, known.front if known else b"")
        parsed = _parser(self._model, self._poses).parse(source, known)
        return _Read(
            parsed.facts.digest,
            marshal.dumps(to_plain(parsed.facts)),
            parsed.content,
            tuple(map(plain_diagnostic, parsed.problems)),
            parsed.facts.has_figures,
            time.perf_counter() - begun,
        )


class Entries:
    """The entries of a site, by the paths of their files.

    `memory` is what to remember of each, `changed` are the paths of those that were parsed anew, with what
    was remembered of them before.
    """

    def __init__(
        self,
        folders: Folders,
        model: Model,
        known: Mapping[str, EntryMemory],
        store: Store,
        poses: str = "",
    ) -> None:
        """Take the content model, what is remembered of the entries, and the site's own base poses."""
        self._folders = folders
        self._known = known
        self._store = store
        self._poses = poses
        self._poses_digest = digest_of(poses.encode()) if poses else b""
        self._reader = _Reader(folders, model, self._known_of, poses)
        self._contents: dict[str, bytes] = {}
        self._facts: dict[str, Facts] = {}
        self.memory: dict[str, EntryMemory] = {}
        self.changed: dict[str, EntryMemory | None] = {}

    def fill(self, sources: Sources, taken: int, jobs: int, progress: Progress) -> None:
        """Read and parse what has changed.

        `taken` is when the files were looked at; one that was changed just before that is looked at again
        by the next build.
        """
        new: list[EntryFile] = []
        for file in sources.entries:
            known = self._known.get(file.path)
            # None is for an entry without figures, which any poses leave as it is.
            if known and known.poses not in (None, self._poses_digest):
                known = None  # its figures are drawn from other base poses
            if known and known.stamp == file.stamp:
                self.memory[file.path] = known
            # Touched, or changed just before the last build looked. The new stamp is one of before this
            # reading, so that what changes meanwhile has another one.
            elif known and self._has_digest(file, known.digest):
                self.memory[file.path] = known._replace(stamp=trusted(file.stamp, taken))
            else:
                self.memory[file.path] = EntryMemory(NO_STAMP, b"", b"", (), (0, 0, b""))  # keeps the order
                new.append(file)
                continue
            progress.advance()
        # The store is only added to here: a forked process would number what it keeps from
        # the same place as the others.
        for file, read in zip(new, spread(self._reader, new, jobs, progress.advance), strict=True):
            # What code of the site has said may be another time otherwise, with the same file.
            is_sure = not any(problem[3] == rules.FEATURE_ERROR.code for problem in read.problems)
            self._contents[file.path] = read.content
            self.changed[file.path] = self._known.get(file.path)
            progress.took("entry", file.path, read.seconds)
            self.memory[file.path] = EntryMemory(
                trusted(file.stamp, taken) if read.digest and is_sure else NO_STAMP,  # it could not be read
                read.digest if is_sure else b"",
                read.facts,
                read.problems,
                self._store.keep(read.content),
                # An author who changes a pose in a site of thousands has only those
                # entries drawn again that show any.
                self._poses_digest if read.has_figures else None,
            )

    def problems(self) -> Iterator[Diagnostic]:
        """Return what is wrong with single entries, and with the site's own base poses."""
        if self._poses:
            from kinepedia.parse.markdown.illustrate import pose_problems

            yield from pose_problems(self._poses)
        failed: set[tuple[Any, ...]] = set()
        for entry in self.memory.values():
            for problem in map(diagnostic_of, entry.problems):
                if problem.code == rules.FEATURE_ERROR.code:
                    # Code that fails does so for many entries, and is reported for the first.
                    cause = problem.path, problem.line, problem.message.partition(" (while ")[0]
                    if cause in failed:
                        continue
                    failed.add(cause)
                yield problem

    def digests(self, paths: Iterable[str]) -> bytes:
        """Return the digests of what some entries are made of, one after the other."""
        # Of the bytes that were read, not of the stamps: whether a page is made
        # again does not depend on a clock.
        return b"".join([self.memory[path].digest + (self.memory[path].poses or b"") for path in paths])

    def facts(self, path: str) -> Facts:
        """Return the facts of an entry."""
        if path not in self._facts:
            self._facts[path] = facts_of(self.memory[path])
        return self._facts[path]

    def everything(self) -> list[Facts]:
        """Return the facts of all entries."""
        return [self.facts(path) for path in self.memory]

    def load(self, facts: Facts) -> Entry:
        """Return a whole entry. One whose content was damaged is parsed again."""
        # Never asked for a faulty entry, which has no content: no page shows one.
        content = self._contents.get(facts.path) or self._store.get(self.memory[facts.path].content)
        if not content:
            content = self._reader.read(EntryFile(facts.path, facts.content_path, NO_STAMP)).content
        return unpack(facts, content)

    def _known_of(self, path: str) -> KnownEntry | None:
        """Return what is known of an entry in which there was nothing to report."""
        known = self._known.get(path)
        # One with problems has to be read as a whole: places that are reported move with its lines.
        content = self._store.get(known.content) if known and not known.problems else None
        return KnownEntry(facts_of(known), content) if known and content else None

    def _has_digest(self, file: EntryFile, digest: bytes) -> bool:
        try:
            data = (self._folders.content / native_name(file.content_path)).read_bytes()
        except OSError:
            return False
        return digest_of(data) == digest


def parse(
    folders: Folders,
    model: Model,
    sources: Sources,
    taken: int,
    known: Mapping[str, EntryMemory],
    store: Store,
    jobs: int,
    progress: Progress,
) -> Entries:
    """Return the entries of a site: those whose files have changed are parsed, the others are remembered.

    `taken` is when the folders were looked at, in nanoseconds; `known` is what is remembered of the entries,
    whose contents are in the `store`; it must be of the same model. At most `jobs` processes work at once.
    """
    entries = Entries(folders, model, known, store, sources.poses)
    entries.fill(sources, taken, jobs, progress)
    return entries


def facts_of(memory: EntryMemory) -> Facts:
    """Return the facts that are remembered of an entry."""
    return from_plain(marshal.loads(memory.facts))  # noqa: S302 - plain values of ours
