"""A site in a temporary folder, and the command run on it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

import pytest
from click.testing import CliRunner

from kinepedia.commands.main import main

_CHANGES = frozenset(
    ["os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.chmod", "ctypes.dlsym"]
)

SETTINGS = 'title = "Test site"\n'
NO_BASE_URL = (
    "site.toml has no base_url, so there are no canonical links, no sitemap and no feed: "
    "they have to name the address at which the site will stand."
)
"""What is said of a site that does not know its own address."""

TERMS = {
    "content/categories/hamstrings.md": "---\ntitle: Hamstrings\n---\n",
    "content/levels/beginner.md": "---\ntitle: Beginner\nrank: 1\n---\n",
}


@dataclass(frozen=True)
class Run:
    """A finished command."""

    status: int
    stdout: str
    stderr: str


class Site:
    """A site in a temporary folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)

    def write(self, files: dict[str, str | bytes]) -> Site:
        """Write files, by their paths below the site."""
        for name, content in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else dedent(content).encode())
        return self

    def exercise(self, slug: str, fields: str = "", body: str = "") -> Site:
        """Write an exercise that is in order but for what `fields` and `body` add."""
        text = f"---\ntitle: {slug.replace('-', ' ').title()}\ncategories: hamstrings\n{dedent(fields)}---\n"
        steps = "## How to\n\n### Step 1: Move\n\nSlowly.\n"
        return self.write({f"content/exercises/{slug}.md": text + (dedent(body) or steps)})

    def read(self, name: str) -> str:
        """Return a file of the output as text."""
        return (self.root / "output" / name).read_text("utf-8")

    def run(self, *words: str, stdin: str = "", **environment: str) -> Run:
        """Run the command in the site's folder, as an author would, but in this process.

        To start Python and load everything anew takes four times as long as most of what tests ask for.
        """
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(self.root)
            done = CliRunner(env=environment).invoke(
                main, words, input=stdin, prog_name="kinepedia", catch_exceptions=False
            )
        return Run(done.exit_code, done.stdout, done.stderr)

    def run_apart(self, *words: str, stdin: str = "", **environment: str) -> Run:
        """Run the command in a process of its own: where that, its environment or its streams matter."""
        done = subprocess.run(
            [sys.executable, "-m", "kinepedia", *words],
            cwd=self.root,
            env={**os.environ, "PYTHONUTF8": "1", **environment},
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
        )
        return Run(done.returncode, done.stdout, done.stderr)

    def output_files(self) -> dict[str, bytes]:
        """Return every file of the output with its content."""
        return tree(self.root / "output")


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder with its content."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def killed_at(moment: int, work: Callable[[], object], below: Path = Path("/")) -> bool:
    """Work in a child that is killed just before its n-th change below a folder; tell whether it was."""
    child = os.fork()
    if child == 0:
        changes = 0

        def is_there(argument: object) -> bool:
            return below == Path("/") or str(argument).startswith(f"{below}/")

        def count(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal changes
            writes = event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax")
            if (event in _CHANGES or writes) and any(map(is_there, arguments)):
                changes += 1
                if changes == moment:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(count)
        work()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)
