"""The sixth stage: every finished page is read back, as a browser would, and its links are followed.

Content was checked where its author wrote it. What is found here is either an anchor, which only the
finished page has, or a fault of a template. Each of these is an error, so that no published page has any.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit
from zlib import crc32

from selectolax.lexbor import LexborHTMLParser

from kinepedia.model import validity
from kinepedia.model.addresses import output_path, sisters
from kinepedia.model.link_attributes import LINK_ATTRIBUTES
from kinepedia.parse.markdown.sanitize import ALLOWED_SCHEMES
from kinepedia.plan.links import NOT_FOUND

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from kinepedia.model.settings import Settings
    from kinepedia.plan.page import Page

Wanted = tuple[str, str]
"""A file of the output, and an anchor that some page expects in it."""

# A template may write any of these attributes on any element, such as a script.
_LINKING = tuple((name, f"[{name}]") for name in dict.fromkeys(name for _, name in LINK_ATTRIBUTES))
# Not empty, which stands for a link that leads out of the site, and is a fault.
_ELSEWHERE = ":"  # no file is called so
_PAGE_ANCHORS = frozenset(["", "top"])  # HTML gives these a meaning without an element


class Inspected(NamedTuple):
    """What was seen on one page.

    `ids` are the page's anchors and `twice` those that it has twice; `bare` are pictures without
    alternative text; `lost` are links that lead to no file, with that file; `wanted` are the anchors that
    links name on other pages, and on this one if it lacks them; `files` are the checksums of the files
    that they lead to. `invalid` says of a file that is no page what it should be, and why it is not.
    """

    ids: tuple[str, ...] = ()
    twice: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()
    lost: tuple[tuple[str, str], ...] = ()
    wanted: tuple[Wanted, ...] = ()
    files: bytes = b""
    invalid: tuple[str, str] | None = None


def checksum(file: str) -> int:
    """Return a number for a file of the output. Two files rarely share one, and that only costs time."""
    return crc32(file.encode("utf-8", "surrogateescape"))


def leads_to(files: bytes, checksums: frozenset[int]) -> bool:
    """Tell whether a page that was looked at has a link to a file with one of these checksums."""
    return not checksums.isdisjoint(array("I", files))


class Inspector:
    """Looks at one page after the other."""

    def __init__(self, settings: Settings, files: Collection[str], absent: Iterable[str] = ()) -> None:
        """Take all files of the output, and the addresses of those that will be there again."""
        self._name_index = settings.url_style == "file"
        self._root = urlsplit(settings.base_url or "/").path
        self._files = files
        self._known: defaultdict[str, dict[str, int]] = defaultdict(dict)
        self._absent = {output_path(address) for address in absent}

    def inspect(self, page: Page, html: bytes) -> Inspected:
        """Return what is on a page; nothing of what is no page, but a picture or data for scripts."""
        if not page.template.endswith(".html"):
            # What stands beside an entry is drawn by ourselves, as often as there are entries.
            is_ours = page.kind == "companion"
            return Inspected(invalid=None if is_ours else validity.problem(page.template, html))
        tree = LexborHTMLParser(html)
        file = output_path(page.address)
        anchors = [node.attrs["id"] or "" for node in tree.css("[id]")]
        ids = dict.fromkeys(anchors)
        links = {node.attrs[name] for name, marked in _LINKING for node in tree.css(marked)}
        bare = [node.attributes.get("src") or "" for node in tree.css("img:not([alt])")]
        lost, wanted, checksums = self._follow(page, file, filter(None, links))
        return Inspected(
            tuple(ids),
            tuple(_repeated(anchors)),
            tuple(bare),
            tuple(lost),
            tuple(name for name in dict.fromkeys(wanted) if not (name[0] == file and _has(ids, name[1]))),
            # In any order: it is only asked whether one of some files is among them.
            array("I", checksums).tobytes(),
        )

    def _follow(
        self, page: Page, file: str, links: Iterable[str]
    ) -> tuple[list[tuple[str, str]], list[Wanted], set[int]]:
        """Return the links that lead to no file, the anchors that the others name, and the checksums."""
        lost = []
        wanted = []
        # Those that lead up, which are most, lead to the same from all pages of a folder.
        # Only links that were found to be right are in there, so that a fault is met
        # again on each page that has it.
        known = self._known[sisters(page.address)[0]]
        unknown = []
        checksums = set()
        for link in links:
            if link in known:
                checksums.add(known[link])
            else:
                unknown.append(link)
        # What is reported, and what is remembered of anchors, has the same order in each run.
        for link in sorted(unknown):
            target, anchor = self._look_up(page, file, link)
            if target in self._files:
                number = checksum(target)
                checksums.add(number)
                if anchor:
                    wanted.append((target, anchor))
                # Without an anchor, which is looked for on each page. A link that does not lead
                # up means another file on each.
                elif link.startswith("../"):
                    known[link] = number
            elif target != _ELSEWHERE and target not in self._absent:
                lost.append((target or link, link))
        return lost, wanted, checksums

    def _look_up(self, page: Page, file: str, link: str) -> tuple[str, str]:
        if _is_elsewhere(link):
            return _ELSEWHERE, ""
        path, _, anchor = link.partition("#")
        path = path.partition("?")[0]
        if page.address == NOT_FOUND and path.startswith(self._root):  # it links from the root
            path = path.removeprefix(self._root) or "./"
        target = _file_at(file, path, name_index=self._name_index) if path else file
        return target or "", unquote(anchor)


def _repeated(anchors: Sequence[str]) -> Iterator[str]:
    """Yield every anchor that was there before."""
    seen = set()
    for anchor in anchors if len({*anchors}) < len(anchors) else ():
        if anchor in seen:
            yield anchor
        seen.add(anchor)


def has_anchor(anchors: Mapping[str, Collection[str]], file: str, anchor: str) -> bool:
    """Tell whether a page has an anchor. A page that failed to render is not blamed for it."""
    return file not in anchors or _has(anchors[file], anchor)


def _has(ids: Collection[str], anchor: str) -> bool:
    return anchor in ids or anchor in _PAGE_ANCHORS


def _is_elsewhere(link: str) -> bool:
    """Tell whether a link leads to another host, or to no page at all, such as an e-mail address."""
    head = link.partition("/")[0]
    # Any other scheme, such as that of a script, is looked for as a file, which is
    # not there: so it is a fault.
    return link.startswith("//") or (":" in head and head.partition(":")[0].lower() in ALLOWED_SCHEMES)


def _file_at(file: str, path: str, *, name_index: bool) -> str | None:
    """Return the output file that a relative link on the page in `file` leads to.

    None if it leads out of the site, if it is not relative, or, with `name_index`, if it names a folder,
    which cannot be opened from a disk.
    """
    if path.startswith("/"):
        return None
    way = file.split("/")[:-1]
    for part in path.split("/"):
        if part == "..":
            if not way:
                return None
            way.pop()
        elif part not in ("", "."):
            way.append(unquote(part))
    if path.endswith(("/", ".")):
        return None if name_index else "/".join([*way, "index.html"])
    return "/".join(way)
