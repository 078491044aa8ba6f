"""The author's desk in a real browser: what is saved arrives, and mistakes stand on the page until mended."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import examples
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from serving import Serving, serving
from sites import Site

pytestmark = pytest.mark.browser

LONG = "\n\n".join(f"Paragraph {number}." for number in range(100))
BODY = f"## How to\n\n### Step 1: Move\n\nSlowly.\n\n{LONG}\n"


@pytest.fixture
def served(site: Site) -> Iterator[Serving]:
    site.exercise("bridge", body=BODY).exercise("plank", body=BODY)
    with serving(site.root) as running:
        running.wait_for("Built ")
        yield running


@contextmanager
def opened(browser: Browser, **wishes: object) -> Iterator[tuple[BrowserContext, list[str]]]:
    """Open a window; what its pages complain about is collected."""
    context = browser.new_context(**wishes)
    complaints: list[str] = []
    context.on("console", lambda message: complaints.append(message.text))
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    yield context, complaints
    context.close()


def mark(page: Page) -> None:
    """Leave something in the page that a reload takes away."""
    page.evaluate("document.documentElement.dataset.old = 'yes'")


def is_marked(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.dataset.old === 'yes'"))


def test_what_is_saved_arrives_and_the_page_stays_where_it_was(
    browser: Browser, site: Site, served: Serving
) -> None:
    with opened(browser) as (window, complaints):
        page, other = window.new_page(), window.new_page()
        page.goto(f"{served.address}exercises/bridge/")
        other.goto(f"{served.address}exercises/plank/")
        page.evaluate("scrollTo(0, 1234)")
        mark(other)
        for text in ("Quickly.", "Very slowly."):
            site.exercise("bridge", body=BODY.replace("Slowly.", text))
            expect(page.get_by_text(text)).to_be_attached()
            page.wait_for_function("() => scrollY === 1234")
        assert is_marked(other)
        assert complaints == []


def test_a_stylesheet_changes_without_a_reload(browser: Browser, site: Site, served: Serving) -> None:
    with opened(browser) as (window, complaints):
        page = window.new_page()
        page.goto(f"{served.address}exercises/bridge/")
        mark(page)
        for colour in ("rgb(1, 2, 3)", "rgb(4, 5, 6)"):
            site.write({"templates/assets/style.css": f"h1 {{ color: {colour}; }}"})
            expect(page.locator("h1")).to_have_css("color", colour)
            expect(page.locator("link[rel=stylesheet]")).to_have_count(1)
        assert is_marked(page)
        site.exercise("bridge", body=BODY.replace("Slowly.", "Quickly."))
        expect(page.get_by_text("Quickly.")).to_be_attached()
        assert not is_marked(page)
        assert complaints == []


def test_a_stylesheet_that_keeps_its_name_and_a_picture(browser: Browser, site: Site) -> None:
    template = (
        '{% extends "base.html" %}{% block head %}<link rel="stylesheet" href="/more.css">{% endblock %}'
    )
    square = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{0}"><rect width="9" height="9"/></svg>'
    )
    site.exercise("bridge", body=f"![A square](square.svg)\n\n{BODY}")
    site.write(
        {"content/exercises/square.svg": square.format(10), "static/more.css": "body { margin: 1px; }"}
    )
    site.write({"templates/home.html": template.replace("/more.css", "more.css")})
    with serving(site.root) as served, opened(browser) as (window, _):
        served.wait_for("Built ")
        home, page = window.new_page(), window.new_page()
        home.goto(served.address)
        page.goto(f"{served.address}exercises/bridge/")
        mark(home)
        site.write({"static/more.css": "body { margin: 7px; }"})
        expect(home.locator("body")).to_have_css("margin-top", "7px")
        assert is_marked(home)
        site.write({"content/exercises/square.svg": square.format(20)})
        expect(page.locator("img")).to_have_js_property("naturalWidth", 20)


def test_the_overlay_comes_shows_texts_as_texts_and_goes(
    browser: Browser, site: Site, served: Serving
) -> None:
    with opened(browser) as (window, complaints):
        page = window.new_page()
        page.goto(f"{served.address}exercises/bridge/")
        site.exercise("bridge", 'level: "<img src=x onerror=alert(1)>"\n', BODY)
        overlay = page.get_by_role("alertdialog", name="1 error")
        expect(overlay).to_be_visible()
        expect(overlay).to_contain_text("content/exercises/bridge.md:4:8")
        expect(overlay.locator("mark")).to_contain_text("<img src=x onerror=alert(1)>")
        assert overlay.locator("img").count() == 0
        expect(page.get_by_role("heading", level=1)).to_have_text("Bridge")

        site.exercise("plank", "tile: Mistyped\n", BODY)
        overlay = page.get_by_role("alertdialog", name="2 errors")
        expect(overlay).to_contain_text('did you mean "title"?')
        page.goto(f"{served.address}exercises/plank/")
        expect(overlay).to_be_visible()
        page.keyboard.press("Escape")
        expect(overlay).to_have_count(0)

        site.exercise("plank", body=BODY)
        expect(page.get_by_role("alertdialog", name="1 error")).to_be_visible()
        site.exercise("bridge", body=BODY)
        expect(page.get_by_role("alertdialog")).to_have_count(0)
        assert complaints == []


def test_an_error_in_a_template_names_it_its_line_and_the_page(
    browser: Browser, site: Site, served: Serving
) -> None:
    with opened(browser) as (window, _):
        page = window.new_page()
        page.goto(served.address)
        site.write({"templates/exercise.html": "<p>\n{{ page.nothing.at_all }}\n"})
        overlay = page.get_by_role("alertdialog")
        expect(overlay).to_contain_text("templates/exercise.html:2:1")
        expect(overlay).to_contain_text("/exercises/bridge/")
        expect(overlay.locator("pre")).to_contain_text("{{ page.nothing.at_all }}")
        (site.root / "templates/exercise.html").unlink()
        expect(overlay).to_have_count(0)


def test_after_a_first_build_with_errors_the_site_appears_when_they_are_mended(
    browser: Browser, site: Site
) -> None:
    site.exercise("bridge", "level: unheard-of\n")
    with serving(site.root) as served, opened(browser) as (window, _):
        served.wait_for("1 error;")
        page = window.new_page()
        page.goto(f"{served.address}exercises/bridge/")
        expect(page.get_by_role("heading", name="Nothing is built yet")).to_be_visible()
        expect(page.get_by_role("alertdialog", name="1 error")).to_be_visible()
        site.exercise("bridge")
        expect(page.get_by_role("heading", level=1)).to_have_text("Bridge")
        expect(page.get_by_role("alertdialog")).to_have_count(0)


def test_pages_that_come_and_go(browser: Browser, site: Site, served: Serving) -> None:
    with opened(browser) as (window, _):
        page = window.new_page()
        page.goto(f"{served.address}exercises/dive/")
        expect(page.get_by_role("heading", level=1)).to_have_text("Page not found")
        site.exercise("dive")
        expect(page.get_by_role("heading", level=1)).to_have_text("Dive")
        (site.root / "content/exercises/dive.md").unlink()
        expect(page.get_by_role("heading", level=1)).to_have_text("Page not found")


@pytest.mark.parametrize("missing", [[], ["BroadcastChannel"]])
def test_more_tabs_than_a_browser_opens_connections(
    browser: Browser, site: Site, served: Serving, missing: list[str]
) -> None:
    number = 20 if examples.ASKED else 8  # a browser opens six connections to one host
    with opened(browser) as (window, complaints):
        for name in missing:
            window.add_init_script(f"delete window.{name}")
        tabs = [window.new_page() for _ in range(number)]
        for tab in tabs:
            tab.goto(f"{served.address}exercises/bridge/")
        site.exercise("bridge", body=BODY.replace("Slowly.", "Quickly."))
        for tab in tabs:
            expect(tab.get_by_text("Quickly.")).to_be_attached()
        assert complaints == []


def test_a_tab_that_was_hidden_has_the_change_when_it_is_shown(
    browser: Browser, site: Site, served: Serving
) -> None:
    hide = "Object.defineProperty(document, 'hidden', {{value: {}, configurable: true}}); "
    tell = "document.dispatchEvent(new Event('visibilitychange'))"
    with opened(browser) as (window, _):
        hidden, shown = window.new_page(), window.new_page()
        for page in (hidden, shown):
            page.goto(f"{served.address}exercises/bridge/")
        hidden.evaluate(hide.format("true") + tell)
        site.exercise("bridge", body=BODY.replace("Slowly.", "Quickly."))
        expect(shown.get_by_text("Quickly.")).to_be_attached()
        expect(hidden.get_by_text("Slowly.")).to_be_attached()
        hidden.evaluate(hide.format("false") + tell)
        expect(hidden.get_by_text("Quickly.")).to_be_attached()


def test_a_page_finds_the_server_again_after_it_was_started_anew(
    browser: Browser, site: Site, tmp_path: Path
) -> None:
    site.exercise("bridge")
    with opened(browser) as (window, _):
        page = window.new_page()
        with serving(site.root) as served:
            served.wait_for("Built ")
            port = served.port
            page.goto(f"{served.address}exercises/bridge/")
        site.exercise("bridge", body="Another text.\n")
        with serving(site.root, port=port):
            expect(page.get_by_text("Another text.")).to_be_attached()
