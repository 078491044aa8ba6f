"""One Markdown file: read, and split into front matter and body."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import PurePosixPath
from posixpath import splitext
from typing import TYPE_CHECKING

from kinepedia.machine.folders import native_name
from kinepedia.problems import rules
from kinepedia.problems.diagnostics import Diagnostic, Place, Span
from kinepedia.problems.spans import Spans
from kinepedia.problems.suggest import nearest
from kinepedia.problems.text import decode, span_at
from kinepedia.read.files import unknown_collection
from kinepedia.read.halves import halves

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from kinepedia.machine.folders import Folders
    from kinepedia.problems.spans import Loc
    from kinepedia.read.files import EntryFile
    from kinepedia.read.front_matter import Value

MOST_BYTES = 250_000
"""The largest file that is read as an entry."""


@dataclass(frozen=True, slots=True)
class Source:
    """One Markdown file, split but not yet checked.

    `path` is relative to the site, `content_path` to the content folder; `name` is what its slug is made
    from. `body` begins in line `body_line` of the file. A source that is not `readable` has problems that
    leave nothing to check; `title` is then the best guess at its title. `digest` is that of the file,
    `front` that of its front matter. The `fields` of known front matter are None.
    """

    path: str
    content_path: str
    collection: str
    name: str
    fields: Mapping[str, Value] | None
    spans: Spans
    body: str
    body_line: int
    problems: tuple[Diagnostic, ...]
    readable: bool = True
    title: str | None = None
    digest: bytes = b""
    front: bytes = b""

    def place(self, span: Span) -> Place:
        """Return a place in this file."""
        return Place(self.path, span)

    def place_of_name(self) -> Place:
        """Return the place that stands for the whole file: its beginning."""
        return Place(self.path)

    def span_in_body(self, index: int) -> Span:
        """Return the span of one character of the body."""
        return span_at(self.body, index)

    def body_place(self, span: Span) -> Place:
        """Return the place in this file of a span that counts its lines from the start of the body."""
        return Place(self.path, span.down(self.body_line - 1))


def read_entry(folders: Folders, file: EntryFile, collections: Collection[str], known: bytes = b"") -> Source:
    """Read one Markdown file. Nothing that is in it, or wrong with it, makes this raise.

    `collections` are those that the site has. Front matter with the digest `known` is not read again.
    """
    name = file.content_path
    place = Place(file.path)
    collection = name.partition("/")[0]
    if collection not in collections:
        problem = unknown_collection(file.path, collection, collections)
        return _unread(file, problem, nearest(collection, collections) or collection)
    if not name.endswith(".md"):
        suffix = PurePosixPath(name).suffix
        better = PurePosixPath(file.path).with_suffix(".md").name
        return _unread(file, rules.WRONG_SUFFIX.at(place, suffix=suffix, name=better), collection)
    path = f"{folders.content}/{native_name(name)}"
    try:
        size = os.stat(path).st_size  # noqa: PTH116 - a `Path` takes many times as long
        # Read once, and everything below is of these bytes: the digest, the text and the problems. Nothing
        # else may be read of the file, which could have changed.
        data = read_file(path) if size <= MOST_BYTES else b""
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        return _unread(file, rules.UNREADABLE_FILE.at(place, reason=reason), collection)
    if size > MOST_BYTES:
        return _unread(file, rules.FILE_TOO_LARGE.at(place, size=size, most=MOST_BYTES), collection)
    text, found = decode(data, file.path)
    both = halves(text)
    # Of the text and not of the bytes: other line ends are the same front matter, with the same places.
    front = digest_of(both.front.encode("utf-8", "surrogateescape")) if both else b""
    # Without front matter, both are empty, which is no reason to take one as known.
    if both and front == known:
        return Source(
            path=file.path,
            content_path=name,
            collection=collection,
            name=_slug_name(name),
            fields=None,
            spans=Spans.later(lambda: _spans(file.path, text)),
            body=both.body,
            body_line=both.body_line,
            problems=tuple(found),
            digest=digest_of(data),
            front=front,
        )
    from kinepedia.read.front_matter import split  # which loads a parser that a changed body does not need

    front_matter = split(file.path, text)
    return Source(
        path=file.path,
        content_path=name,
        collection=collection,
        name=_slug_name(name),
        fields=front_matter.fields,
        spans=front_matter.spans,
        body=front_matter.body,
        body_line=front_matter.body_line,
        problems=(*found, *front_matter.problems),
        readable=front_matter.readable,
        title=front_matter.title,
        digest=digest_of(data),
        front=front,
    )


def read_file(path: str) -> bytes:
    """Return the bytes of a file."""
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - as in `read_entry`
        return file.read()


def _spans(path: str, text: str) -> tuple[Mapping[Loc, Span], Mapping[Loc, Span]]:
    from kinepedia.read.front_matter import split

    spans = split(path, text).spans
    return spans.keys, spans.values


def digest_of(data: bytes) -> bytes:
    """Return 16 bytes that tell a file's content from any other."""
    return hashlib.blake2b(data, digest_size=16).digest()


def _unread(file: EntryFile, problem: Diagnostic, collection: str) -> Source:
    """Return a source without content, so that references to it are not reported as well."""
    return Source(
        path=file.path,
        content_path=file.content_path,
        collection=collection,
        name=_slug_name(file.content_path),
        fields={},
        spans=Spans(),
        body="",
        body_line=1,
        problems=(problem,),
        readable=False,
    )


def _slug_name(content_path: str) -> str:
    """Return what the slug of an entry is made from: the name of its file, or of its folder."""
    *folders, name = content_path.split("/")[1:]
    stem = splitext(name)[0]
    return folders[-1] if stem == "index" and folders else stem
