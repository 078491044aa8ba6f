"""A small site in which everything is connected, and the edits of it that `site/connected_site.txt` names.

What a site can bring along of its own comes on top, for whoever asks for it: `site/connected_doors.txt`.
"""

from __future__ import annotations

import re
from pathlib import Path

_SITE = Path(__file__).parent / "site/connected_site.txt"
_DOORS = Path(__file__).parent / "site/connected_doors.txt"
_FILE = re.compile(r"^-- (\S+) --\n", re.MULTILINE)
_OTHER = "  | "
_MISTAKE = "  ! "
_NOTHING = "(nothing)"

_LATER = ("content/stray.md", "static/.hidden")
"""Files that are not there in the beginning."""


class Line:
    """One line of a file: what may stand there, the mistakes last, and which of these stands there now."""

    def __init__(self, text: str) -> None:
        self.texts = [text]
        self.right = 1
        self.now = 0


class Connected:
    """The site in a folder, and edits of it: `number` chooses one of all that are possible.

    With `doors`, it has fields, collections, files and features of its own.
    """

    def __init__(self, root: Path, *, doors: bool = False) -> None:
        self.root = root
        self._files = _described(_SITE)
        if doors:
            for path, more in _described(_DOORS).items():
                lines = self._files.setdefault(path, [])
                at = 1 if lines and lines[0].texts == ["---"] else len(lines)
                lines[at:at] = more
        self._places = {path: path for path in self._files}
        self._absent = set(_LATER)
        for path in self._files:
            self.touch(path)

    def say(self, path: str, text: str) -> None:
        """Let a line of a file say this, which must be one of the texts that it may have."""
        line = next(line for line in self._files[path] if text in line.texts)
        line.now = line.texts.index(text)
        self.touch(path)

    def reset(self, path: str) -> None:
        """Let a file be what it was in the beginning."""
        for line in self._files[path]:
            line.now = 0
        self.touch(path)

    def change(self, number: int) -> None:
        """Exchange a line for another one that is right."""
        self._choose(number, [(line, range(line.right)) for line in self._all_lines() if line.right > 1])

    def spoil(self, number: int) -> None:
        """Put a mistake into a line."""
        mistakes = [(line, range(line.right, len(line.texts))) for line in self._all_lines()]
        self._choose(number, mistakes)

    def mend(self, _: int) -> None:
        """Take all mistakes out, and bring all files back."""
        for line in self._all_lines():
            if line.now >= line.right:
                line.now = 0
        self._absent = set(_LATER)
        for path in self._files:
            self.touch(path)

    def remove(self, number: int) -> None:
        """Remove a file, or put one there that was not there."""
        path = self._path(number)
        self._absent ^= {path}
        self.touch(path)

    def move(self, number: int) -> None:
        """Give a file another name, put it into a folder, or put it back to where it was."""
        path = self._path(number // 3)
        (self.root / self._places[path]).unlink(missing_ok=True)
        folder, _, name = path.rpartition("/")
        self._places[path] = (path, f"{folder}/other-{name}", f"{folder}/deep/{name}")[number % 3]
        self.touch(path)

    def again(self, number: int) -> None:
        """Write a file as it is."""
        self.touch(self._path(number))

    def touch(self, path: str) -> None:
        """Write a file, in place as some editors do, or see to it that it is not there."""
        file = self.root / self._places[path]
        if path in self._absent:
            file.unlink(missing_ok=True)
            return
        texts = [line.texts[line.now] for line in self._files[path]]
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("".join(f"{text}\n" for text in texts if text != _NOTHING), "utf-8")

    def edits(self) -> list[tuple[str, str]]:
        """Return every file with every other text that one of its lines may have."""
        return [
            (path, text) for path, lines in self._files.items() for line in lines for text in line.texts[1:]
        ]

    def _choose(self, number: int, choices: list[tuple[Line, range]]) -> None:
        possible = [(line, index) for line, indexes in choices for index in indexes]
        line, line.now = possible[number % len(possible)]
        for path, lines in self._files.items():
            if line in lines:
                self.touch(path)

    def _all_lines(self) -> list[Line]:
        return [line for lines in self._files.values() for line in lines]

    def _path(self, number: int) -> str:
        """Return one of the files, but not the settings, without which there is no site."""
        paths = [path for path in self._files if path != "site.toml"]
        return paths[number % len(paths)]


def _described(description: Path) -> dict[str, list[Line]]:
    _, *parts = _FILE.split(description.read_text("utf-8"))
    return {path: _lines(text) for path, text in zip(parts[::2], parts[1::2], strict=True)}


def _lines(text: str) -> list[Line]:
    lines: list[Line] = []
    for line in text.splitlines():
        if line.startswith((_OTHER, _MISTAKE)):
            lines[-1].texts.append(line.removeprefix(_OTHER).removeprefix(_MISTAKE))
            lines[-1].right += line.startswith(_OTHER)
        else:
            lines.append(Line(line))
    return lines
