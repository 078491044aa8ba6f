"""Finds a site's files and reads them.

Symbolic links are not followed; hidden files and editors' backups are skipped.
"""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kinepedia import rules
from kinepedia.diagnostics import Diagnostic, Place, Rule, Span
from kinepedia.read import pictures
from kinepedia.read.front_matter import split
from kinepedia.schema import COLLECTIONS
from kinepedia.site import theme_folder
from kinepedia.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kinepedia.marks import Marks
    from kinepedia.read.front_matter import Value
    from kinepedia.site import Folders

MOST_BYTES = 250_000
"""The largest file that is read as an entry."""

# Characters that no editor shows and that Markdown, YAML or HTML give a meaning of their own; the last
# two end a line for YAML but for no editor, so that every line after them would be numbered wrongly.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Source:
    """One Markdown file, split but not yet checked.

    `path` is relative to the site, `content_path` to the content folder; `name` is what its slug is made
    from. `body` begins in line `body_line` of the file.
    """

    path: str
    content_path: str
    collection: str
    name: str
    fields: Mapping[str, Value]
    marks: Marks
    body: str
    body_line: int
    problems: tuple[Diagnostic, ...]

    def place(self, span: Span) -> Place:
        """Return a place in this file."""
        return Place(self.path, span)

    def place_of_name(self) -> Place:
        """Return the place that stands for the whole file: its beginning."""
        return Place(self.path)

    def span_in_body(self, index: int) -> Span:
        """Return the span of one character of the body."""
        return _span_at(self.body, index)

    def body_place(self, span: Span) -> Place:
        """Return the place in this file of a span that counts its lines from the start of the body."""
        return Place(self.path, span.down(self.body_line - 1))


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file beside the entries that is no entry, such as a picture.

    `width` and `height` are in pixels, 0 for what is no picture; `problem` says why it cannot be published.
    """

    path: Path
    digest: str
    width: int = 0
    height: int = 0
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Sources:
    """Everything that lies in a site's folders.

    `attachments` are by their path below the content folder, `static` files by their address; a static
    file keeps its name, so it has no digest. `assets` are the theme's, by their name, the site's own first.
    """

    entries: tuple[Source, ...] = ()
    attachments: Mapping[str, Attachment] = field(default_factory=dict)
    static: Mapping[str, Attachment] = field(default_factory=dict)
    assets: Mapping[str, Attachment] = field(default_factory=dict)
    problems: tuple[Diagnostic, ...] = ()


def read(folders: Folders) -> Sources:
    """Read the content and the static files of a site. Nothing an author wrote makes this raise."""
    problems: list[Diagnostic] = []
    entries: list[Source] = []
    attachments: dict[str, Attachment] = {}
    for path, name in _files(folders.content, folders.site, problems):
        if path.suffix == ".md":
            source = _read_entry(path, name, _shown(path, folders.site), problems)
            if source:
                entries.append(source)
        elif path.suffix.lower() in (".md", ".markdown", ".mdown", ".mkd"):
            shown = _shown(path, folders.site)
            problems.append(
                rules.WRONG_SUFFIX.at(
                    Place(shown), suffix=path.suffix, name=Path(shown).with_suffix(".md").name
                )
            )
        else:
            attachments[name] = _measured(path, _digest(path))
    static = {name: _measured(path, "") for path, name in _files(folders.static, folders.site, problems)}
    assets: dict[str, Attachment] = {}
    for root in dict.fromkeys([theme_folder(), folders.templates]):
        for path, name in _files(root / "assets", folders.site, problems):
            assets[name] = Attachment(path, _digest(path))
    return Sources(tuple(entries), attachments, static, assets, tuple(problems))


def _files(root: Path, site: Path, problems: list[Diagnostic]) -> Iterator[tuple[Path, str]]:
    """Yield every regular file below `root` in a fixed order, with its path below `root`."""
    pending = [root] if root.is_dir() else []
    while pending:
        folder = pending.pop()
        try:
            found = sorted(os.scandir(folder), key=lambda item: item.name)
        except OSError as error:
            problems.append(_unreadable(folder, site, error))
            continue
        folders = []
        for item in found:
            if item.name.startswith((".", "#")) or item.name.endswith("~"):
                continue
            path = Path(item.path)
            if item.is_symlink():
                problems.append(rules.SYMBOLIC_LINK.at(Place(_shown(path, site))))
            elif item.is_dir():
                folders.append(path)
            elif item.is_file():
                yield path, _printable(path.relative_to(root).as_posix())
        pending += reversed(folders)


def _read_entry(path: Path, name: str, shown: str, problems: list[Diagnostic]) -> Source | None:
    """Read one Markdown file; return None, and report, if it is no entry that could be read at all."""
    place = Place(shown)
    collection, _, rest = name.partition("/")
    known = ", ".join(COLLECTIONS)
    if not rest:
        problems.append(rules.OUTSIDE_COLLECTION.at(place, collections=known))
        return None
    if collection not in COLLECTIONS:
        hint = did_you_mean(collection, COLLECTIONS)
        problems.append(rules.UNKNOWN_COLLECTION.at(place, name=collection, collections=known, hint=hint))
        return None
    try:
        data = path.read_bytes()
    except OSError as error:
        problems.append(rules.UNREADABLE_FILE.at(place, reason=_reason(error)))
        return None
    if len(data) > MOST_BYTES:
        problems.append(rules.FILE_TOO_LARGE.at(place, size=len(data), most=MOST_BYTES))
        return None
    text, found = _decode(data, shown)
    front_matter = split(shown, text)
    stem = Path(rest).stem
    if stem == "index" and "/" in rest:
        stem = Path(rest).parent.name
    return Source(
        path=shown,
        content_path=name,
        collection=collection,
        name=stem,
        fields=front_matter.fields,
        marks=front_matter.marks,
        body=front_matter.body,
        body_line=front_matter.body_line,
        problems=(*found, *front_matter.problems),
    )


def _decode(data: bytes, shown: str) -> tuple[str, list[Diagnostic]]:
    r"""Return the text with line ends of "\n" and without a byte-order mark, and what is wrong with it."""
    problems: list[Diagnostic] = []
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8", "replace")
        span = _span_at(_unix_lines(before), len(_unix_lines(before)))
        problems.append(rules.INVALID_UTF8.at(Place(shown, span), byte=error.object[error.start]))
        text = data.decode("utf-8-sig", "replace")
    text = _unix_lines(text)
    for match in _CONTROL.finditer(text):
        span = _span_at(text, match.start())
        problems.append(rules.CONTROL_CHARACTER.at(Place(shown, span), code=ord(match.group())))
    return (_CONTROL.sub(" ", text) if problems else text), problems


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _measured(path: Path, digest: str) -> Attachment:
    if path.suffix.lower() not in pictures.SUFFIXES:
        readable = os.access(path, os.R_OK)
        return Attachment(path, digest, problem=None if readable else "it cannot be read")
    try:
        width, height = pictures.size(path)
    except pictures.PictureError as error:
        return Attachment(path, digest, problem=str(error))
    except OSError as error:
        return Attachment(path, digest, problem=_reason(error))
    return Attachment(path, digest, width, height)


def _span_at(text: str, index: int) -> Span:
    start = text.rfind("\n", 0, index) + 1
    return Span(text.count("\n", 0, index) + 1, index - start + 1, 1)


def _unix_lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _unreadable(path: Path, site: Path, error: OSError) -> Diagnostic:
    rule: Rule = rules.UNREADABLE_FILE
    return rule.at(Place(_shown(path, site)), reason=_reason(error))


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def _shown(path: Path, site: Path) -> str:
    return _printable(Path(os.path.relpath(path, site)).as_posix())


def _printable(name: str) -> str:
    """Return a file name as text that can be printed, even if it is not valid UTF-8 or has line ends."""
    text = os.fsencode(name).decode("utf-8", "replace")
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text.replace("\n", " ").replace("\t", " "))
