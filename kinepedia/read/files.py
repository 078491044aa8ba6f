"""Finds a site's files among everything that lies in its folders.

Symbolic links are not followed; hidden files and editors' backups are skipped, without a word in the
content folder, where they are none of ours, but not in static/, where they were to be published.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from kinepedia.machine.folders import POSES_FILE, native_name, plain_name, relative_path, theme_folder
from kinepedia.machine.stamps import NO_STAMP, Stamp
from kinepedia.model.settings import FILE as SETTINGS_FILE
from kinepedia.problems import rules
from kinepedia.problems.diagnostics import Diagnostic, Place
from kinepedia.problems.suggest import did_you_mean, nearest
from kinepedia.problems.text import CONTROL, decode
from kinepedia.read.formats import FORMATS
from kinepedia.read.tree import Item, trusted, walk

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from kinepedia.machine.folders import Folders
    from kinepedia.machine.stamps import Measured
    from kinepedia.model.content_model import Model
    from kinepedia.read.tree import Tree

FILES = "files/"
"""The folder of templates each of which makes a file at the place where it lies."""

# Hidden files that hosts ask for: GitHub Pages, Apache, RFC 8615, Codeberg Pages.
_KNOWN_HIDDEN = (".nojekyll", ".htaccess", ".well-known", ".domains")

# Names get up to 13 characters more on their way to the output; all common file systems take 255 bytes.
_MOST_NAME_BYTES = 240

# Only ".md" is one; the others are what people call such a file by mistake.
_ENTRY_SUFFIXES = (".md", ".markdown", ".mdown", ".mkd")


class EntryFile(NamedTuple):
    """A Markdown file that has not been read: its path below the site and below the content folder."""

    path: str
    content_path: str
    stamp: Stamp


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
    """Everything that lies in a site's folders, the entries yet to be read.

    `attachments` are by their path below the content folder, `static` files by their address; a static
    file keeps its name, so it has no digest. `assets` are the theme's, by their name, the site's own first.
    `templates` are the names of all templates, the site's own and the theme's; `own_files` are those that
    make a file at the place where they lie, by its address.
    `measured` is what has been found out about all these, by their path. `settings` is the text of the
    settings file, `poses` that of the site's own base poses, empty if it has none.
    """

    entries: tuple[EntryFile, ...] = ()
    attachments: Mapping[str, Attachment] = field(default_factory=dict)
    static: Mapping[str, Attachment] = field(default_factory=dict)
    assets: Mapping[str, Attachment] = field(default_factory=dict)
    measured: Mapping[str, Measured] = field(default_factory=dict)
    templates: tuple[str, ...] = ()
    own_files: Mapping[str, str] = field(default_factory=dict)
    settings: str = ""
    poses: str = ""
    problems: tuple[Diagnostic, ...] = ()


def read_settings(folders: Folders) -> tuple[str, list[Diagnostic]]:
    """Return the text of the settings file, which everything else follows from, and what is wrong with it."""
    return decode(folders.settings_file.read_bytes(), SETTINGS_FILE)


def read(
    folders: Folders,
    tree: Tree,
    known: Mapping[str, Measured],
    settings: str,
    model: Model,
    themes: Sequence[Path] = (),
) -> Sources:
    """Find the entries of a site, and measure its other files; `known` are those measured before.

    `settings` is the text of the settings file, `model` what they make; `themes` are folders of templates and
    assets that stand behind the site's own, and before the theme's. Nothing an author wrote makes this
    raise.
    """
    collections = model.collections
    problems: list[Diagnostic] = [*_linked_folders(folders)]
    # The names are those of the look at the folders, though files are read only now: what has come since is
    # left to the next build, whose look shows another tree.
    measure = _Measure(folders, known, tree.taken)
    content = f"{_shown(folders.content, folders.site)}/"
    entries: list[EntryFile] = []
    attachments: dict[str, Attachment] = {}
    # In the order of the look, which is sorted: everything that follows keeps it, on every machine.
    for name, stamp in _files(tree.content, folders.content, folders.site, problems):
        if name.lower().endswith(_ENTRY_SUFFIXES):
            shown = content + name
            collection, _, rest = name.partition("/")
            if not rest:
                problems.append(rules.OUTSIDE_COLLECTION.at(Place(shown), collections=", ".join(collections)))
            # One in a folder whose name is only mistyped is an entry: references to it shall not dangle as
            # well. The reader reports its folder.
            elif collection not in collections and nearest(collection, collections) is None:
                problems.append(unknown_collection(shown, collection, collections))
            else:
                entries.append(EntryFile(shown, name, stamp))
        else:
            attachments[name] = measure(folders.content, name, stamp)
    if folders.static.is_symlink():
        problems.append(rules.SYMBOLIC_LINK.at(Place(_shown(folders.static, folders.site))))
    static = {
        name: measure(folders.static, name, stamp, is_published=True)
        for name, stamp in _files(tree.static, folders.static, folders.site, problems, hidden=True)
    }
    problems += [
        rules.STATIC_SVG.at(Place(_shown(file.path, folders.site)), reason=file.problem)
        for file in static.values()
        if not file.safe
    ]
    assets: dict[str, Attachment] = {}
    others = [(root, tuple(walk(root))) for root in reversed(themes)]
    for root, items in ((theme_folder(), tree.theme), *others, (folders.templates, tree.templates)):
        folder = root / "assets"
        if any(name == "assets" and kind == "link" for name, kind, _ in items):
            problems.append(rules.SYMBOLIC_LINK.at(Place(_shown(folder, folders.site))))
        inside = [
            (name.removeprefix("assets/"), kind, stamp)
            for name, kind, stamp in items
            if name.startswith("assets/")
        ]
        for name, stamp in _files(inside, folder, folders.site, problems):
            assets[name] = measure(folder, name, stamp, is_published=True)
    every = chain(tree.templates, tree.theme, *(items for _, items in others))
    named = (name for name, kind, _ in every if kind == "file")
    templates = sorted({name for name in named if not name.startswith("assets/") and not _is_litter(name)})
    problems += measure.unreadable
    poses, found = _poses(folders) if tree.poses != NO_STAMP else ("", [])
    problems += found
    return Sources(
        tuple(entries),
        attachments,
        static,
        assets,
        measure.measured,
        tuple(templates),
        {_address_of(name): name for name in templates if name.startswith(FILES)},
        settings,
        poses,
        tuple(problems),
    )


def _address_of(template: str) -> str:
    """Return the address of the file that a template makes which lies in `FILES`."""
    address = template.removeprefix(FILES)
    is_index = address == "index.html" or address.endswith("/index.html")
    return address.removesuffix("index.html") if is_index else address


def _poses(folders: Folders) -> tuple[str, list[Diagnostic]]:
    """Return the text of the site's own base poses, and why it cannot be read if it cannot."""
    try:
        return decode(folders.poses_file.read_bytes(), POSES_FILE)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        return "", [rules.UNREADABLE_FILE.at(Place(POSES_FILE), reason=reason)]


