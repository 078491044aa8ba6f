"""Where the files of a renamed entry go, and what that makes of relative links to them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote


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
