"""Finds a site's files and reads them.

Symbolic links are not followed; hidden files and editors' backups are skipped.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from kinepedia import rules
from kinepedia.diagnostics import Diagnostic, Place, Rule, Span
from kinepedia.marks import Marks
from kinepedia.read import pictures
from kinepedia.read.front_matter import split
from kinepedia.schema import COLLECTIONS
from kinepedia.settings import FILE as SETTINGS_FILE
from kinepedia.site import relative_path, theme_folder
from kinepedia.suggest import did_you_mean, nearest
from kinepedia.text import CONTROL, decode, span_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kinepedia.read.front_matter import Value
    from kinepedia.site import Folders

MOST_BYTES = 250_000
"""The largest file that is read as an entry."""

# Only ".md" is one; the others are what people call such a file by mistake.
_ENTRY_SUFFIXES = frozenset([".md", ".markdown", ".mdown", ".mkd"])


@dataclass(frozen=True, slots=True)
class Source:
    """One Markdown file, split but not yet checked.

    `path` is relative to the site, `content_path` to the content folder; `name` is what its slug is made
    from. `body` begins in line `body_line` of the file. A source that is not `readable` has problems that
    leave nothing to check; `title` is then the best guess at its title.
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
    readable: bool = True
    title: str | None = None

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


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file beside the entries that is no entry, such as a picture.

    `width` and `height` are in pixels, 0 for what is no picture; `problem` says why it cannot be published.
    What is not `safe` is an SVG that may be more than a drawing.
    """

    path: Path
    digest: str
    width: int = 0
    height: int = 0
    problem: str | None = None
    safe: bool = True


@dataclass(frozen=True, slots=True)
class Sources:
    """Everything that lies in a site's folders.

    `attachments` are by their path below the content folder, `static` files by their address; a static
    file keeps its name, so it has no digest. `assets` are the theme's, by their name, the site's own first.
    `settings` is the text of the settings file.
    """

    entries: tuple[Source, ...] = ()
    attachments: Mapping[str, Attachment] = field(default_factory=dict)
    static: Mapping[str, Attachment] = field(default_factory=dict)
    assets: Mapping[str, Attachment] = field(default_factory=dict)
    settings: str = ""
    problems: tuple[Diagnostic, ...] = ()


def read(folders: Folders) -> Sources:
    """Read the settings, the content and the static files of a site.

    Nothing an author wrote makes this raise.
    """
    problems: list[Diagnostic] = []
    entries: list[Source] = []
    attachments: dict[str, Attachment] = {}
    for path, name in _files(folders.content, folders.site, problems):
        if path.suffix.lower() in _ENTRY_SUFFIXES:
            source = _read_entry(path, name, _shown(path, folders.site))
            if isinstance(source, Source):
                entries.append(source)
            else:
                problems.append(source)
        else:
            attachments[name] = _measured(path, _digest(path))
    static = {
        name: _measured(path, "")
        for path, name in _files(folders.static, folders.site, problems, hidden=True)
    }
    problems += [
        rules.STATIC_SVG.at(Place(_shown(file.path, folders.site)), reason=file.problem)
        for file in static.values()
        if not file.safe
    ]
    assets: dict[str, Attachment] = {}
    for root in dict.fromkeys([theme_folder(), folders.templates]):
        for path, name in _files(root / "assets", folders.site, problems):
            assets[name] = Attachment(path, _digest(path))
    settings, found = decode(folders.settings_file.read_bytes(), SETTINGS_FILE)
    return Sources(
        tuple(entries),
        attachments,
        static,
        assets,
        settings,
        (*problems, *found),
    )


def _files(
    root: Path, site: Path, problems: list[Diagnostic], *, hidden: bool = False
) -> Iterator[tuple[Path, str]]:
    """Yield every regular file below `root` in a fixed order, with its path below `root`.

    `hidden` includes files such as `.nojekyll`, which a host may need.
    """
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
            if _is_skipped(item.name, hidden=hidden):
                continue
            path = Path(item.path)
            if reason := _name_problem(item.name):
                problems.append(rules.BAD_FILE_NAME.at(Place(_shown(path, site)), reason=reason))
                continue
            if item.is_symlink():
                problems.append(rules.SYMBOLIC_LINK.at(Place(_shown(path, site))))
            elif item.is_dir():
                folders.append(path)
            elif item.is_file():
                yield path, _printable(path.relative_to(root).as_posix())
        pending += reversed(folders)


def _is_skipped(name: str, *, hidden: bool) -> bool:
    if name.endswith("~") or name in (".DS_Store", "Thumbs.db", ".kinepedia-manifest"):
        return True
    return name.startswith((".", "#")) and not hidden


def _name_problem(name: str) -> str | None:
    """Return why a file cannot be published under its name on every host, or None if it can."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return "it is not valid UTF-8"
    if "\\" in name or CONTROL.search(name) or "\n" in name or "\t" in name:
        return "it has a backslash, a line end or a control character in it"
    return None