def _linked_folders(folders: Folders) -> Iterator[Diagnostic]:
    """Report folders that are links, unless the author named them on the command line."""
    for folder, option in ((folders.content, "content"), (folders.templates, "templates")):
        if folder == folders.site / option and folder.is_symlink():
            yield rules.LINKED_FOLDER.at(Place(option), option=f"--{option}")


class _Measure:
    """Finds out about files what a link to them has to know."""

    def __init__(self, folders: Folders, known: Mapping[str, Measured], taken: int) -> None:
        self._folders = folders
        self._known = known
        self._taken = taken
        self.measured: dict[str, Measured] = {}
        self.unreadable: list[Diagnostic] = []

    def __call__(self, root: Path, name: str, stamp: Stamp, *, is_published: bool = False) -> Attachment:
        """Measure one file; one that `is_published` in any case must be readable."""
        path = root / native_name(name)
        shown = _shown(path, self._folders.site)
        known = self._known.get(shown)
        # `NO_STAMP`, which is remembered where a change could leave no trace, equals that of no file.
        if known is None or known[0] != stamp:
            try:
                known = (trusted(stamp, self._taken), _digest(path), *_measures(path))
            except OSError as error:
                reason = (error.strerror or str(error)).lower()
                if is_published:
                    self.unreadable.append(rules.UNREADABLE_FILE.at(Place(shown), reason=reason))
                return Attachment(path, "", problem=reason)
        self.measured[shown] = known
        return Attachment(path, *known[1:])


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _measures(path: Path) -> tuple[int, int, str | None, bool]:
    """Return the width, the height and the problem of a file, and whether it is safe.

    Raises `OSError` if it cannot be read.
    """
    if path.suffix.lower() not in (*FORMATS, ".svg"):
        return 0, 0, None, True
    from kinepedia.read import pictures  # loads a library that most builds do not need

    try:
        return (*pictures.size(path), None, True)
    except pictures.PictureError as error:
        return 0, 0, str(error), not isinstance(error, pictures.UnsafePictureError)


