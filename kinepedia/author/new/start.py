"""A small site that works, to begin with."""

from __future__ import annotations

from pathlib import Path

_SITE = Path(__file__).parent / "site"
_TITLE = 'title = "My Exercises"\n'
# A hidden file here would hide others from version control, or set up the editors of Kinepedia's own folder.
_HIDDEN = {"gitignore": ".gitignore", "vscode/settings.json": ".vscode/settings.json"}


class NotEmptyError(Exception):
    """A folder in which a site should begin has something in it already; the text names it."""


def new_site(folder: Path, title: str) -> list[str]:
    """Write a small site into a folder that does not exist, or has nothing but a `.git` in it.

    Returns the names of its files. Raises `NotEmptyError` if there is anything else, and `OSError` if the
    machine fails.
    """
    if folder.exists() and (other := next((it.name for it in folder.iterdir() if it.name != ".git"), None)):
        raise NotEmptyError(other)
    names = []
    for file in sorted(path for path in _SITE.rglob("*") if path.is_file()):
        name = file.relative_to(_SITE).as_posix()
        text = file.read_text("utf-8")
        if name == "site.toml":
            escaped = title.replace("\\", "\\\\").replace('"', '\\"')
            text = text.replace(_TITLE, f'title = "{escaped}"\n')
        name = _HIDDEN.get(name, name)
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("x", encoding="utf-8", newline="\n") as new:
            new.write(text)
        names.append(name)
    return names
