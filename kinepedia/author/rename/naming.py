"""What a renaming is: where files go, what references become, and everything that will change."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import unified_diff
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from kinepedia.link.names import fold

if TYPE_CHECKING:
    from kinepedia.author.rename.document import Change
    from kinepedia.link.names import Names
    from kinepedia.parse.facts import Facts


@dataclass(frozen=True, slots=True)
class Naming:
    """An entry before and after it is renamed, and what all names mean afterwards."""

    old: Facts
    new: Facts
    names: Names

    def references(self, written: str, collection: str | None = None) -> tuple[str, ...]:
        """Return what may stand for a reference to the entry, the best first; nothing if it can stay.

        A slug is exchanged for the new slug and a title for the new title, in small letters if it was
        written so; an alias stays. What would not mean the entry alone is left out; with its collection,
        a slug always does. `collection` is where a field looks for names.
        """
        folder, _, rest = written.partition("/")
        prefix = written[: -len(rest)] if rest and folder.casefold() in self.names.collections else ""
        name = written.removeprefix(prefix).strip()
        if name == self.old.key.slug:
            candidates = [name if name == self.new.key.slug else self.new.key.slug]
        elif fold(name) == fold(self.old.title):
            candidates = [name if self.new.title == self.old.title else self._styled(name)]
        elif fold(name) == fold(self.old.key.slug) and name not in self.old.aliases:
            candidates = [name if fold(name) == fold(self.new.key.slug) else self.new.key.slug]
        else:
            candidates = [name]
        candidates.append(self.new.key.slug)
        found = [prefix + each for each in candidates]
        found.append(str(self.new.key))
        # By what names mean afterwards, when old ones lead elsewhere and new ones may be ambiguous.
        fitting = [each for each in found if self.names.find(each, collection) == (self.new.key,)]
        return () if fitting and fitting[0] == written else tuple(dict.fromkeys(fitting))

    def _styled(self, name: str) -> str:
        """Return the new title as the old one was written."""
        is_small = name == name.lower() != self.old.title
        return self.new.title.lower() if is_small else self.new.title


@dataclass(frozen=True, slots=True)
class Move:
    """A file or a folder below the content folder gets another name in the same folder.

    So a relative link to it, or to what is in it, changes in one of its parts, wherever it is written.
    """

    old: str
    new: str

    def path(self, content_path: str) -> str:
        """Return where a file is after the move."""
        if content_path == self.old or content_path.startswith(f"{self.old}/"):
            return self.new + content_path.removeprefix(self.old)
        return content_path

    def link(self, content_path: str, target: str) -> str:
        """Return what a relative link in the file at `content_path` becomes; most stay what they are."""
        written, mark, anchor = target.partition("#")
        parts = written.split("/")
        way = list(PurePosixPath(content_path).parent.parts)
        for index, part in enumerate(map(unquote, parts)):
            if part == "..":
                del way[-1:]
            elif part not in ("", "."):
                way.append(part)
                if "/".join(way) == self.old:
                    parts[index] = PurePosixPath(self.new).name
        return "/".join(parts) + mark + anchor


def move_of(content_path: str, slug: str) -> Move:
    """Return the move that gives the entry at `content_path` a slug: of its file, or of its folder."""
    path = PurePosixPath(content_path)
    if path.name == "index.md" and len(path.parts) > 2:
        return Move(str(path.parent), str(path.parent.with_name(slug)))
    return Move(content_path, str(path.with_name(f"{slug}.md")))


@dataclass(frozen=True, slots=True)
class Renaming:
    """Everything that will change: texts of files, and then the name of one file or folder.

    `redirect` is the old address, if it goes on leading to the entry; `mentions` are the lines whose text
    still says the old title, each as a path and a number.
    """

    old: Facts
    new: Facts
    changes: tuple[Change, ...]
    move: Move | None
    redirect: str | None
    mentions: tuple[tuple[str, int], ...]

    def diff(self) -> str:
        """Return the changes as a unified diff, such as version control systems show it."""
        lines: list[str] = []
        for change in self.changes:
            path = change.before.path
            before, after = (each.unix_text.split("\n") for each in (change.before, change.after))
            lines += unified_diff(before, after, f"a/{path}", f"b/{self.path_after(path)}", lineterm="")
        return "\n".join(lines)

    def path_after(self, path: str) -> str:
        """Return the path below the site that a file has afterwards."""
        root = self.old.path.removesuffix(self.old.content_path)
        if not self.move or not path.startswith(root):
            return path
        return root + self.move.path(path.removeprefix(root))