def _files(
    items: Iterable[Item], root: Path, site: Path, problems: list[Diagnostic], *, hidden: bool = False
) -> Iterator[tuple[str, Stamp]]:
    """Yield every file of a tree of `root` that may be published, with its stamp.

    `hidden` includes hidden files that a host may need, such as `.nojekyll`, and reports all others.
    """
    reported: set[str] = set()
    for name, kind, stamp in items:
        parts = name.split("/")
        if any(map(_is_litter, parts)):
            continue
        veiled = next((index for index, part in enumerate(parts) if part.startswith((".", "#"))), None)
        if veiled is not None and not hidden:
            continue
        # Nothing is wrong with such a name, nor has it to be made printable: both are what the other branch
        # would find, much later. Its length is below `_MOST_NAME_BYTES`.
        if kind == "file" and name.isascii() and name.isprintable() and "\\" not in name and len(name) < 200:
            reason = None
        else:
            name, reason = _printable(name), _name_problem(parts)  # noqa: PLW2901 - as it can be shown
        if veiled is not None and parts[veiled] not in _KNOWN_HIDDEN:
            problem = rules.HIDDEN_FILE.at(
                Place(_shown_below(root, parts[: veiled + 1], site)), known=", ".join(_KNOWN_HIDDEN)
            )
        elif reason:
            problem = rules.BAD_FILE_NAME.at(Place(_shown_below(root, reason[0], site)), reason=reason[1])
        elif kind == "file":
            yield name, stamp
            continue
        elif kind == "hidden":
            continue
        else:
            place = Place(_shown_below(root, parts, site))
            rule = {"link": rules.SYMBOLIC_LINK, "special": rules.SPECIAL_FILE}.get(kind)
            problem = rule.at(place) if rule else rules.UNREADABLE_FILE.at(place, reason=kind)
        if problem.path not in reported:
            reported.add(problem.path)
            problems.append(problem)


def _is_litter(name: str) -> bool:
    """Tell whether a program leaves such a file behind without being asked."""
    return name.endswith("~") or name in (".DS_Store", "Thumbs.db", ".kinepedia-manifest")


def _name_problem(parts: list[str]) -> tuple[list[str], str] | None:
    """Return the first part that cannot be published on every host, with those before it, and why."""
    for index, name in enumerate(parts, start=1):
        size = len(name.encode("utf-8", "surrogateescape"))  # the same in every locale
        if not name.isprintable() and any("\udc80" <= character <= "\udcff" for character in name):
            return parts[:index], "it is not valid UTF-8"
        if size > _MOST_NAME_BYTES:
            return parts[:index], f"it has {size} bytes; {_MOST_NAME_BYTES} are possible"
        if "\\" in name or CONTROL.search(name) or "\n" in name or "\t" in name:
            return parts[:index], "it has a backslash, a line end or a control character in it"
    return None


def unknown_collection(path: str, name: str, known: Collection[str]) -> Diagnostic:
    """Return what is said of a file in a folder that is none of the `known` collections."""
    hint = did_you_mean(name, known)
    return rules.UNKNOWN_COLLECTION.at(Place(path), name=name, collections=", ".join(known), hint=hint)


def _shown_below(root: Path, parts: list[str], site: Path) -> str:
    return _shown(root.joinpath(*map(native_name, parts)), site)


def _shown(path: Path, site: Path) -> str:
    return _printable(plain_name(relative_path(path, site)))


def _printable(name: str) -> str:
    """Return a file name as text that can be printed, even if it is not valid UTF-8 or has line ends."""
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return CONTROL.sub("\N{REPLACEMENT CHARACTER}", text.replace("\n", " ").replace("\t", " "))
