"""Where tests reach into the program: what they exchange in it is named here, and nowhere else.

Some of what must hold cannot be brought about from outside: a full disk, a clock that stands still, a sitemap
of 50,000 addresses. Each function here exchanges one part of the program, for as long as the patch that it is
given lasts, and says why. A module that moves changes this file alone; `unit/test_seams.py` sees to that.

`patch` is pytest's monkeypatch, or a context of it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from waiting import until

from kinepedia import figures
from kinepedia.audit.elsewhere import check
from kinepedia.audit.inspector import Inspector
from kinepedia.build import known, pipeline, unchanged
from kinepedia.cache import program, store
from kinepedia.features import finder, sitemap, twins
from kinepedia.link import encyclopedia
from kinepedia.machine import workers
from kinepedia.parse.markdown import illustrate
from kinepedia.parse.parser import EntryParser
from kinepedia.problems import calling
from kinepedia.publish import staging
from kinepedia.read import files as read_files
from kinepedia.read import source as sources
from kinepedia.read import tree
from kinepedia.render import templates
from kinepedia.render.templates import Renderer

Patch = pytest.MonkeyPatch

FEW = staging.FEW
"""How many changed files are few, so that they are replaced one by one."""

PARTS = {"convert": (EntryParser, "parse"), "render": (Renderer, "render"), "audit": (Inspector, "inspect")}
"""The parts of a build that several processes can do."""


# --- the machine --------------------------------------------------------------------------------------------


def compile_templates_once(patch: Patch) -> None:
    """Let the same template be read and compiled only once by one process, for environments that are alike.

    That takes most of the time of a small build from nothing, and has the same outcome each time.
    """
    for name in ("compile", "parse"):
        _once(patch, templates._Environment, name)


def _once(patch: Patch, owner: type, name: str) -> None:
    """Let a method of an environment that has no memory be called once for the same arguments."""
    method = getattr(owner, name)
    known: dict[object, object] = {}

    def remembered(self: Any, *given: Any, **named: Any) -> object:
        key = given, tuple(named.items()), type(self).__name__, frozenset(self.filters)
        if key not in known:
            known[key] = method(self, *given, **named)
        return known[key]

    patch.setattr(owner, name, remembered)


def fork_from(patch: Patch, least: int) -> None:
    """Let work be spread over processes from so many pieces on, because a test has few of them."""
    patch.setattr(workers, "LEAST", least)


def end_with(patch: Patch, part: str, end: Callable[[], object]) -> None:
    """Let one of the `PARTS` of a build end like this: by a bug, or with its whole process."""
    patch.setattr(*PARTS[part], lambda *_: end())


def stop_the_clock(patch: Patch) -> None:
    """Let all edits happen in the same instant, so that no time of a file tells them apart."""

    def coarse(status: os.stat_result) -> tree.Stamp:
        return status.st_size, 0, 0, status.st_ino

    patch.setattr(tree, "stamp_of", coarse)
    patch.setattr(tree, "is_settled", lambda stamp, now: False)
    patch.setattr(tree, "are_all_settled", lambda stamps, now: False)
    patch.setattr(known, "are_all_settled", lambda stamps, now: False)


def let_time_pass(patch: Patch) -> None:
    """Let every file be old enough to be trusted by its stamp, however new it is."""
    patch.setattr(tree, "is_settled", lambda stamp, now: True)
    patch.setattr(tree, "are_all_settled", lambda stamps, now: True)
    patch.setattr(known, "are_all_settled", lambda stamps, now: True)


def wait_until_settled(folder: Path) -> None:
    """Wait until all files below a folder are old enough to be trusted by their stamps."""

    def is_old_enough() -> bool:
        stamps = [tree.stamp_of(path.lstat()) for path in (folder, *folder.rglob("*"))]
        return tree.are_all_settled(stamps, time.time_ns())

    until(is_old_enough, "files that are old enough")


def without_brotli(patch: Patch) -> None:
    """Let the library for Brotli be missing."""
    patch.setattr(twins, "has_brotli", lambda: False)


def another_program(patch: Patch) -> None:
    """Let another release of the program run from now on."""
    patch.setattr(program, "program", lambda: "another")
    patch.setattr(unchanged, "program", lambda: "another")


def program_of(patch: Patch, folder: Path) -> None:
    """Let the modules of the program be in this folder, for what tells one program from another."""
    patch.setattr(program, "PACKAGE", folder)


def which_program() -> str:
    """Return what tells this program from others, asked anew: it is asked only once otherwise."""
    return program.program.__wrapped__()


# --- reading ------------------------------------------------------------------------------------------------


def refuse_to_read(patch: Patch, name: str, error: OSError) -> None:
    """Let an entry of this name be unreadable: root may read everything."""
    read_file = sources.read_file

    def refuse(path: str) -> bytes:
        if path.endswith(f"/{name}"):
            raise error
        return read_file(path)

    patch.setattr(sources, "read_file", refuse)


def refuse_to_digest(patch: Patch, name: str, error: OSError) -> None:
    """Let a file that is published with an entry be unreadable, if it has this name."""
    digest = read_files._digest

    def refuse(path: Path) -> str:
        if path.name == name:
            raise error
        return digest(path)

    patch.setattr(read_files, "_digest", refuse)


def on_reading(patch: Patch, called: Callable[[], object]) -> None:
    """Call this whenever a build begins to read a site: to look at the process then, or to be a bug."""
    read = pipeline.read

    def reading(*given: Any) -> Any:
        called()
        return read(*given)

    patch.setattr(pipeline, "read", reading)


def note_parsed(patch: Patch) -> list[str]:
    """Return the list of the paths of all entries that are parsed from now on, with nothing known of them."""
    paths: list[str] = []
    parse = EntryParser.parse

    def noted(parser: EntryParser, source: Any, known: Any = None) -> Any:
        paths.append(source.path)
        return parse(parser, source)

    patch.setattr(EntryParser, "parse", noted)
    return paths


# --- linking and rendering ----------------------------------------------------------------------------------


def refuse_to_link(patch: Patch) -> None:
    """Let a test fail when everything is linked: a changed text needs that not."""
    patch.setattr(encyclopedia, "link", lambda *_, **__: pytest.fail("everything was linked"))


def link_always(patch: Patch) -> None:
    """Let everything be linked, also for a changed text."""
    patch.setattr(pipeline, "touch", lambda context: None)


def on_rendering(patch: Patch, called: Callable[[Any], object]) -> None:
    """Call this with each page that is rendered, in the process that does it."""
    render_page = Renderer.render

    def noted(renderer: Renderer, page: Any, *given: Any) -> Any:
        called(page)
        return render_page(renderer, page, *given)

    patch.setattr(Renderer, "render", noted)


def note_rendered(patch: Patch) -> list[str]:
    """Return the list of the addresses of all pages that are rendered from now on."""
    addresses: list[str] = []
    on_rendering(patch, lambda page: page.kind == "machine" or addresses.append(page.address))
    return addresses


def exchange_engine(patch: Patch, **parts: object) -> None:
    """Exchange parts of the engine of figures by their names; `forget_poses` when that is over."""
    for name, part in parts.items():
        patch.setattr(figures, name, part)
    forget_poses()


def forget_poses() -> None:
    """Forget the base poses of a site, which are read once by a process."""
    illustrate.library_of.cache_clear()


def advice_in_parts_of(patch: Patch, exercises: int) -> None:
    """Let a file of the finder have advice for so many exercises: a site with a second one is large."""
    patch.setattr(finder, "_PART", exercises)


def sitemap_of(patch: Patch, most: int) -> None:
    """Let a sitemap have so many addresses at most: the limit of the protocol is 50,000."""
    patch.setattr(sitemap, "_MOST_URLS", most)


def little_patience(patch: Patch, seconds: float) -> None:
    """Let one call of a feature take only so long: nobody waits twenty seconds for a test."""
    patch.setattr(calling, "PATIENCE", seconds)


# --- publishing and keeping ---------------------------------------------------------------------------------


def few_files(patch: Patch, most: int) -> None:
    """Let so many changed files at most be replaced one by one."""
    patch.setattr(staging, "FEW", most)


def no_exchange(patch: Patch) -> None:
    """Let the system not be able to exchange two folders in one step, as not every one is."""
    patch.setattr(staging, "exchange", lambda *_: False)


def refuse_exchange(patch: Patch) -> None:
    """Let a test fail when the whole folder is exchanged."""
    patch.setattr(staging, "exchange", lambda *_: pytest.fail("the whole folder was exchanged"))


def before_collisions(patch: Patch, work: Callable[[], object]) -> None:
    """Do some work once, after the next build has made its pages and before it looks what is in their way."""
    collisions = staging.Staging.collisions
    pending = [work]

    def late(self: staging.Staging) -> Any:
        while pending:
            pending.pop()()
        return collisions(self)

    patch.setattr(staging.Staging, "collisions", late)


def note_compressed(patch: Patch) -> list[str]:
    """Return the list of the kinds of all compressed twins that are made from now on."""
    kinds: list[str] = []
    compressed = twins.compressed

    def noted(content: bytes, kind: str) -> bytes | None:
        made = compressed(content, kind)
        kinds.extend([kind] if made else [])
        return made

    patch.setattr(twins, "compressed", noted)
    return kinds


def full_disk_under_cache(patch: Patch) -> None:
    """Let nothing be written into the cache."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    patch.setattr(store, "write_checked", full)


