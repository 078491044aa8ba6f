"""What tests exchange in the program is named in one file, so that a module that moves breaks one file."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parents[1]


def test_only_seams_exchange_parts_of_the_program() -> None:
    found = {
        f"{path.relative_to(TESTS).as_posix()}:{line}"
        for path in TESTS.rglob("*.py")
        if path.name != "seams.py"
        for line in exchanges(ast.parse(path.read_text("utf-8")))
    }
    assert found == set()


def test_an_exchange_is_found_in_every_form() -> None:
    imports = "import kinepedia.a\nfrom kinepedia import b\nfrom kinepedia.c import d as e\n"
    for place in ("kinepedia.a", "b", "e", "e.f", '"kinepedia.a.b"', "b.Class"):
        for call in ("patch.setattr", "setattr", "monkeypatch.delattr"):
            assert list(exchanges(ast.parse(f'{imports}{call}({place}, "name", 1)\n'))) == [4]
    assert list(exchanges(ast.parse(f'{imports}patch.setattr(Path, "open", 1)\n'))) == []


def exchanges(module: ast.Module) -> Iterator[int]:
    """Yield the lines in which something of the program gets another value by name."""
    ours = {"kinepedia"}
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "kinepedia":
            ours.update(each.asname or each.name for each in node.names)
        elif isinstance(node, ast.Import):
            ours.update(
                each.asname
                for each in node.names
                if each.asname and each.name.partition(".")[0] == "kinepedia"
            )
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and node.args and named(node.func) in ("setattr", "delattr"):
            place = node.args[0].value if isinstance(node.args[0], ast.Starred) else node.args[0]
            if root_of(place) in ours:
                yield node.lineno


def named(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def root_of(place: ast.expr) -> str:
    """Return the first name of `a.b.c`, as code or as a text."""
    while isinstance(place, ast.Attribute):
        place = place.value
    if isinstance(place, ast.Constant):
        return str(place.value).partition(".")[0]
    return getattr(place, "id", "")
