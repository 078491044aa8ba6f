"""The page on which poses are tried, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from serving import Serving, serving
from sites import SETTINGS, TERMS, Site
from test_axe import RULES
from test_pages import wait_until_painted
from test_serve import opened

pytestmark = pytest.mark.browser


CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    site = Site(tmp_path_factory.mktemp("poses") / "site").write({"site.toml": SETTINGS, **TERMS})
    with serving(site.root) as running:
        running.wait_for("Built ")
        yield running


def visit(page: Page, served: Serving) -> None:
    page.goto(f"{served.address}__kinepedia__/pose")
    expect(page.locator("#figure svg")).to_be_visible()


def marked(page: Page) -> str:
    """Return what is marked in the notation."""
    return str(page.locator("#notation").evaluate("it => it.value.slice(it.selectionStart, it.selectionEnd)"))


def test_the_figure_follows_what_is_written_and_nothing_leaves_the_host(
    browser: Browser, served: Serving
) -> None:
    with opened(browser) as (window, complaints):
        page = window.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        visit(page, served)
        figure = page.get_by_role("img")
        before = figure.get_attribute("aria-label")
        expect(page.locator("#description")).to_have_text(before)
        page.get_by_label("Notation").fill("standing\nview front")
        expect(figure).not_to_have_attribute("aria-label", before)
        expect(page.locator("#description")).to_have_text(figure.get_attribute("aria-label"))
        assert [url for url in asked if not url.startswith(served.address)] == []
        assert complaints == []


def test_views_change_the_notation_and_can_be_undone(browser: Browser, served: Serving) -> None:
    with opened(browser) as (window, complaints):
        page = window.new_page()
        visit(page, served)
        notation = page.get_by_label("Notation")
        notation.fill(
            "standing\nview three-quarter left # from there\nthen same, view 30; highlight hamstrings"
        )
        front = page.get_by_role("button", name="front", exact=True)
        front.press("Enter")
        expect(notation).to_have_value(
            "standing\nview front # from there\nthen same, view front; highlight hamstrings"
        )
        expect(front).to_have_attribute("aria-pressed", "true")
        expect(front).to_be_focused()
        notation.press("Control+z")
        expect(notation).to_have_value(
            "standing\nview three-quarter left # from there\nthen same, view 30; highlight hamstrings"
        )
        expect(front).to_have_attribute("aria-pressed", "false")
        for before, after in {
            "": "view above",
            "standing\n": "standing\nview above",
            "standing\nthen supine": "standing\nview above\nthen supine",  # which goes on from it
        }.items():
            notation.fill(before)
            page.get_by_role("button", name="above", exact=True).click()
            expect(notation).to_have_value(after)
        assert complaints == []


@pytest.mark.parametrize("missing", ["", "delete Navigator.prototype.clipboard"])
def test_the_block_is_copied_as_markdown(browser: Browser, served: Serving, missing: str) -> None:
    with opened(browser, **CLIPBOARD) as (window, _):
        page, other = window.new_page(), window.new_page()
        page.add_init_script(missing)
        visit(page, served)
        page.get_by_label("Notation").fill("standing\nview front\n\n")
        page.get_by_role("button", name="Copy as Markdown").click()
        expect(page.get_by_text("Copied.")).to_be_visible()
        other.goto(served.address)
        other.bring_to_front()
        copied = other.evaluate("navigator.clipboard.readText()")
        assert copied == "```pose\nstanding\nview front\n```\n"


def test_the_page_goes_on_when_the_server_was_started_anew(browser: Browser, site: Site) -> None:
    with opened(browser) as (window, _):
        page = window.new_page()
        with serving(site.root) as served:
            port = served.port
            visit(page, served)
        page.get_by_label("Notation").fill("standing")
        expect(page.get_by_text("The server does not answer")).to_be_visible()
        with serving(site.root, port=port):
            expect(page.get_by_text("The server does not answer")).to_have_count(0)
            expect(page.get_by_label("Notation")).to_have_value("standing")


def test_what_is_too_long_is_said(browser: Browser, served: Serving) -> None:
    with opened(browser) as (window, complaints):
        page = window.new_page()
        visit(page, served)
        page.get_by_label("Notation").fill("é" * 3000)
        expect(page.get_by_text("This is too long: a pose may have 4,096 bytes.")).to_be_visible()
        assert complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_fits_and_axe_finds_nothing(
    browser: Browser, served: Serving, axe: str, scheme: str, width: int
) -> None:
    with opened(browser, color_scheme=scheme, viewport={"width": width, "height": 800}) as (window, _):
        page = window.new_page()
        page.add_init_script(axe)
        visit(page, served)
        assert page.evaluate("document.documentElement.scrollWidth") == width
        page.get_by_label("Notation").fill("supine, hipps 50\nright: hips")
        expect(page.get_by_role("list", name="Problems")).to_contain_text("did you mean")
        wait_until_painted(page)
        found = page.evaluate("tags => axe.run({runOnly: {type: 'tag', values: tags}})", RULES)
        assert len(found["passes"]) > 20
        said = [(rule["id"], node["target"]) for rule in found["violations"] for node in rule["nodes"]]
        assert said == []


def test_columns_count_characters_and_texts_are_texts(browser: Browser, served: Serving) -> None:
    problem = {"path": "", "line": 2, "column": 8, "length": 3, "severity": "error", "code": "some-code"}
    problem |= {"message": "<img src=x>", "hint": "<b>"}
    of_file = problem | {"path": "poses.txt"}
    answer = {"svg": "", "description": "", "moves": False, "problems": [of_file, problem], "names": ["<i>"]}
    with opened(browser) as (window, complaints):
        page = window.new_page()
        visit(page, served)
        page.route("**/figure?*", lambda route: route.fulfill(json=answer))
        page.get_by_label("Notation").fill("\N{BULLSEYE}\n\N{BULLSEYE}right hip 85")
        problems = page.get_by_role("list", name="Problems")
        expect(problems).to_contain_text("poses.txt:2:8")
        problems.get_by_role("button").click()  # only one of them is in this text
        assert marked(page) == "hip"
        expect(problems).to_contain_text("<img src=x>")
        expect(page.get_by_role("button", name="<i>")).to_be_visible()
        expect(page.get_by_text("The figure is of the last text without errors.")).to_be_visible()
        assert complaints == []


def test_a_mistake_stands_below_and_leads_to_its_place(browser: Browser, served: Serving) -> None:
    with opened(browser) as (window, complaints):
        page = window.new_page()
        visit(page, served)
        notation = page.get_by_label("Notation")
        notation.fill("supine\nright: hipp 85")
        problems = page.get_by_role("list", name="Problems")
        expect(problems).to_have_attribute("aria-live", "polite")
        expect(problems).to_contain_text('did you mean "hip')
        expect(page.get_by_text("The figure is of the last text without errors.")).to_be_visible()
        problems.get_by_role("button", name="line 2, column 8").press("Enter")
        expect(notation).to_be_focused()
        assert marked(page).startswith("hipp")
        notation.fill("supine\nright: hip 85")
        expect(problems.get_by_role("button")).to_have_count(0)
        assert complaints == []


def test_base_poses_begin_a_pose_and_those_of_the_site_are_among_them(browser: Browser, site: Site) -> None:
    with serving(site.root) as served, opened(browser) as (window, complaints):
        served.wait_for("Built ")
        page = window.new_page()
        visit(page, served)
        page.get_by_role("button", name="all fours", exact=True).click()
        expect(page.get_by_label("Notation")).to_have_value("all fours")
        site.write({"poses.txt": "salute: standing, right shoulder 120\n"})
        page.evaluate("dispatchEvent(new Event('focus'))")
        expect(page.get_by_role("button", name="salute", exact=True)).to_be_visible()
        assert complaints == []


def test_a_movement_can_be_paused(browser: Browser, served: Serving) -> None:
    with opened(browser) as (window, complaints):
        page = window.new_page()
        visit(page, served)
        pausing = page.get_by_role("button", name="Pause")
        expect(pausing).to_be_hidden()
        page.get_by_label("Notation").fill("supine, hips 50, knees 100\nthen\nsame, knees 20")
        pausing.click()
        now = "document.querySelector('.figure-moving').innerHTML"
        now += " + document.querySelector('#figure svg').getCurrentTime()"
        before = page.evaluate(now)
        wait_until_painted(page)
        assert page.evaluate(now) == before
        assert complaints == []
