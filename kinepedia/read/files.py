"""Finds a site's files and reads them.

Symbolic links are not followed; hidden files and editors' backups are skipped, without a word in the
content folder, where they are none of ours, but not in static/, where they were to be published.
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

# Hidden files that hosts ask for: GitHub Pages, Apache, RFC 8615, Codeberg Pages.
_KNOWN_HIDDEN = (".nojekyll", ".htaccess", ".well-known", ".domains")

# Names get up to 13 characters more on their way to the output; all common file systems take 255 bytes.
_MOST_NAME_BYTES = 240

# Only ".md" is one; the others are what people call such a file by mistake.
_ENTRY_SUFFIXES = frozenset([".md", ".markdown", ".mdown", ".mkd"])


@dataclass(frozen=True, slots=True)
class Source:
    """One Markdown file, split but not yet checked.

    `path` is relative to the site, `content_path` to the content folder; `name` is what its slug is made
    from. `body` begins in line `body_line` of the file. A source that is not `readable` has problems that
    leave nothing to check; `title` is then the best guess at its title. `digest` is that of the file.
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
    digest: bytes = b""

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
    problems: list[Diagnostic] = [*_linked_folders(folders)]
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
        for path, name in _published(folders.static, folders.site, problems, hidden=True)
    }
    assets: dict[str, Attachment] = {}
    for root in dict.fromkeys([theme_folder(), folders.templates]):
        for path, name in _published(root / "assets", folders.site, problems):
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


def _linked_folders(folders: Folders) -> Iterator[Diagnostic]:
    """Report folders that are links, unless the author named them on the command line."""
    for folder, option in ((folders.content, "content"), (folders.templates, "templates")):
        if folder == folders.site / option and folder.is_symlink():
            yield rules.LINKED_FOLDER.at(Place(option), option=f"--{option}")


def _published(
    root: Path, site: Path, problems: list[Diagnostic], *, hidden: bool = False
) -> Iterator[tuple[Path, str]]:
    """Yield every file below `root`, a folder that is published as a whole, and report what cannot be."""
    if root.is_symlink():
        problems.append(rules.SYMBOLIC_LINK.at(Place(_shown(root, site))))
        return
    for path, name in _files(root, site, problems, hidden=hidden):
        try:
            path.open("rb").close()
        except OSError as error:
            problems.append(_unreadable(path, site, error))
        yield path, name


def _files(
    root: Path, site: Path, problems: list[Diagnostic], *, hidden: bool = False
) -> Iterator[tuple[Path, str]]:
    """Yield every regular file below `root` in a fixed order, with its path below `root`.

    `hidden` includes hidden files that a host may need, such as `.nojekyll`, and reports all others.
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
            is_hidden = item.name.startswith((".", "#"))
            if _is_litter(item.name) or (is_hidden and not hidden):
                continue
            path = Path(item.path)
            if is_hidden and item.name not in _KNOWN_HIDDEN:
                known = ", ".join(_KNOWN_HIDDEN)
                problems.append(rules.HIDDEN_FILE.at(Place(_shown(path, site)), known=known))
                continue
            if reason := _name_problem(item.name):
                problems.append(rules.BAD_FILE_NAME.at(Place(_shown(path, site)), reason=reason))
                continue
            if item.is_symlink():
                problems.append(rules.SYMBOLIC_LINK.at(Place(_shown(path, site))))
            elif item.is_dir():
                folders.append(path)
            elif item.is_file():
                yield path, _printable(path.relative_to(root).as_posix())
            else:
                problems.append(rules.SPECIAL_FILE.at(Place(_shown(path, site))))
        pending += reversed(folders)


def _is_litter(name: str) -> bool:
    """Tell whether a program leaves such a file behind without being asked."""
    return name.endswith("~") or name in (".DS_Store", "Thumbs.db", ".kinepedia-manifest")


def _name_problem(name: str) -> str | None:
    """Return why a file cannot be published under its name on every host, or None if it can."""
    data = os.fsencode(name)  # the same in every locale
    try:
        name = data.decode()
    except UnicodeDecodeError:
        return "it is not valid UTF-8"
    if len(data) > _MOST_NAME_BYTES:
        return f"it has {len(data)} bytes; {_MOST_NAME_BYTES} are possible"
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
        digest=hashlib.blake2b(data, digest_size=16).digest(),
    )


def read_source(folders: Folders, content_path: str) -> Source | None:
    """Read one entry again, by its path below the content folder; None if it is no entry any more."""
    path = folders.content / content_path
    source = _read_entry(path, content_path, _shown(path, folders.site))
    return source if isinstance(source, Source) else None


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
        return Attachment(path, digest, problem=str(error))
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
