"""Rules whose cases no text file can hold: [unreadable-file], [file-too-large], [too-dense],
[bad-file-name], [special-file], [bad-attachment], [more-places] and [no-brotli].
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
import seams
from sites import Site

from kinepedia import Folders, Options, build_site


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pipes in folders there")
def test_what_is_no_file_is_left_out(site: Site) -> None:
    os.mkfifo(site.root / "content/categories/pipe.md")
    (site.root / "static").mkdir()
    os.mkfifo(site.root / "static/pipe")
    run = site.exercise("a").run("build")
    assert run.status == 0
    assert "content/categories/pipe.md:1:1: warning[special-file]: this is no file" in run.stderr
    assert "static/pipe:1:1: warning[special-file]" in run.stderr


def test_unreadable_file(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is made unreadable in the process, because root may read everything."""
    site.exercise("a").exercise("b", "prerequisites: a\n")
    seams.refuse_to_read(monkeypatch, "a.md", PermissionError(13, "Permission denied"))
    result = build_site(Folders.of(site.root), Options(publish=False))
    assert [(d.path, d.code, d.message) for d in result.diagnostics] == [
        ("content/exercises/a.md", "unreadable-file", "this file cannot be read: permission denied")
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="no file there can have such a name")
def test_bad_file_name(site: Site) -> None:
    site.exercise("a").write({"static/a\\b.txt": "x"})
    run = site.run("build")
    assert run.stderr.startswith("static/a\\b.txt:1:1: error[bad-file-name]: this name cannot be published")


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="no file there can have such a name")
def test_bad_file_name_of_bytes(site: Site) -> None:
    Path(os.fsdecode(bytes(site.root / "content") + b"/caf\xe9.md")).write_text("x")
    run = site.run("build")
    assert run.stderr.startswith(
        "content/caf\N{REPLACEMENT CHARACTER}.md:1:1: error[bad-file-name]: "
        "this name cannot be published: it is not valid UTF-8"
    )


def test_bad_file_name_too_long(site: Site) -> None:
    site.exercise("a").write({f"static/{'a' * 241}": "x", f"templates/assets/{'b' * 240}": "x"})
    run = site.run("build")
    assert run.stderr.count("error[bad-file-name]: this name cannot be published: it has 241 bytes") == 1
    assert "1 error," in run.stderr
    (site.root / f"static/{'a' * 241}").unlink()
    assert site.run("build").status == 0


@pytest.mark.parametrize("locale", ["C", "C.UTF-8"])
def test_file_names_are_the_same_in_every_locale(site: Site, locale: str) -> None:
    site.exercise("a", body="[x](/caf\u00e9/x.txt)\n\n## How to\n\n### Step 1: Move\n\nSlowly.\n")
    site.write({"static/caf\u00e9/x.txt": "x", "static/\u0416.txt": "x"})
    for _ in range(2):
        assert site.run_apart("build", LC_ALL=locale, PYTHONUTF8="0", PYTHONCOERCECLOCALE="0").status == 0
    site.write({"output/\u0436/mine.txt": "mine", "site.toml": 'title = "Other"\n'})
    (site.root / "static/\u0416.txt").unlink()
    run = site.run_apart("build", LC_ALL=locale, PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert (run.status, run.stderr) == (0, "")
    names = {path.relative_to(site.root / "output").as_posix() for path in site.root.rglob("output/**/*.txt")}
    assert names == {"caf\u00e9/x.txt", "\u0436/mine.txt"}
    assert "Other" in site.read("index.html")


def test_unreadable_static_file(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.exercise("a", body="[x](/x.pdf)\n\n## How to\n\n### Step 1: Move\n\nSlowly.\n")
    site.exercise("b", "level: unheard-of\n").write({"static/x.pdf": "x"})
    opened = Path.open

    def refuse(path: Path, *rest: str, **options: str) -> object:
        if path.name == "x.pdf":
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *rest, **options)

    monkeypatch.setattr(Path, "open", refuse)
    for publish in (False, True):
        result = build_site(Folders.of(site.root), Options(publish=publish))
        assert [(d.path, d.code) for d in result.diagnostics] == [
            ("content/exercises/b.md", "unknown-term"),
            ("static/x.pdf", "unreadable-file"),
        ]


def test_bad_attachment(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.write(
        {"content/articles/a.md": "---\ntitle: A\n---\n[x](x.pdf)\n", "content/articles/x.pdf": "secret"}
    )
    seams.refuse_to_digest(monkeypatch, "x.pdf", PermissionError(13, "Permission denied"))
    result = build_site(Folders.of(site.root), Options(publish=False))
    assert [(d.line, d.column, d.code) for d in result.diagnostics] == [(4, 5, "bad-attachment")]


def test_file_too_large(site: Site) -> None:
    site.exercise("a", body="word " * 60_000).exercise("b", "prerequisites: a\n")
    run = site.run("check")
    assert run.status == 1
    assert run.stderr.startswith("content/exercises/a.md:1:1: error[file-too-large]: this file has 300,0")
    assert run.stderr.endswith("\n1 error, 0 warnings.\n")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("[x](y) " * 1_200, "this paragraph has 2,400 special characters; 2,000 can be read"),
        ("* a\n" * 1_001, "this paragraph has 1,002 lines; 1,000 can be read"),
        ("*a* `b`\n\n" * 5_001, "this entry has 20,004 special characters; 20,000 can be read"),
        ("a\n\n" * 5_001, "this entry has 5,002 paragraphs; 5,000 can be read"),
    ],
)
def test_too_dense(site: Site, body: str, message: str) -> None:
    site.write({"content/articles/a.md": f"---\ntitle: A\n---\nIntro.\n\n{body}"})
    assert f"error[too-dense]: {message}" in site.run("check").stderr


def test_more_places(site: Site) -> None:
    """Each place costs a conversion, so a mistake that is made often is shown some forty times."""
    site.write({"content/articles/a.md": "---\ntitle: A\n---\n" + "[x](nowhere.md) and\n\n" * 60})
    errors = site.run("check").stderr
    assert 30 < errors.count("error[broken-link]") < 60
    assert errors.count("content/articles/a.md:1:1: warning[more-places]: this entry has so many pr") == 1


def test_as_many_places_as_there_are(site: Site) -> None:
    site.write({"content/articles/a.md": "---\ntitle: A\n---\n" + "[x](nowhere.md) and\n\n" * 30})
    errors = site.run("check").stderr
    assert errors.count("error[broken-link]") == 30
    assert "more-places" not in errors


def test_no_brotli(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    seams.without_brotli(monkeypatch)
    site.write({"site.toml": 'title = "T"\nprecompress = ["gzip", "brotli"]\n'})
    result = build_site(Folders.of(site.root), Options())
    assert [(d.path, d.line, d.code) for d in result.diagnostics] == [("site.toml", 2, "no-brotli")]
    assert not (site.root / "output").exists()
    site.write({"site.toml": 'title = "T"\nprecompress = ["gzip"]\n'})
    assert build_site(Folders.of(site.root), Options()).ok