def _read_entry(path: Path, name: str, shown: str) -> Source | Diagnostic:
    """Read one Markdown file; return only what is wrong if it cannot even be told what it would be."""
    place = Place(shown)
    collection, _, rest = name.partition("/")
    known = ", ".join(COLLECTIONS)
    if not rest:
        return rules.OUTSIDE_COLLECTION.at(place, collections=known)
    if collection not in COLLECTIONS:
        likely = nearest(collection, COLLECTIONS)
        hint = did_you_mean(collection, COLLECTIONS)
        problem = rules.UNKNOWN_COLLECTION.at(place, name=collection, collections=known, hint=hint)
        return _unread(shown, name, likely, problem) if likely else problem
    if path.suffix != ".md":
        problem = rules.WRONG_SUFFIX.at(
            place, suffix=path.suffix, name=PurePosixPath(shown).with_suffix(".md").name
        )
        return _unread(shown, name, collection, problem)
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MOST_BYTES else b""
    except OSError as error:
        return _unread(shown, name, collection, rules.UNREADABLE_FILE.at(place, reason=_reason(error)))
    if size > MOST_BYTES:
        problem = rules.FILE_TOO_LARGE.at(place, size=size, most=MOST_BYTES)
        return _unread(shown, name, collection, problem)
    text, found = decode(data, shown)
    front_matter = split(shown, text)
    return Source(
        path=shown,
        content_path=name,
        collection=collection,
        name=_name(rest),
        fields=front_matter.fields,
        marks=front_matter.marks,
        body=front_matter.body,
        body_line=front_matter.body_line,
        problems=(*found, *front_matter.problems),
        readable=front_matter.readable,
        title=front_matter.title,
    )


def _unread(shown: str, name: str, collection: str, problem: Diagnostic) -> Source:
    """Return a source without content, so that references to it are not reported as well."""
    rest = name.partition("/")[2]
    return Source(shown, name, collection, _name(rest), {}, Marks(), "", 1, (problem,), readable=False)


def _name(rest: str) -> str:
    """Return what the slug of an entry is made from: the name of its file, or of its folder."""
    path = PurePosixPath(rest)
    return path.parent.name if path.stem == "index" and path.parent.name else path.stem


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
        safe = not isinstance(error, pictures.UnsafePictureError)
        return Attachment(path, digest, problem=str(error), safe=safe)
    except OSError as error:
        return Attachment(path, digest, problem=_reason(error))
    return Attachment(path, digest, width, height)


def _unreadable(path: Path, site: Path, error: OSError) -> Diagnostic:
    rule: Rule = rules.UNREADABLE_FILE
    return rule.at(Place(_shown(path, site)), reason=_reason(error))


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def _shown(path: Path, site: Path) -> str:
    return _printable(relative_path(path, site))


def _printable(name: str) -> str:
    """Return a file name as text that can be printed, even if it is not valid UTF-8 or has line ends."""
    text = os.fsencode(name).decode("utf-8", "replace")
    return CONTROL.sub("\N{REPLACEMENT CHARACTER}", text.replace("\n", " ").replace("\t", " "))
