"""What is at an address: only files that the last build lists, and the few addresses of the server itself."""

from __future__ import annotations

import json
import re
from hashlib import blake2b
from html import escape
from os import fstat
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import parse_qs, quote, unquote

from kinepedia.model.addresses import output_path
from kinepedia.publish import manifest
from kinepedia.serve.answers import Answer, Request, plain
from kinepedia.serve.files import asked_range, content_type, open_below

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kinepedia.serve.build_report import BuildReport
    from kinepedia.serve.pose_page import PosePage
    from kinepedia.serve.updates import Updates

OWN = "/__kinepedia__/"
"""Where the server's own files are. A slug has no underscore, so this is the address of no entry."""

NOT_FOUND = "404.html"

COMMON = (
    (
        "Content-Security-Policy",
        "default-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'",
    ),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Referrer-Policy", "same-origin"),
    ("X-Content-Type-Options", "nosniff"),
)
"""Fields of every answer. There is none that would let pages of other origins read it."""

_CHUNK = 65536
_OWN_FILES = ("client.js", "overlay.css")
_STYLESHEET = re.compile(rb"<link\b[^>]*\brel=[\"']?stylesheet[^>]*>", re.IGNORECASE)
_DIGESTED = re.compile(r"assets/.+\.[0-9a-f]{10}\.\w+")  # as `plan.pages.asset_address` makes them
_FOREVER = ("Cache-Control", "max-age=86400, immutable")
_HEAD_END = re.compile(rb"</head\s*>", re.IGNORECASE)

_UNBUILT = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Nothing is built yet</title>
</head>
<body>
<main>
<h1>Nothing is built yet</h1>
<p>This page will become the site as soon as it is built without errors.</p>
</main>
</body>
</html>
"""


class PublishedSite:
    """The site in a folder, as the last build left it."""

    def __init__(self, output: Path, updates: Updates, pose_page: PosePage) -> None:
        self._output = output
        self._updates = updates
        self._pose_page = pose_page
        self._names: frozenset[str] = frozenset()
        self._root = "/"

    def update(self, report: BuildReport) -> None:
        """Take note of what a build has changed."""
        self._root = report.root or self._root
        if report.changed is None:
            self._names = (manifest.read(self._output) or frozenset()) - {manifest.FILE}
        else:
            self._names |= report.changed
            self._names -= report.gone

    async def answer(self, request: Request) -> Answer:
        """Return what is at the address that a request names."""
        path, _, query = request.target.partition("?")
        if path.startswith(OWN):
            return await self._own(request, path.removeprefix(OWN), query)
        # Only what the last build lists is ever opened: no name that a browser makes up leads to a file.
        if not self._names:
            return self._unbuilt()
        return self._published(request, unquote(path, errors="surrogateescape"), query)

    def _published(self, request: Request, path: str, query: str) -> Answer:
        if not path.startswith(self._root):
            return self._elsewhere("", query) if path == "/" else self._not_found(path.removeprefix("/"))
        address = path.removeprefix(self._root)
        name = output_path(address)
        if name not in self._names and f"{address}/index.html" in self._names:
            return self._elsewhere(f"{address}/", query)
        found = self._file(request, name) if name in self._names else None
        return found or self._not_found(name)

    async def _own(self, request: Request, name: str, query: str) -> Answer:
        if name in _OWN_FILES:
            # Pages name the run of the server in its address, so that a reload need not ask for it again.
            return Answer(
                200,
                (("Content-Type", content_type(name)), _FOREVER),
                ((Path(__file__).parent / name).read_bytes(),),
            )
        if name != "news":
            answer = await self._pose_page.answer(name, request, query)
            return answer or plain(404, "There is nothing at this address.")
        asked = parse_qs(query)
        updates = await self._updates.since(asked.get("since", [""])[0], wait=asked.get("wait") == ["1"])
        fields = (("Content-Type", "application/json; charset=utf-8"), ("Cache-Control", "no-store"))
        return Answer(200, fields, (json.dumps(updates).encode(),))

    def _elsewhere(self, address: str, query: str) -> Answer:
        target = quote(f"{self._root}{address}", errors="surrogateescape") + (f"?{query}" if query else "")
        return plain(307, f"It is at {target}", ("Location", target))

    def _unbuilt(self) -> Answer:
        page = _UNBUILT.encode()
        return Answer(503, _html_fields(), self._with_client(page, range(0), b"", "", ""))

    def _not_found(self, asked: str) -> Answer:
        if NOT_FOUND in self._names:
            try:
                file = open_below(self._output, NOT_FOUND)
            except OSError:
                pass
            else:
                return self._page(file, NOT_FOUND, asked, 404)
        return plain(404, "There is nothing at this address.")

    def _file(self, request: Request, name: str) -> Answer | None:
        """Return a file of the output; None if it has just gone."""
        try:
            file = open_below(self._output, name)
        except OSError:
            return None
        kind = content_type(name)
        if kind.startswith("text/html"):
            return self._page(file, name, name, 200)
        status = fstat(file.fileno())
        size = status.st_size
        tag = f'"{size:x}-{status.st_mtime_ns:x}-{status.st_ino:x}"'
        fields = (
            ("Content-Type", kind),
            # The page waits for its stylesheet, and the author for the page.
            _FOREVER if _DIGESTED.fullmatch(name) else ("Cache-Control", "no-cache"),
            ("ETag", tag),
            ("Accept-Ranges", "bytes"),
        )
        # The field may list several; with its quotation marks, a tag is no part of another.
        if tag in request.fields.get("if-none-match", ""):
            file.close()
            return Answer(304, fields[1:3])
        part = None
        if request.method == "GET" and request.fields.get("if-range", tag) == tag:
            part = asked_range(request.fields.get("range", ""), size)
        if part is None:
            return Answer(200, fields, (range(size),), file)
        if not part:
            file.close()
            return plain(416, "The file is not that long.", ("Content-Range", f"bytes */{size}"))
        where = ("Content-Range", f"bytes {part.start}-{part.stop - 1}/{size}")
        return Answer(206, (*fields, where), (part,), file)

    def _page(self, file: BinaryIO, name: str, asked: str, status: int) -> Answer:
        """Return a page with our script in it.

        Only its beginning is held in memory, however long it is.
        """
        size = fstat(file.fileno()).st_size
        head = file.read(_CHUNK) or b""
        # Without its stylesheets, of which the address changes with the content: the script exchanges those
        # without loading the page again.
        digest = blake2b(_STYLESHEET.sub(b"", head), digest_size=16)
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
        rest = range(len(head), size)
        pieces = self._with_client(head, rest, digest.hexdigest().encode(), name, asked)
        return Answer(status, _html_fields(), pieces, file)

    def _with_client(
        self, head: bytes, rest: range, digest: bytes, name: str, asked: str
    ) -> Sequence[bytes | range]:
        """Return the pieces of a page, with the script at the end of its head, or else of the page."""
        known = {
            "src": f"{OWN}client.js?{self._updates.run}",
            "data-state": self._updates.state,
            "data-root": quote(self._root),
            "data-page": quote(name),
            "data-asked": quote(asked, errors="surrogateescape"),
            "data-digest": digest.decode(),
        }
        written = " ".join(f'{key}="{escape(value)}"' for key, value in known.items())
        script = f"<script async {written}></script>".encode()
        if end := _HEAD_END.search(head):
            return head[: end.start()], script, head[end.start() :], rest
        return head, rest, script


def _html_fields() -> tuple[tuple[str, str], ...]:
    return (("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-store"))
