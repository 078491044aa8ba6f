"""What is remembered of the last build that was published."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from kinepedia.model.addresses import output_path
from kinepedia.problems.diagnostics import Diagnostic, Severity

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from kinepedia.machine.stamps import Measured, OutputStamp, Stamp

Extent = tuple[int, int, bytes]
"""Where something lies in the file of contents: its first byte, its length, and a checksum."""

Asked = tuple[Any, ...]
"""Questions of a template, as `plan.catalogue` knows them; plain values."""

PlainDiagnostic = tuple[Any, ...]


class EntryMemory(NamedTuple):
    """One source: its stamp and digest, its facts packed, its problems, and where its content lies.

    `poses` is the digest of the site's own poses that its figures were drawn with; None if it has none.
    """

    # This order is that of the files in the cache, here and in the classes below.
    # `program` notices if it changes.
    stamp: Stamp
    digest: bytes
    facts: bytes
    problems: tuple[PlainDiagnostic, ...]
    content: Extent
    poses: bytes | None = None


class PageMemory(NamedTuple):
    """One published page.

    `base` is the fingerprint of its neighbours, frame and templates; `whole` are the paths of the entries
    of which it may show anything, `made_of` their digests. `ids`, with a zero between two, `wanted` and
    `files` are what an audit has seen on it. `neighbours` is where its neighbours lie, packed; None for the
    page of no entry. `shown` has its template, its kind, and the entry that it is of;
    `asked` is what its template asked of the encyclopedia, `answers` the digest of what it read of that.
    """

    base: bytes
    whole: tuple[str, ...]
    made_of: bytes
    ids: str
    wanted: tuple[tuple[str, str], ...]
    files: bytes
    neighbours: Extent | None
    shown: tuple[str, Any, tuple[str, str] | None] = ("", "home", None)
    asked: Asked = ()
    answers: bytes = b""

    @property
    def anchors(self) -> list[str]:
        """The page's anchors."""
        return self.ids.split("\0")


@dataclass(frozen=True, slots=True)
class Memory:
    """What is remembered of the last build.

    Of what was read: `entries` and `measured`, by path. Of what was published into the folder `output`:
    `pages` by address, `outputs` by name, `copied` the digests of what was copied by address, `files` the
    templates of those that machines ask for, by address. `digest` is that of everything but the entries;
    `others` are the problems that were found in none of them alone, `related` the related exercises of all
    with the fingerprint of what they follow from. `templates` are the fingerprints of what each template is
    made of, with that of the folders in which they lie; `navigation` and `collections` are what the frame of
    each page shows, `model` is the digest of the content model that the entries were read by, `settings` the
    settings with the fingerprint of what they were read from.
    """

    # `Store` knows the places of `entries` and `pages` in this order: plain tuples stand in their files.
    entries: Mapping[str, EntryMemory] = field(default_factory=dict)
    measured: Mapping[str, Measured] = field(default_factory=dict)
    pages: Mapping[str, PageMemory] = field(default_factory=dict)
    outputs: Mapping[str, OutputStamp] = field(default_factory=dict)
    copied: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    output: str = ""
    digest: bytes = b""
    others: tuple[PlainDiagnostic, ...] = ()
    related: tuple[bytes, bytes] = (b"", b"")
    templates: tuple[bytes, Mapping[str, bytes]] = (b"", {})
    navigation: tuple[Any, ...] = ()
    collections: tuple[str, ...] = ()
    exercises: int = 0
    model: bytes = b""
    settings: tuple[bytes, Any] = (b"", None)


def joined_ids(ids: Iterable[str]) -> str:
    """Return the ids of a page in one text. None has a zero in it, which no parser of HTML lets through."""
    # A page without ids gets one empty anchor, which every page has anyway (see
    # `_PAGE_ANCHORS` in the inspector).
    return "\0".join(ids)


def anchors_of(pages: Mapping[str, PageMemory], files: Container[str]) -> dict[str, list[str]]:
    """Return the anchors of those pages that lie in one of these files of the output, by the file."""
    return {file: page.anchors for address, page in pages.items() if (file := output_path(address)) in files}


def plain_diagnostic(diagnostic: Diagnostic) -> PlainDiagnostic:
    """Return a diagnostic as a plain tuple, which `marshal` can keep."""
    # In the order of the fields, in which `diagnostic_of` takes it apart. The severity is a text for
    # `marshal`, which refuses members of an enumeration.
    return tuple({**asdict(diagnostic), "severity": diagnostic.severity.value}.values())


def diagnostic_of(plain: PlainDiagnostic) -> Diagnostic:
    """Return the diagnostic that `plain_diagnostic` took apart."""
    path, line, column, code, message, hint, severity, length = plain
    return Diagnostic(path, line, column, code, message, hint, Severity(severity), length)
