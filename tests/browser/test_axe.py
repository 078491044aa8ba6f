"""axe-core finds nothing on any kind of page, in both schemes, on a phone and on a wide screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser
from test_pages import PAGES, open_page

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NO_PAGE = "nowhere/"
"""An address at which the host shows its page for such addresses."""


@pytest.mark.parametrize("address", [*PAGES, NO_PAGE])
def test_axe_finds_nothing(browser: Browser, host: str, axe: str, address: str) -> None:
    page, _ = open_page(browser, host + address)
    page.evaluate(axe)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            found = page.evaluate("tags => axe.run({runOnly: {type: 'tag', values: tags}})", RULES)
            assert len(found["passes"]) > 20
            said = [
                (rule["id"], node["target"], node["failureSummary"])
                for rule in found["violations"]
                for node in rule["nodes"]
            ]
            assert said == [], f"{scheme}, {width} px"
    page.context.close()
