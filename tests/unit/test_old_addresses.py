"""Old addresses: one form for all spellings, and what browsers send for each."""

from __future__ import annotations

import unicodedata
from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinepedia.model.old_addresses import as_sent, claim, has_page, read_old_address, spellings

# Characters that mean something to a path, a query, a host or Unicode, besides any letters.
LETTERS = st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\\")
TEXTS = st.text(st.sampled_from("aB/?&=+#%.;:*$'\"(){}[]|^` ä\u0308\u0338\u200c") | LETTERS, max_size=12)
PARTS = TEXTS.filter(lambda part: part not in ("", ".", ".."))
WRITTEN = st.builds(
    lambda parts, slash, query: "/" + "/".join(quote(part, safe="") for part in parts) + slash + query,
    st.lists(PARTS, max_size=3),
    st.just(""),
    st.just("") | TEXTS.map(lambda text: f"?{quote(text, safe='/?&=+:')}"),
)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("/old/name", "old/name/"),
        ("/old/name/", "old/name/"),
        ("/old.html", "old.html"),
        ("/v1.0/", "v1.0/"),
        ("/?p=123", "?p=123"),
        ("/", ""),
        ("/x.php?", "x.php"),
        ("/x.php?a=1&b=2", "x.php?a=1&b=2"),
        ("/shop?id=4", "shop/?id=4"),
        ("/%C3%9Cbungen/", "Übungen/"),
        ("/%c3%9cbungen/", "Übungen/"),
        ("/U\u0308bungen", "Übungen/"),
        ("/U%CC%88bungen", "Übungen/"),
        ("/a%20b/", "a b/"),
        ("/%28a%29.php", "(a).php"),
        ("/a%2fb/", "a%2Fb/"),
        ("/a%3Fb=1", "a%3Fb=1/"),
        ("/100%25/", "100%25/"),
        ("/x.php?q=a%26b%3Dc&d=%2B", "x.php?q=a%26b%3Dc&d=%2B"),
        ("/x.php?u=http%3A%2F%2Fhost%2F", "x.php?u=http://host/"),
        ("/x.php?a=\u0338", "x.php?a=\u0338"),
    ],
)
def test_an_old_address_has_one_form(written: str, kept: str) -> None:
    assert read_old_address(written) == kept


@given(WRITTEN)
def test_what_is_sent_is_read_as_the_same_address(written: str) -> None:
    address = read_old_address(written)
    assert read_old_address(f"/{address}") == address
    for spelling in spellings(address):
        assert spelling.isascii()
        assert " " not in spelling
        assert '"' not in spelling
        assert read_old_address(f"/{spelling}") == address
        assert read_old_address(f"/{spelling.replace('%C3', '%c3')}") == address
    assert spellings(address)[0] == as_sent(address)


@given(WRITTEN)
def test_nothing_is_lost_but_how_it_was_encoded(written: str) -> None:
    path, _, query = read_old_address(written).partition("?")
    old_path, _, old_query = written.removeprefix("/").partition("?")
    same = [(path.rstrip("/"), old_path.rstrip("/")), (query, old_query)]
    for new, old in same:
        assert unicodedata.normalize("NFC", unquote(new)) == unicodedata.normalize("NFC", unquote(old))


@given(WRITTEN, WRITTEN)
def test_two_addresses_are_never_asked_for_in_one_way(one: str, other: str) -> None:
    first, second = map(read_old_address, (one, other))
    if claim(first) != claim(second):
        asked = {spelling.lower() for spelling in spellings(first)}  # as nginx compares them
        assert asked.isdisjoint(spelling.lower() for spelling in spellings(second))


@given(WRITTEN)
def test_the_address_of_a_page_is_the_name_of_a_file(written: str) -> None:
    address = read_old_address(written)
    if has_page(address):
        assert unquote(as_sent(address)) == address


@pytest.mark.parametrize(
    "address", ["old/", "v1.0/", "a.html", "A.HTM", "Übungen/", "a b/", "it's (new)/", "क्\u200cष/"]
)
def test_where_a_page_can_stand(address: str) -> None:
    assert has_page(address)


@pytest.mark.parametrize(
    "address",
    [
        "?p=1",
        "old/?p=1",
        "x.php",
        "x.PHP",
        "v1.0",
        "a:b/",
        'a"b/',
        "a*/",
        "a%3Fb/",
        "a%23b/",
        "100%25/",
        "a./",
        "a /b/",
        " a/",
        ".a/",
        "aux/",
        "aux.html",
        "com\N{SUPERSCRIPT ONE}/",
        "a\u00a0b/",
        "ж" * 121 + "/",
    ],
)
def test_where_no_page_can_stand(address: str) -> None:
    assert not has_page(address)


def test_an_address_is_as_long_as_it_is_sent() -> None:
    assert read_old_address(f"/?q={'a' * 796}") == f"?q={'a' * 796}"
    for written in (f"/?q={'a' * 797}", f"/{'ж' * 134}/"):
        with pytest.raises(ValueError, match="at most 800 characters"):
            read_old_address(written)
