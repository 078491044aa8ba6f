"""What machines read, in a real browser: nothing in it is blocked, and its colours are the page's."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Browser
from test_pages import open_page

pytestmark = pytest.mark.browser

_VIOLATIONS = """
    window.violations = [];
    addEventListener("securitypolicyviolation", event => violations.push(event.violatedDirective));
"""


def test_structured_data_is_no_script_to_a_strict_policy(browser: Browser, host: str) -> None:
    context = browser.new_context()
    context.add_init_script(_VIOLATIONS)
    page = context.new_page()
    answer = page.goto(host + "exercises/sciatic-nerve-glide/")
    assert answer
    assert answer.headers["content-security-policy"].startswith("default-src 'self';")
    data = page.locator('script[type="application/ld+json"]').text_content()
    assert json.loads(data)["@graph"][0]["name"] == "Sciatic Nerve Glide"
    assert page.evaluate("violations") == []
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: '1'}))")
    page.wait_for_function("violations.length")
    assert page.evaluate("violations") == ["script-src-elem"]  # so the policy is at work
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_colour_of_the_browser_is_that_of_the_page(browser: Browser, host: str, scheme: str) -> None:
    page, _ = open_page(browser, host, scheme=scheme)
    colour = page.locator(f'meta[name="theme-color"][media*="{scheme}"]').get_attribute("content") or ""
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert [int(colour[i : i + 2], 16) for i in (1, 3, 5)] == list(map(int, re.findall(r"\d+", paper)))
    page.context.close()


def test_no_script_keeps_the_page_from_being_painted(browser: Browser, host: str) -> None:
    page, _ = open_page(browser, host + "exercises/sciatic-nerve-glide/")
    loaded = page.evaluate(
        "performance.getEntriesByType('resource').map(one => [one.initiatorType, one.renderBlockingStatus])"
    )
    assert ["link", "blocking"] in loaded  # the style sheet, without which nothing should be painted
    assert ["script", "blocking"] not in loaded
    page.context.close()


def test_names_that_change_with_their_content_are_kept_and_pages_are_not(browser: Browser, host: str) -> None:
    page, _ = open_page(browser, host)
    style = page.locator('link[rel="stylesheet"]').first.evaluate("link => link.href")
    assert "immutable" in page.request.get(style).headers["cache-control"]
    assert "cache-control" not in page.request.get(host).headers
    page.context.close()


def test_an_old_address_leads_on_without_scripts(browser: Browser, redirecting: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(redirecting + "old/bridge/")
    page.wait_for_url("**/exercises/bridge/")
    assert page.locator("h1").text_content() == "Bridge"
    context.close()
