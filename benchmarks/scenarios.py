"""What is done before a build, and what must be true after it."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from writing import EDITION

if TYPE_CHECKING:
    from pathlib import Path

    from corpus import Corpus, Exercise
    from tools import Tool

SCENARIOS = {
    "cold": "Cold: no output and no cache",
    "nothing": "Nothing changed",
    "body": "One body edited",
    "title": "One title edited",
    "template": "One template edited",
}


class WrongOutputError(Exception):
    """A tool ended well, but its output is not what it should be; the text says where."""


@dataclass(slots=True)
class Site:
    """A site of one tool on disk, and how often each part of it has been edited.

    What is put away goes into the folder `trash`. `shown` are three exercises from the whole range, of which
    two are edited.
    """

    tool: Tool
    folder: Path
    trash: Path
    count: int
    shown: tuple[Exercise, ...]
    revision: int = 0
    version: int = 0
    edition: int = 0
    put_away: itertools.count[int] = field(default_factory=itertools.count)

    @classmethod
    def of(cls, tool: Tool, corpus: Corpus, folder: Path, trash: Path) -> Site:
        """Write an encyclopedia as a site of a tool into the new folder `folder`."""
        tool.lay_out(corpus, folder)
        exercises = corpus.exercises
        shown = (exercises[0], exercises[len(exercises) // 2], exercises[-1])
        return cls(tool, folder, trash, len(exercises), shown)

    @property
    def revised(self) -> Exercise:
        """The exercise whose body is edited."""
        return self.shown[1]

    @property
    def retitled(self) -> Exercise:
        """The exercise whose title is edited."""
        return self.shown[2]


def prepare(scenario: str, site: Site) -> None:
    """Bring a site into the state in which the scenario's build begins. No edit is ever taken back."""
    if scenario == "cold" or site.tool.empties_output:
        _put_away(site, "output")
    if scenario == "cold":
        for name in site.tool.caches:
            _put_away(site, name)
    elif scenario == "body":
        site.revision += 1
        text = f"This is revision {site.revision} of the text."
        _edit(_source(site, site.revised), r"\n\Z|\n\nThis is revision \d+ of the text.\n\Z", f"\n\n{text}\n")
    elif scenario == "title":
        site.version += 1
        _edit(_source(site, site.retitled), r'(?m)^title(: | = ")[^"\n]+', rf"title\1{_title(site)}")
    elif scenario == "template":
        site.edition += 1
        _edit(site.folder / site.tool.template, r"Edition \d+", f"Edition {site.edition}")


def check(site: Site) -> None:
    """Raise WrongOutputError unless the output has every page, and every edit so far where it belongs."""
    exercises = site.folder / "output/exercises"
    pages = (
        sum((folder / "index.html").is_file() for folder in exercises.iterdir()) if exercises.is_dir() else 0
    )
    if pages != site.count:
        raise WrongOutputError(f"{site.tool.name} made {pages:,} of {site.count:,} pages of exercises")
    edition = EDITION.replace("0", str(site.edition))
    for exercise in site.shown:
        page = f"exercises/{exercise.slug}"
        _expect(site, page, exercise.title)
        _expect(site, page, f"{edition}<")
    if site.revision:
        _expect(site, f"exercises/{site.revised.slug}", f"This is revision {site.revision} of the text.")
    category, level = site.retitled.fields["categories"][0], site.retitled.fields["level"]
    for page in (f"exercises/{site.retitled.slug}", f"categories/{category}", f"levels/{level}"):
        _expect(site, page, f"{_title(site)}<")


def _title(site: Site) -> str:
    return f"{site.retitled.title} Version {site.version}" if site.version else site.retitled.title


def _source(site: Site, exercise: Exercise) -> Path:
    return site.folder / "content/exercises" / f"{exercise.slug}.md"


def _edit(path: Path, pattern: str, text: str) -> None:
    """Replace the one passage that matches."""
    changed, times = re.subn(pattern, text, path.read_text("utf-8"), count=1)
    if not times:
        raise WrongOutputError(f"{path.name} has no place for the edit")
    path.write_text(changed, "utf-8")


def _expect(site: Site, page: str, text: str) -> None:
    path = site.folder / "output" / page / "index.html"
    if not path.is_file():
        raise WrongOutputError(f"{site.tool.name} did not make the page {page}/")
    if text not in path.read_text("utf-8"):
        raise WrongOutputError(f'{site.tool.name} left "{text.rstrip("<")}" out of the page {page}/')


def _put_away(site: Site, name: str) -> None:
    # Deleted at once, its inodes would be avoided by ext4 for some minutes, and searching for others slows
    # the next build down several times.
    path = site.folder / name
    if path.exists():
        path.rename(site.trash / f"{site.tool.folder}-{site.count}-{name}-{next(site.put_away)}")
