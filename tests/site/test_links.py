"""Every link of the sample encyclopedia leads somewhere: at a root, under a sub-path and from disk."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest


class Links(HTMLParser):
    """Collects the links and ids of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("href", "src") and value is not None:
                self.links.append(value)
            if name == "id" and value:
                self.ids.add(value)


@pytest.fixture
def built(build_sample: Callable, tmp_path: Path) -> Callable[..., Path]:
    """Return what builds the sample encyclopedia with options, and returns its output."""

    def build(**options: str) -> Path:
        output, result = build_sample(tmp_path / "sample", **options)
        assert [d for d in result.diagnostics if d.severity == "error"] == []
        return output

    return build


def crawl(output: Path, address: str, *, from_disk: bool) -> set[str]:
    """Follow every link from the page at `address`, as a browser would; return the files that were seen."""
    pages = {path: Links(path.read_text("utf-8")) for path in output.rglob("*.html")}
    seen: set[Path] = set()
    pending = [(output / "index.html", address)]
    while pending:
        file, base = pending.pop()
        if file in seen:
            continue
        seen.add(file)
        for link in pages[file].links if file in pages else ():
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            path = posixpath.normpath(posixpath.join(posixpath.dirname(base), unquote(parts.path)))
            if not parts.path:
                path = base
            elif parts.path.endswith("/"):
                assert not from_disk, f"{file}: {link} names a folder"
                path = path.rstrip("/") + "/index.html"
            assert path.startswith(address.rpartition("/")[0]), f"{file}: {link} leaves the site"
            target = output / posixpath.relpath(path, posixpath.dirname(address))
            assert target.is_file(), f"{file}: {link} leads nowhere"
            if parts.fragment and target in pages:
                assert unquote(parts.fragment) in pages[target].ids, f"{file}: {link} has no anchor"
            pending.append((target, path))
    return {path.relative_to(output).as_posix() for path in seen}


@pytest.mark.parametrize("address", ["/index.html", "/a/b/index.html"])
def test_all_links_lead_somewhere_under_any_address(built: Callable, address: str) -> None:
    output = built()
    seen = crawl(output, address, from_disk=False)
    pages = {path.relative_to(output).as_posix() for path in output.rglob("*.html")}
    assert pages - seen == {"404.html"}


def test_all_links_lead_somewhere_from_disk(built: Callable) -> None:
    output = built(url_style="file")
    seen = crawl(output, "/index.html", from_disk=True)
    pages = {path.relative_to(output).as_posix() for path in output.rglob("*.html")}
    assert pages - seen == {"404.html"}


@pytest.mark.parametrize(
    ("base_url", "root"), [("https://example.org", "/"), ("https://example.org/a/b/", "/a/b/")]
)
def test_the_error_page_links_from_the_root(built: Callable, base_url: str, root: str) -> None:
    output = built(base_url=base_url)
    for link in Links((output / "404.html").read_text("utf-8")).links:
        if not link.startswith(("https:", "#")):
            assert link.startswith(root)
            target = output / link.removeprefix(root)
            assert target.is_file() or (target / "index.html").is_file(), link


def test_the_theme_needs_nothing_from_elsewhere(built: Callable) -> None:
    """A strict Content-Security-Policy breaks nothing: nothing is inline or from elsewhere."""
    output = built()
    for path in output.rglob("*.html"):
        text = path.read_text("utf-8")
        assert " style=" not in text
        assert "<style" not in text
        for tag in re.findall(r"<script(.*?)</script", text, re.DOTALL):
            assert re.match(r' type="application/ld\+json">|(?: defer)? src="[^"]+">$', tag)
        assert ' src="http' not in text
        assert 'stylesheet" href="http' not in text
