"""The garbage collector rests while a site is built, and only then."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
import seams
from sites import SETTINGS, TERMS, Site

from kinepedia import Folders, Options, build_site


@pytest.mark.parametrize("title", ["title: Bridge", "title: [wrong]"])
@pytest.mark.parametrize("is_enabled", [True, False])
def test_garbage_is_collected_again_after_a_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, title: str, *, is_enabled: bool
) -> None:
    during: list[bool] = []
    seams.on_reading(monkeypatch, lambda: during.append(gc.isenabled()))
    site = Site(tmp_path / "site").write({"site.toml": SETTINGS, **TERMS})
    site.write({"content/articles/one.md": f"---\n{title}\n---\n"})
    if not is_enabled:
        gc.disable()
    try:
        build_site(Folders.of(site.root), Options(jobs=1))
        assert gc.isenabled() == is_enabled
    finally:
        gc.enable()
    assert during == [False]
