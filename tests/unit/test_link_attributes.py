"""The table of what leads somewhere: sanitizing, planning and auditing know the same elements."""

from __future__ import annotations

import pytest

from kinepedia.audit.inspector import Inspector
from kinepedia.link.targets import LinkTarget
from kinepedia.model.link_attributes import LINK_ATTRIBUTES
from kinepedia.model.settings import Settings
from kinepedia.parse.markdown.sanitize import ALLOWED_TAGS, Sanitizer
from kinepedia.plan.links import Linker
from kinepedia.plan.page import Page

SETTINGS = Settings(title="Test")

# What may hold an address: https://html.spec.whatwg.org/multipage/indices.html#attributes-3
HOLDING_ADDRESSES = """
    action archive background cite classid codebase data formaction href icon itemid longdesc manifest ping
    poster profile src srcset usemap
""".split()

TABLE = [*LINK_ATTRIBUTES]


@pytest.mark.parametrize("attribute", HOLDING_ADDRESSES)
def test_no_attribute_with_an_address_gets_past_the_table(attribute: str) -> None:
    for tag in sorted(ALLOWED_TAGS):
        cleaned = Sanitizer().clean(f'<{tag} {attribute}="https://example.org/">')
        assert f"{attribute}=" not in cleaned or (tag, attribute) in LINK_ATTRIBUTES, cleaned


@pytest.mark.parametrize(("tag", "attribute"), TABLE)
def test_what_is_in_the_table_gets_its_link(tag: str, attribute: str) -> None:
    sanitizer = Sanitizer()
    cleaned = sanitizer.clean(f'<{tag} class="a" {attribute}="a.png" title="b">')
    assert [link.target for link in sanitizer.links] == ["a.png"]
    html = Linker("exercises/glide/", SETTINGS).body(cleaned, (LinkTarget("media/a.png", width=1, height=2),))
    assert f'<{tag} class="a" {attribute}="../../media/a.png"' in html
    assert 'title="b"' in html
    assert "kp:" not in html


@pytest.mark.parametrize(("tag", "attribute"), TABLE)
def test_what_is_in_the_table_is_followed_on_the_finished_page(tag: str, attribute: str) -> None:
    page = Page("exercises/glide/", "exercise.html", "entry")
    html = f'<{tag} alt="" {attribute}="../../media/a.png"></{tag}>'.encode()
    nowhere = Inspector(SETTINGS, {"exercises/glide/index.html"}).inspect(page, html)
    there = Inspector(SETTINGS, {"exercises/glide/index.html", "media/a.png"}).inspect(page, html)
    assert ([link for _, link in nowhere.lost], there.lost) == (["../../media/a.png"], ())
