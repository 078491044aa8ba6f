"""The live page on which poses are tried: its files, and the figure of what is written there.

Figures are drawn in a thread, one at a time: one that takes long keeps nobody else waiting, and what a page
does not want any more is not begun.
"""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from kinepedia.serve.answers import Answer, plain
from kinepedia.serve.files import content_type

if TYPE_CHECKING:
    from kinepedia.machine.folders import Folders
    from kinepedia.serve.answers import Request

PAGE = "pose"
"""The page's name among the server's own addresses."""

_FILES = {PAGE: "pose.html", "pose.css": "pose.css", "pose.js": "pose.js"}
_STYLE = "figure.css"
_FIGURE = "figure"
_OURS = (
    "x-kinepedia"  # a field that pages of other origins could only send if we allowed it, which we never do
)
_MOST = 4096  # bytes of notation


class PosePage:
    """Answers for the live page of a site."""

    def __init__(self, folders: Folders) -> None:
        self._folders = folders
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pose")

    async def answer(self, name: str, request: Request, query: str) -> Answer | None:
        """Return what is at an address of the live page; None if it is not one."""
        if name in _FILES:
            return _fresh(content_type(_FILES[name]), (Path(__file__).parent / _FILES[name]).read_bytes())
        if name == _STYLE:
            from kinepedia.figures import STYLE

            return _fresh(content_type(name), STYLE.encode())
        if name != _FIGURE:
            return None
        # Drawing takes time: no page of another site shall be able to have it done, even
        # if it cannot read the answer.
        if _OURS not in request.fields:
            return plain(403, "Only the page on which poses are tried gets this.")
        text = parse_qs(query).get("notation", [""])[0]
        if len(text.encode()) > _MOST:
            return plain(413, f"This is too long: a pose may have {_MOST:,} bytes.")
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, _figure, text, self._folders)


def _figure(text: str, folders: Folders) -> Answer:
    """Return a figure with what is wrong with it; a bug is said, and its traceback kept for a report."""
    from kinepedia.author.sketch import base_poses, sketch
    from kinepedia.build.failures import explained

    try:
        library, wrong = base_poses(folders.site)
        drawn = sketch(text, "", library)
    except Exception as error:
        return plain(500, explained(error, folders).format_message())
    shown = {
        "svg": drawn.svg,
        "description": drawn.description,
        "moves": drawn.moves,
        "problems": [asdict(problem) for problem in (*wrong, *drawn.problems)],
        "names": library.names,
    }
    return _fresh("application/json; charset=utf-8", json.dumps(shown).encode())


def _fresh(kind: str, content: bytes) -> Answer:
    return Answer(200, (("Content-Type", kind), ("Cache-Control", "no-store")), (content,))