def little_waste(patch: Patch, most: int) -> None:
    """Let the cache be cleared up from so many bytes of waste on: of a small site, it would never be."""
    patch.setattr(store, "_LITTLE", most)


# --- the network --------------------------------------------------------------------------------------------


def network(patch: Patch, made: Callable[[], object]) -> None:
    """Let `check --external` use a network of the test: no option leads to a server of this machine."""
    patch.setattr(check, "Network", made)


def bug_in_check(patch: Patch) -> None:
    """Let asking other servers be a bug."""
    patch.setattr(check, "visit_all", lambda *rest: 1 / 0)


# --- a process that serves ----------------------------------------------------------------------------------

SLOW_POSES = """
import time
from pathlib import Path
import kinepedia.author.sketch
read = kinepedia.author.sketch.read
def patched(text, **given):
    if text == "bug":
        raise KeyError("thumb")
    Path(f"begun-{text}").touch()
    while text == "slow" and not Path("go").exists():
        time.sleep(0.02)
    return read("supine", **given)
kinepedia.author.sketch.read = patched
if __name__ == "__main__":
    from kinepedia.commands.main import run
    run()
"""
"""A program: the command, with an engine of figures that waits for a file `go`, or has a bug."""

NO_SECOND_LOOK = """
from kinepedia.commands import main
from kinepedia.serve import dev_server

dev_server._SECOND_LOOK = 3600
main.run()
"""
"""A program: the command, which has only what it watches to tell it of a change."""

NOTHING_TO_WATCH = """
import errno
from kinepedia.commands import main
from kinepedia.serve import dev_server

def refuse(*_):
    raise OSError(errno.ENOSPC, "inotify watch limit reached")

dev_server.Watch = refuse
main.run()
"""
"""A program: the command, on a system that can watch no more folders."""
