"""The pages in a real browser: nothing blocked, nothing fetched elsewhere, nothing cut off."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

PAGES = [
    "",
    "exercises/",
    "exercises/sciatic-nerve-glide/",
    "categories/hamstrings/",
    "muscles/hamstrings/",
    "types/nerve-slider/",
    "levels/beginner/",
    "equipment/strap/",
    "routines/front-split-foundations/",
    "articles/about/",
    "authors/kinepedia-contributors/",
]


def open_page(
    browser: Browser, address: str, width: int = 1280, scheme: str = "light"
) -> tuple[Page, list[str]]:
    """Open a page; return it with everything that the browser complained about or fetched elsewhere."""
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda request: complaints.append(f"failed: {request.url}"))
    page.on(
        "request",
        lambda request: None if request.url.startswith(address[:16]) else complaints.append(request.url),
    )
    page.goto(address)
    return page, complaints


def wait_until_painted(page: Page) -> None:
    """Wait until what scripts have done so far is laid out and painted: for two frames."""
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


@pytest.mark.parametrize("address", PAGES)
def test_a_strict_policy_breaks_nothing_and_nothing_is_cut_off(
    browser: Browser, host: str, address: str
) -> None:
    for width in (320, 1280):
        page, complaints = open_page(browser, host + address, width)
        assert complaints == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate("document.styleSheets[0].cssRules.length") > 3
        assert page.locator("h1").count() == 1
        page.context.close()


def test_dark_and_light_differ(browser: Browser, host: str) -> None:
    colours = set()
    for scheme in ("light", "dark"):
        page, _ = open_page(browser, host, scheme=scheme)
        colours.add(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        page.context.close()
    assert len(colours) == 2


def test_a_visitor_walks_from_the_first_page_to_the_next_exercise(browser: Browser, host: str) -> None:
    page, _ = open_page(browser, host, width=360)
    page.get_by_role("link", name="Hamstrings").first.click()
    page.get_by_role("link", name="Sciatic Nerve Glide").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sciatic Nerve Glide")
    page.get_by_role("link", name="Next Horse Stance").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Horse Stance")
    page.context.close()


def test_the_keyboard_reaches_the_content_first(browser: Browser, host: str) -> None:
    page, _ = open_page(browser, host + "exercises/sciatic-nerve-glide/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{host}exercises/sciatic-nerve-glide/#page-main")
    page.context.close()


def test_pages_work_from_a_folder_on_disk(browser: Browser, output: Path) -> None:
    page, complaints = open_page(browser, (output / "index.html").as_uri())
    page.get_by_role("link", name="Hamstrings").first.click()
    page.get_by_role("link", name="Horse Stance").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Horse Stance")
    assert complaints == []
    page.context.close()


def test_the_printed_page_has_the_steps_and_no_navigation(browser: Browser, host: str) -> None:
    page, _ = open_page(browser, host + "exercises/sciatic-nerve-glide/")
    page.emulate_media(media="print")
    expect(page.locator(".steps")).to_be_visible()
    expect(page.locator(".cautions")).to_be_visible()
    expect(page.locator(".site-header")).to_be_hidden()
    page.context.close()
