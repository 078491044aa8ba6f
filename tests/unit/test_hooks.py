"""The hook that other repositories may use."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
import yaml

from kinepedia.commands.main import main

(HOOK,) = yaml.safe_load((Path(__file__).parents[2] / ".pre-commit-hooks.yaml").read_text("utf-8"))


def test_it_runs_a_command_that_there_is() -> None:
    program, name = HOOK["entry"].split()
    assert program == "kinepedia"
    assert main.get_command(click.Context(main), name)
    assert not HOOK["pass_filenames"]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("content/exercises/a.md", True),
        ("site.toml", True),
        ("encyclopedia/site.toml", True),
        ("encyclopedia/static/foot.png", True),
        ("README.md", False),
        ("my-site.toml", False),
        ("discontent/a.md", False),
    ],
)
def test_it_runs_when_the_site_changes(path: str, expected: bool) -> None:
    assert bool(re.search(HOOK["files"], path)) is expected
