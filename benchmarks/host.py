"""A host for measurements and for tests in a browser: it does what `templates/_headers` asks of hosts."""

from __future__ import annotations

import gzip
import mimetypes
import threading
from contextlib import contextmanager
from fnmatch import fnmatchcase
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADERS = Path(__file__).parents[1] / "templates/_headers"

_TYPES = {".webmanifest": "application/manifest+json", ".js": "text/javascript", ".ico": "image/x-icon"}
_LEAST = 1024  # bytes that are worth compressing


def headers_of(text: str) -> list[tuple[str, str, str]]:
    """Return the headers in a file `_headers`: a pattern of paths, a name and a value each."""
    found = []
    pattern = ""
    for line in text.splitlines():
        if line.startswith("/"):
            pattern = line
        elif line.startswith("  "):
            name, _, value = line.strip().partition(": ")
            found.append((pattern, name, value))
    return found


class _Handler(BaseHTTPRequestHandler):
    """Serves a folder at an address, compressed, with the headers."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *rest: object, folder: Path, root: str) -> None:
        self._folder = folder
        self._root = root
        super().__init__(*rest)  # type: ignore[arg-type]  # they are what the server gives

    def do_GET(self) -> None:
        """Send a file, or the page that is shown where there is none."""
        path = unquote(urlsplit(self.path).path)
        below = path.removeprefix(self._root) if path.startswith(self._root) else None
        file = self._folder / (below or "") if below is not None else None
        if file and file.is_dir():
            file /= "index.html"
        status = HTTPStatus.OK if file and file.is_file() else HTTPStatus.NOT_FOUND
        if status is not HTTPStatus.OK or file is None:
            file = self._folder / "404.html"
        content = file.read_bytes()
        kind = _TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        is_text = kind.startswith("text/") or kind.endswith(("json", "xml"))
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if is_text else kind)
        if is_text and len(content) >= _LEAST and "gzip" in self.headers.get("Accept-Encoding", ""):
            content = gzip.compress(content, 9, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        for pattern, name, value in headers_of(HEADERS.read_text("utf-8")):
            if fnmatchcase(f"/{below or ''}", pattern):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *_: object) -> None:  # noqa: A002 - the name is the library's
        pass


@contextmanager
def serving(folder: Path, root: str = "/") -> Iterator[str]:
    """Serve a folder at a path of this machine, and give its address with a slash at the end."""
    handler = partial(_Handler, folder=folder, root=root)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}{root}"
        finally:
            server.shutdown()
            thread.join()
