"""The video of the page on open doors, in a real browser, under the policy that the page gives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import host
import pytest
from playwright.sync_api import Browser, Page, Route, expect
from sites import SETTINGS, Site

from kinepedia import Folders, Options, build_site

pytestmark = pytest.mark.browser

DOC = Path(__file__).parents[2] / "docs/features.md"
EXERCISE = "exercises/glute-bridge/"


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    written = {"site.toml": f"headers = true\n{SETTINGS}"}
    for path, text in re.findall(
        r"^```\w+ (\S+)\n(.*?)^```$", DOC.read_text("utf-8"), re.MULTILINE | re.DOTALL
    ):
        written[path] = written.get(path, "") + text
    site = Site(tmp_path / "site").write(written)
    assert build_site(Folders.of(site.root), Options()).ok
    monkeypatch.setattr(host, "HEADERS", site.root / "output/_headers")
    with host.serving(site.root / "output") as address:
        yield address


def visited(browser: Browser, address: str, asked: list[str], *, scripts: bool = True) -> Page:
    """Return the exercise in a browser for which YouTube is a page with a heading."""
    page = browser.new_context(java_script_enabled=scripts).new_page()

    def elsewhere(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body="<h1>The player</h1>", content_type="text/html")

    page.route(lambda url: not url.startswith(address), elsewhere)
    page.goto(f"{address}{EXERCISE}")
    return page


def test_the_keyboard_starts_the_video_and_nothing_is_asked_of_others_before(
    browser: Browser, served: str
) -> None:
    asked: list[str] = []
    page = visited(browser, served, asked)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    button = page.get_by_role("button", name="Play it here")
    expect(button).to_be_visible()
    assert asked == []
    button.focus()
    page.keyboard.press("Enter")
    player = page.get_by_title("Video: Glute Bridge")
    expect(player).to_be_focused()
    expect(page.frame_locator(".video iframe").get_by_role("heading")).to_have_text("The player")
    assert asked == ["https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ"]
    assert complaints == []
    box = player.bounding_box()
    assert box
    assert round(box["width"] / box["height"], 1) == 1.8
    page.context.close()


def test_without_scripts_there_is_a_link_and_no_button(browser: Browser, served: str) -> None:
    asked: list[str] = []
    page = visited(browser, served, asked, scripts=False)
    expect(page.get_by_role("link", name="Watch “Glute Bridge” on YouTube")).to_be_visible()
    expect(page.get_by_role("button", name="Play it here")).to_have_count(0)
    assert asked == []
    page.context.close()
