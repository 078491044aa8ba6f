"""Figures in a real browser: they can be stopped, stand still for who wants that, and fit their places."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from host import serving
from playwright.sync_api import Browser, Locator, Page, expect
from posing import stand_in
from sites import SETTINGS, TERMS, Site
from test_pages import open_page

from kinepedia import Folders, Options, build_site

pytestmark = pytest.mark.browser

STEPS = """
## How to

### Step 1: Lie down

Breathe, and let the knees fall wide. Nothing has to be achieved here.

```pose
supine
```

### Step 2: Rise

Breathe on.

```pose
prone
then supine
```

### Step 3: Rest

A step without a figure.
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a site with figures as a strict host would; return the address of their page."""
    site = Site(tmp_path_factory.mktemp("figures")).write({"site.toml": SETTINGS, **TERMS})
    site.exercise("bridge", body=STEPS)
    with pytest.MonkeyPatch.context() as patch:
        stand_in(patch)
        assert build_site(Folders.of(Path(site.root)), Options(jobs=1)).ok
    with serving(site.root / "output") as host:
        yield f"{host}exercises/bridge/"


def parts(page: Page) -> tuple[Locator, Locator]:
    """Return the part of the moving figure that moves, and the one that stands still."""
    return page.locator(".figure-moving"), page.locator(".figure-still")


def test_a_movement_is_stopped_and_started_by_the_keyboard(browser: Browser, address: str) -> None:
    page, complaints = open_page(browser, address)
    moving, still = parts(page)
    expect(moving).to_be_visible()
    expect(still).to_be_hidden()
    box = page.get_by_role("checkbox", name="Show the movement")
    expect(box).to_be_checked()
    box.focus()
    page.keyboard.press("Space")
    expect(moving).to_be_hidden()
    expect(still).to_be_visible()
    page.keyboard.press("Space")
    expect(moving).to_be_visible()
    assert complaints == []
    page.context.close()


def test_a_movement_is_stopped_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.get_by_text("Show the movement").click()
    expect(parts(page)[0]).to_be_hidden()
    expect(parts(page)[1]).to_be_visible()
    context.close()


@pytest.mark.parametrize("wish", [{"reduced_motion": "reduce"}, {"media": "print"}])
def test_a_figure_stands_still_on_paper_and_for_those_who_want_less_motion(
    browser: Browser, address: str, wish: dict[str, str]
) -> None:
    page, _ = open_page(browser, address)
    page.emulate_media(**wish)  # type: ignore[arg-type]
    for _ in range(2):
        expect(parts(page)[0]).to_be_hidden()
        expect(parts(page)[1]).to_be_visible()
        expect(page.get_by_role("checkbox")).to_be_hidden()
        expect(page.get_by_text("Show the movement")).to_be_hidden()
        page.evaluate("document.querySelector('.pose input').checked = false")
    page.context.close()


@pytest.mark.parametrize(("width", "beside"), [(320, False), (390, False), (768, True), (1280, True)])
def test_a_figure_stands_beside_the_text_where_there_is_room(
    browser: Browser, address: str, width: int, beside: bool
) -> None:
    page, _ = open_page(browser, address, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for step in page.locator(".steps .what:has(.pose)").all():
        text = step.locator("> p").bounding_box()
        figure = step.locator("> .pose").bounding_box()
        column = step.bounding_box()
        assert text
        assert figure
        assert column
        assert figure["x"] + figure["width"] <= column["x"] + column["width"] + 1
        if beside:
            assert figure["x"] >= text["x"] + text["width"]
            assert abs(figure["y"] - text["y"]) < 40
        else:
            assert figure["y"] >= text["y"] + text["height"]
    bare = page.locator(".steps .what:not(:has(.pose)) > p").bounding_box()
    column = page.locator(".steps .what:not(:has(.pose))").bounding_box()
    assert bare
    assert column
    assert abs(bare["width"] - column["width"]) < 2
    page.context.close()


def test_a_strict_host_leaves_the_picture_of_all_steps_its_colours(browser: Browser, address: str) -> None:
    page, _ = open_page(browser, address)
    page.get_by_role("link", name="All steps as one picture").click()
    page.wait_for_url("**/steps.svg")
    # The styles inside of it are refused, which is why it names the site's.
    colour = page.evaluate("getComputedStyle(document.querySelector('text')).fill")
    assert colour == "rgb(1, 2, 3)"
    page.context.close()
