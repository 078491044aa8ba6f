"""The structure of the package, read from its imports: those that only types need count as well."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

import kinepedia

PACKAGE = Path(kinepedia.__file__).parent

STAGES = ("read", "parse", "link", "plan", "render", "audit", "publish")

# What each stage may take from the others: the values that these return. The last one takes none, because it
# publishes whatever files it is given.
EARLIER = {
    "read": set(),
    "parse": {"read"},
    "link": {"read", "parse"},
    "plan": {"read", "parse", "link"},
    "render": {"plan"},
    "audit": {"read", "parse", "link", "plan"},
    "publish": set(),
}

LONGEST_CHAIN = 12

# What of the stages may know that something is kept between builds, and why.
KEPT = {
    "parse.entries": "entries whose files have not changed are not parsed again",
    "render.templates": "a template is compiled once",
    "publish.output": "the cache must not lie in the output",
    "audit.elsewhere.known_links": "other people's servers are not asked the same thing every time",
}


@cache
def imports() -> Mapping[str, frozenset[str]]:
    """Return what each module of the package imports of it, by the names of modules without `kinepedia.`."""
    modules = {_name(path): path for path in PACKAGE.rglob("*.py")}
    return {name: frozenset(_imported(path, modules)) - {name} for name, path in modules.items()}


def _name(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imported(path: Path, modules: Collection[str]) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (_inside(alias.name) for alias in node.names if alias.name.startswith("kinepedia"))
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            if node.module and node.module.partition(".")[0] == "kinepedia":
                for alias in node.names:
                    whole = _inside(f"{node.module}.{alias.name}")
                    yield whole if whole in modules else _inside(node.module)


def _inside(name: str) -> str:
    return name.removeprefix("kinepedia").removeprefix(".")


def room(module: str) -> str:
    """Return the entry at the top of the package in which a module is."""
    return module.partition(".")[0] or "__init__"


def rooms() -> dict[str, set[str]]:
    """Return which room takes something from which others."""
    found: dict[str, set[str]] = {}
    for module, others in imports().items():
        found.setdefault(room(module), set()).update({room(other) for other in others} - {room(module)})
    return found


def circle_in(graph: Mapping[str, Collection[str]]) -> list[str]:
    """Return a way that leads back to where it began; nothing if there is none."""
    done: set[str] = set()

    def follow(node: str, way: list[str]) -> list[str]:
        if node in way:
            return [*way[way.index(node) :], node]
        if node in done:
            return []
        for other in sorted(graph.get(node, ())):
            if found := follow(other, [*way, node]):
                return found
        done.add(node)
        return []

    return next((found for node in sorted(graph) if (found := follow(node, []))), [])


def test_no_modules_import_each_other_in_a_circle() -> None:
    assert circle_in(imports()) == []


def test_no_rooms_import_each_other_in_a_circle() -> None:
    assert circle_in(rooms()) == []


def test_stages_take_only_what_earlier_ones_return() -> None:
    taken = {stage: rooms()[stage] & {*STAGES} for stage in STAGES}
    assert taken == {stage: taken[stage] & EARLIER[stage] for stage in STAGES}


def test_stages_know_nothing_of_what_is_around_them() -> None:
    around = {"build", "features", "author", "serve", "commands", "__main__"}
    assert {stage: rooms()[stage] & around for stage in STAGES} == {stage: set() for stage in STAGES}


def test_figures_know_nothing_of_sites() -> None:
    assert rooms()["figures"] == {"problems"}


def test_figures_are_made_in_three_rooms_one_after_the_other() -> None:
    inside = {
        name: {other.split(".")[1] for other in others if other.startswith("figures.")}
        for name, others in imports().items()
        if name.startswith("figures.")
    }
    of = {
        part: set().union(*(others for name, others in inside.items() if name.startswith(f"figures.{part}.")))
        for part in ("words", "body", "drawing")
    }
    assert not of["words"] & {"body", "drawing"}
    assert not of["body"] & {"words", "drawing"}
    assert not of["drawing"] & {"words"}


def test_the_longest_chain_of_rooms_is_short() -> None:
    graph = rooms()

    @cache
    def height(name: str) -> int:
        return 1 + max((height(other) for other in graph.get(name, ())), default=0)

    assert max(map(height, graph)) <= LONGEST_CHAIN


def test_what_stands_at_the_top_of_the_package() -> None:
    found = {path.name for path in PACKAGE.iterdir()} - {"__pycache__", "theme"}
    around = {"author", "build", "cache", "commands", "features", "figures"}
    below = {"machine", "model", "problems", "serve"}
    assert found == {"__init__.py", "__main__.py", "py.typed", *STAGES, *around, *below}


def test_few_modules_of_stages_know_that_something_is_kept() -> None:
    found = {
        name
        for name, others in imports().items()
        if room(name) in STAGES and any(room(other) == "cache" for other in others)
    }
    assert found == {*KEPT}


def test_only_the_public_names_can_be_taken_from_the_package() -> None:
    script = "import kinepedia; print([name for name in vars(kinepedia) if not name.startswith('_')])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    # The one module that it needs for its version is a folder of the package, as everybody can see.
    assert {*ast.literal_eval(done.stdout)} - {*kinepedia.__all__} == {"machine"}
    assert sorted(dir(kinepedia)) == sorted(kinepedia.__all__)


@pytest.mark.parametrize("name", [name for name in kinepedia.__all__ if name != "__version__"])
def test_every_public_name_is_documented(name: str) -> None:
    module = sys.modules[getattr(kinepedia, name).__module__]
    tree = ast.parse(Path(str(module.__file__)).read_text("utf-8"))
    (found,) = (node for node in tree.body if getattr(node, "name", "") == name)
    assert isinstance(found, ast.ClassDef | ast.FunctionDef)
    assert ast.get_docstring(found)
