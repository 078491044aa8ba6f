"""What all tests share."""

from __future__ import annotations

from pathlib import Path

import pytest
import seams
from sites import SETTINGS, TERMS, Site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Return a site with the terms that an exercise needs."""
    return Site(tmp_path / "site").write({"site.toml": SETTINGS, **TERMS})


@pytest.fixture
def empty_site(tmp_path: Path) -> Site:
    """Return a folder that is no site yet."""
    return Site(tmp_path / "site")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that rewrites the expected output of cases."""
    parser.addoption("--update-cases", action="store_true", help="write what comes out into the cases")


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the list of what is rendered from now on."""
    return seams.note_rendered(monkeypatch)
