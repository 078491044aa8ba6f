"""The command that serves, as a process, and what it says and answers."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from sites import SETTINGS, TERMS, Site
from waiting import PATIENCE, until

from kinepedia import Folders, Options, build_site


@dataclass(frozen=True)
class Got:
    """An answer: its status, its fields by their names in small letters, and its body."""

    status: int
    fields: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()


class Serving:
    """A running `kinepedia serve`."""

    def __init__(self, process: subprocess.Popen[bytes], root: Path) -> None:
        self.process = process
        self.root = root
        self._said = b""
        self._listener = threading.Thread(target=self._listen)
        self._listener.start()

    def _listen(self) -> None:
        assert self.process.stdout
        with self.process.stdout as output:
            while piece := os.read(output.fileno(), 4096):
                self._said += piece

    @property
    def said(self) -> str:
        """Everything that it has said until now."""
        return self._said.decode().replace("\r\n", "\n")

    def wait_for(self, text: str, times: int = 1) -> None:
        """Wait until it has said something so many times."""
        with suppress(AssertionError):  # which would not say what was said instead
            until(lambda: self.said.count(text) >= times or self.process.poll() is not None, text)
        assert self.said.count(text) >= times, f"no {text!r} in:\n{self.said}"

    @property
    def address(self) -> str:
        """Where it serves, with a slash at the end."""
        self.wait_for("(Ctrl C ends it)")
        match = re.search(r"http://\S+/", self.said)
        assert match
        return match[0]

    @property
    def port(self) -> int:
        """The port at which it listens."""
        port = urlsplit(self.address).port
        assert port
        return port

    def get(self, path: str = "/", method: str = "GET", body: bytes | None = None, **fields: str) -> Got:
        """Ask for a path as it is, with more fields if any: their names have _ for -."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            named = {name.replace("_", "-"): value for name, value in fields.items()}
            connection.request(method, path, body=body, headers=named)
            answer = connection.getresponse()
            names = {name.lower(): value for name, value in answer.getheaders()}
            return Got(answer.status, names, answer.read())
        finally:
            connection.close()

    def news(self, since: str = "", *, wait: bool = False) -> dict[str, Any]:
        """Ask what is new."""
        return json.loads(self.get(f"/__kinepedia__/news?since={since}&wait={int(wait)}").body)

    def news_after(self, change: Callable[[], object]) -> dict[str, Any]:
        """Change something, and return the first news after it."""
        state = self.news()["state"]
        change()
        return until(lambda: (news := self.news(state))["state"] != state and news, "news")

    def end(self, by: int = signal.SIGTERM) -> int:
        """End it; return its status."""
        self.process.send_signal(by)
        status = self.process.wait(PATIENCE)
        self._listener.join(PATIENCE)
        return status


@cache
def _compiled() -> TemporaryDirectory[str]:
    """Return a cache folder in which the theme's templates are compiled, as a build has left it."""
    folder = TemporaryDirectory()
    site = Site(Path(folder.name, "site")).write({"site.toml": SETTINGS, **TERMS}).exercise("bridge")
    assert build_site(Folders.of(site.root, cache=Path(folder.name, "cache")), Options()).ok
    return folder


def _bring_templates(root: Path) -> None:
    """Let the first build of a server find the templates compiled: that takes most of its time."""
    cache = root / ".kinepedia"
    if not cache.exists():
        compiled = Path(_compiled().name, "cache")
        (cache / "serve/cache").mkdir(parents=True)
        shutil.copy(compiled / ".gitignore", cache)
        for file in (compiled / ".gitignore", *compiled.glob("template-*")):
            shutil.copy(file, cache / "serve/cache")


@contextmanager
def serving(
    root: Path, *words: str, port: int = 0, program: Sequence[str] = ("-m", "kinepedia"), **environment: str
) -> Iterator[Serving]:
    """Serve the site in a folder."""
    _bring_templates(root)
    process = subprocess.Popen(
        [sys.executable, *program, "serve", "--port", str(port), *words],
        cwd=root,
        env={**os.environ, "PYTHONUTF8": "1", "NO_COLOR": "1", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    running = Serving(process, root)
    try:
        yield running
    finally:
        running.end()
    assert "Traceback" not in running.said, running.said
