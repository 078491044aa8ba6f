"""What the finder finds, asked through its script in a real browser."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from sites import SETTINGS, TERMS, Site

from kinepedia import Folders, Options, build_site

pytestmark = pytest.mark.browser

Find = Callable[[str], list[str]]

HOSTILE = '<img src=x onerror="document.title = 1"> & Co'
SEARCH = """async (query) => {
  const catalogue = await kinepedia.catalogue(kinepedia.link);
  const { exercises, isPartial } = catalogue.search(query);
  return [isPartial, exercises.map((exercise) => catalogue.titles[exercise])];
}"""


@pytest.fixture(scope="module")
def page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator:
    site = Site(tmp_path_factory.mktemp("search")).write({"site.toml": SETTINGS, **TERMS})
    site.write(
        {
            "content/muscles/iliopsoas.md": "---\ntitle: Iliopsoas\naliases: [Psoas]\nkind: muscle\n---\n",
            "content/muscles/soleus.md": "---\ntitle: Soleus\nkind: muscle\n---\n",
            "content/equipment/bar.md": "---\ntitle: Bar\n---\n",
        }
    )
    for slug, title, fields in (
        ("pull-ups", "Pull-Ups", "equipment: bar\n"),
        ("sit-up", "Sit Up", "summary: Not at all like a bar.\n"),
        ("release", "Élévation größer", "aliases: [Cobbler's pose]\n"),
        ("lunge", "Lunge", "stretches: [soleus, iliopsoas]\n"),
        ("deep-lunge", "Deep Lunge", "stretches: [iliopsoas, soleus]\n"),
        ("lean", "Lean", "summary: Unlike a lunge, it leaves the psoas alone.\n"),
        ("hostile", json.dumps(HOSTILE), "aliases: [Calves]\n"),
    ):
        site.exercise(slug, fields)
        path = site.root / f"content/exercises/{slug}.md"
        text = path.read_text("utf-8").split("\n", 2)
        path.write_text("\n".join([text[0], f"title: {title}", text[2]]), "utf-8")
    assert build_site(Folders.of(site.root), Options(jobs=1, url_style="file")).ok
    page = browser.new_page()
    page.goto((site.root / "output/exercises/index.html").as_uri())
    yield page
    page.close()


@pytest.fixture
def find(page) -> Find:
    return lambda query: page.evaluate(SEARCH, query)[1]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("pull-ups", "Pull-Ups"),
        ("pullups", "Pull-Ups"),
        ("pull ups", "Pull-Ups"),
        ("PULLUP", "Pull-Ups"),
        ("situps", "Sit Up"),
        ("elevation", "Élévation größer"),
        ("grosser", "Élévation größer"),
        ("GRÖSSER", "Élévation größer"),
        ("cobblers pose", "Élévation größer"),
        ("cobbler\N{RIGHT SINGLE QUOTATION MARK}s", "Élévation größer"),
        ("elevatoin", "Élévation größer"),
        ("leavtion", "Élévation größer"),
        ("lunges", "Lunge"),
        ("the lunge", "Lunge"),
        ("lung", "Lunge"),
        ("calf", HOSTILE),
        ("", None),
        ("?!", None),
        ("xyzzy", None),
    ],
)
def test_what_comes_first(find: Find, query: str, found: str | None) -> None:
    assert next(iter(find(query)), None) == found


def test_the_exact_name_comes_first_then_what_stretches_the_target_then_what_mentions_it(find: Find) -> None:
    assert find("lunge") == ["Lunge", "Deep Lunge", "Lean"]
    assert find("psoas") == ["Deep Lunge", "Lunge", "Lean"]
    assert find("bar") == ["Pull-Ups", "Sit Up"]


def test_all_words_must_fit_or_it_is_said(page) -> None:
    assert page.evaluate(SEARCH, "deep lunge") == [False, ["Deep Lunge"]]
    is_partial, found = page.evaluate(SEARCH, "deep psoas xyzzy")
    assert is_partial
    assert found == ["Deep Lunge"]


def test_an_address_is_found_from_a_title_or_given(page) -> None:
    addresses = page.evaluate("""async () => {
      const catalogue = await kinepedia.catalogue(kinepedia.link);
      return catalogue.titles.map((title, exercise) => catalogue.addressOf(exercise));
    }""")
    assert all(Path(address.removeprefix("file://")).is_file() for address in addresses)


def test_texts_are_never_read_as_html(page) -> None:
    title = page.title()
    page.get_by_role("searchbox").fill("calves")
    page.locator(".finder-found h2", has_text="What fits").wait_for()
    page.get_by_role("button", name="Find an exercise").click()
    page.locator(".finder-dialog input[type=search]").fill("calves")
    page.locator(".finder-hits a").wait_for()
    assert HOSTILE in page.locator(".finder-hits").inner_text()
    assert page.locator("img").count() == 0
    assert page.title() == title
