"""The finder in a real browser, under a strict policy, from a disk, and without JavaScript."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from test_pages import wait_until_painted

pytestmark = pytest.mark.browser

PAGE = "muscles/hamstrings/index.html"
LIST = "exercises/index.html"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    page.close()
    assert complaints == []


def results(page: Page) -> Locator:
    return page.locator("[data-finder-found] .cards > li")


def everything_that_fits(page: Page) -> list[str]:
    """Return the texts of all results, of which the last come later than what is said of their number."""
    said = page.locator("[data-finder-said]")
    expect(said).to_have_text(re.compile(r"^\d+ exercises?"))
    expect(results(page)).to_have_count(int(said.inner_text().split()[0]))
    return results(page).all_inner_texts()


def open_list(page: Page, host: str, query: str = "") -> None:
    page.goto(f"{host}{LIST}{query}")
    page.locator("[data-finder-filters] fieldset").first.wait_for(state="attached")


def choose(page: Page, facet: str, *values: str) -> None:
    details = page.locator("details", has=page.locator("summary", has_text=re.compile(f"^{facet}$")))
    if details.get_attribute("open") is None:
        details.locator("summary").click()
    for value in values:
        details.get_by_role("checkbox", name=re.compile(f"^{value}")).check()


# ------------------------------------------------------------------ the field of every page


def test_the_slash_opens_a_field_and_the_arrows_lead_to_a_result(page: Page, host: str) -> None:
    page.goto(host + PAGE)
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("sciatc nerv")
    expect(page.get_by_role("link", name="Sciatic Nerve Glide All levels")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("1 exercise")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sciatic Nerve Glide")


@pytest.mark.parametrize("keys", ["Control+k", "Meta+k", "/"])
def test_escape_closes_and_gives_the_focus_back(page: Page, host: str, keys: str) -> None:
    page.goto(host + PAGE)
    before = page.get_by_role("link", name="Routines").first
    before.focus()
    page.keyboard.press(keys)
    page.keyboard.type("psoas")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(before).to_be_focused()


def test_enter_leads_to_all_results(page: Page, host: str) -> None:
    page.goto(host + PAGE)
    page.get_by_role("button", name="Find an exercise").press("Enter")
    page.keyboard.type("psoas")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{host}{LIST}?q=psoas")
    expect(results(page)).to_have_count(4)


def test_the_slash_is_typed_in_a_field_and_can_be_turned_off(page: Page, host: str) -> None:
    page.goto(host + PAGE)
    page.keyboard.press("/")
    page.keyboard.type("1/2")
    expect(page.get_by_role("searchbox")).to_have_value("1/2")
    page.get_by_label("The key / opens this field").uncheck()
    page.goto(host + "index.html")
    page.keyboard.press("/")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_nothing_is_fetched_before_the_field_is_used(page: Page, host: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(host + PAGE)
    wait_until_painted(page)
    assert not [url for url in asked if "/search/" in url]
    page.keyboard.press("/")
    page.keyboard.type("psoas")
    expect(page.get_by_role("dialog").get_by_role("link").first).to_be_visible()
    assert [url for url in asked if "/search/" in url] == [f"{host}search/exercises.js"]


def test_a_missing_index_is_said(browser: Browser, host: str) -> None:
    page = browser.new_page()
    page.route("**/search/exercises.js", lambda route: route.abort())
    page.goto(host + PAGE)
    page.keyboard.press("/")
    expect(page.get_by_role("dialog")).to_contain_text("could not be fetched")
    page.goto(host + LIST)
    expect(page.locator("[data-finder-said]")).to_contain_text("could not be fetched")
    expect(page.locator("summary", has_text="Body areas")).to_be_visible()
    page.close()


# ------------------------------------------------------------------ the list of exercises


def test_the_slash_leads_to_the_field_of_the_list(page: Page, host: str) -> None:
    open_list(page, host)
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Name, muscle")).to_be_focused()


def test_facets_combine_and_their_counts_follow(page: Page, host: str) -> None:
    open_list(page, host)
    choose(page, "Muscles and nerves", "Adductors")
    expect(results(page)).to_have_count(3)
    choose(page, "What it does", "Strengthens")
    expect(results(page)).to_have_count(1)
    stretches = page.get_by_role("checkbox", name="Stretches")
    expect(stretches.locator("xpath=..")).to_have_text("Stretches3")  # as many would fit with this instead
    expect(page.get_by_role("checkbox", name="Mobilizes")).to_be_hidden()  # nothing would
    choose(page, "Levels", "Intermediate")
    expect(results(page)).to_have_count(1)
    expect(stretches.locator("xpath=..")).to_have_text("Stretches1")


def test_what_has_a_target_as_its_primary_one_comes_first(page: Page, host: str) -> None:
    open_list(page, host, "?target=iliopsoas")
    titles = results(page).get_by_role("heading")
    expect(titles).to_have_text(
        ["Half-Kneeling Hip Flexor Stretch", "Back-Bend", "Couch Stretch", "Pigeon Pose"]
    )


def test_within_a_facet_either_of_all_facets_each(page: Page, host: str) -> None:
    open_list(page, host)
    choose(page, "Levels", "Beginner")
    expect(results(page)).to_have_count(14)
    choose(page, "Levels", "All levels")
    expect(results(page)).to_have_count(14 + 3)
    choose(page, "Equipment", "Strap")
    expect(results(page)).to_have_count(1)
    page.get_by_role("searchbox", name="Name, muscle").fill("zzzz")
    expect(page.locator("[data-finder-said]")).to_contain_text("Nothing fits")


def test_the_address_survives_reload_and_back(page: Page, host: str) -> None:
    open_list(page, host)
    page.get_by_role("searchbox", name="Name, muscle").fill("stretch")
    choose(page, "Levels", "Beginner")
    expect(page).to_have_url(f"{host}{LIST}?q=stretch&level=beginner")
    fitting = everything_that_fits(page)
    page.reload()
    assert everything_that_fits(page) == fitting
    expect(page.get_by_role("searchbox", name="Name, muscle")).to_have_value("stretch")
    choose(page, "Levels", "Intermediate")
    page.go_back()
    expect(page).to_have_url(f"{host}{LIST}?q=stretch&level=beginner")
    expect(results(page)).to_have_count(len(fitting))
    assert everything_that_fits(page) == fitting
    page.get_by_role("button", name="Remove Levels: Beginner").click()
    expect(page).to_have_url(f"{host}{LIST}?q=stretch")


def test_an_address_with_what_is_not_there_asks_for_nothing(page: Page, host: str) -> None:
    open_list(page, host, "?level=expert&avoid=&q=&other=1")
    expect(page.locator("[data-finder-all]")).to_be_visible()
    expect(results(page)).to_have_count(0)


def test_clearing_everything_brings_the_whole_list_back(page: Page, host: str) -> None:
    open_list(page, host, "?level=beginner&avoid=disc")
    page.get_by_role("button", name="Clear all").click()
    expect(page.locator("[data-finder-all]")).to_be_visible()
    expect(page).to_have_url(host + LIST)
    page.set_viewport_size({"width": 360, "height": 800})
    expect(page.get_by_role("button", name="Filters", exact=True)).to_be_visible()


def test_what_is_avoided_is_hidden_with_the_reason(page: Page, host: str) -> None:
    open_list(page, host)
    page.locator("summary", has_text="Avoid if").click()
    field = page.get_by_label("A condition, such as herniated disc")
    field.fill("hernated dics")
    page.get_by_role("checkbox", name="Everything that mentions").click()
    expect(page.get_by_role("checkbox", name="hernated dics")).to_be_checked()
    expect(page.get_by_role("checkbox", name="hernated dics")).to_be_focused()
    hidden = page.get_by_role("region", name=re.compile("Hidden: 14 exercises"))
    expect(hidden.get_by_role("listitem")).to_have_count(3)
    hidden.get_by_role("button", name="Show all 14").click()
    expect(hidden.get_by_role("listitem")).to_have_count(14)
    glide = hidden.get_by_role("listitem").filter(has=page.get_by_role("link", name="Sciatic Nerve Glide"))
    expect(glide).to_contain_text("Herniated disc or sciatica, known or suspected: Ask a doctor")
    expect(hidden).to_contain_text("not thereby safe")
    expect(page.locator("[data-finder-said]")).to_have_text(
        "10 exercises, 14 hidden because of what you avoid"
    )
    expect(results(page)).to_have_count(10)
    shown = [text.split("\n")[0] for text in results(page).all_inner_texts()]
    assert "Sciatic Nerve Glide" not in shown
    page.reload()
    expect(results(page)).to_have_count(10)


def test_a_condition_that_no_caution_mentions_hides_nothing_and_says_so(page: Page, host: str) -> None:
    open_list(page, host, "?avoid=tinnitus")
    expect(results(page)).to_have_count(24)
    expect(page.locator(".finder-hidden")).to_contain_text("No caution mentions “tinnitus”")


def test_without_the_cautions_nothing_is_hidden_in_silence(browser: Browser, host: str) -> None:
    page = browser.new_page()
    page.route("**/search/cautions.js", lambda route: route.abort())
    open_list(page, host, "?avoid=disc")
    expect(page.locator(".finder-hidden")).to_contain_text("could not be fetched, so nothing is hidden")
    page.close()


def test_cautions_of_another_edition_are_not_used(page: Page, host: str) -> None:
    page.route(
        "**/search/cautions.js",
        lambda route: route.fulfill(
            content_type="text/javascript",
            body='kinepediaData("cautions", {"edition": "old", "conditions": ["Disc"], "of": [[0]]});',
        ),
    )
    open_list(page, host, "?avoid=disc")
    expect(page.locator(".finder-hidden")).to_contain_text("nothing is hidden")


def test_the_keyboard_alone_sets_and_clears_a_filter(page: Page, host: str) -> None:
    open_list(page, host)
    page.get_by_role("searchbox", name="Name, muscle").focus()
    page.keyboard.press("Tab")
    expect(page.locator("summary", has_text="Avoid if")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page).to_have_url(f"{host}{LIST}?effect=stretches")
    page.get_by_role("button", name="Remove What it does: Stretches").press("Enter")
    expect(page.get_by_role("searchbox", name="Name, muscle")).to_be_focused()
    expect(page).to_have_url(f"{host}{LIST}")


def test_the_filters_open_on_a_phone_and_nothing_is_cut_off(page: Page, host: str) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    open_list(page, host, "?q=stretch&avoid=herniated%20disc&level=beginner")
    button = page.get_by_role("button", name="Filters (2)")
    expect(page.get_by_role("checkbox", name="Stretches")).to_be_hidden()
    button.click()
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("checkbox", name="Stretches")).to_be_visible()
    page.locator("summary", has_text="Avoid if").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_targets_are_large_enough_for_a_finger(page: Page, host: str) -> None:
    open_list(page, host, "?q=stretch&avoid=herniated%20disc&level=beginner")
    expect(page.locator("[data-finder-said]")).to_contain_text("hidden")
    wait_until_painted(page)
    controls = page.locator(".finder :is(button, summary, input[type=search], label:has(input))")
    heights = {
        control.inner_text(): control.bounding_box() for control in controls.all() if control.is_visible()
    }
    assert len(heights) > 10
    assert [text for text, box in heights.items() if box["height"] < 44] == []


def test_nothing_moves_while_the_script_takes_over(page: Page, host: str) -> None:
    page.add_init_script("""
      window.shift = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) window.shift += entry.value;
      }).observe({ type: "layout-shift", buffered: true });
    """)
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        open_list(page, host)
        page.locator("[data-finder-filters] input").first.wait_for(state="attached")
        wait_until_painted(page)
        assert page.evaluate("window.shift") < 0.01


def test_chosen_filters_show_with_forced_colours(browser: Browser, host: str) -> None:
    page = browser.new_page(forced_colors="active", viewport={"width": 1280, "height": 900})
    open_list(page, host, "?level=beginner&avoid=disc")
    for part in (".finder-chips button", ".finder-hidden"):
        assert page.locator(part).first.evaluate("(node) => getComputedStyle(node).borderTopStyle") == "solid"
    page.close()


# ------------------------------------------------------------------ without a server, without JavaScript


def test_it_works_from_a_folder_on_disk(page: Page, output: Path) -> None:
    page.goto((output / PAGE).as_uri())
    page.keyboard.press("/")
    page.keyboard.type("psoas")
    page.get_by_role("button", name="Show all 4").click()
    expect(results(page)).to_have_count(4)
    choose(page, "Levels", "Beginner")
    expect(page).to_have_url(re.compile(r"\?q=psoas&level=beginner$"))
    page.go_back()
    expect(results(page)).to_have_count(4)
    results(page).first.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Half-Kneeling Hip Flexor Stretch")


def test_without_javascript_the_list_is_useful(browser: Browser, host: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(host + PAGE)
    page.get_by_role("link", name="Find an exercise").click()
    expect(page).to_have_url(host + LIST)
    assert page.locator("input:visible").count() == 0  # a field that does nothing is worse than none
    page.locator("summary", has_text="Body areas").click()
    page.locator("main").get_by_role("link", name="Calves").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Calves")
    context.close()


def test_the_scripts_of_a_page_are_small(output: Path) -> None:
    scripts = re.findall(r'src="\.\./\.\./(assets/[^"]+\.js)"', (output / PAGE).read_text("utf-8"))
    assert len(scripts) >= 2
    assert sum(len(gzip.compress((output / script).read_bytes())) for script in scripts) < 12_000
