from __future__ import annotations

import re
from pathlib import PurePosixPath
from posixpath import join, normpath
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinepedia.model.addresses import (
    beside,
    fold,
    output_path,
    page_address,
    relative,
    sisters,
    slug_problem,
    slugify,
)

SLUGS = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,2}", fullmatch=True)
ADDRESSES = st.one_of(
    st.just(""),
    st.lists(SLUGS, min_size=1, max_size=4).map(lambda parts: "/".join(parts) + "/"),
    st.lists(SLUGS, min_size=1, max_size=4).map(lambda parts: "/".join(parts) + ".css"),
    st.text("aB #?%é/&'", min_size=1, max_size=8).filter(lambda text: _is_file(text)),
)


def _is_file(text: str) -> bool:
    return all(part.strip() and part not in (".", "..") for part in text.split("/")) and text != "index.html"


@given(st.text())
def test_what_slugify_makes_is_a_slug_or_nothing(text: str) -> None:
    slug = slugify(text)
    assert slug == "" or re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert slugify(slug) == slug


@given(SLUGS)
def test_a_good_slug_is_left_alone(slug: str) -> None:
    assert slugify(slug) == slug


@pytest.mark.parametrize(
    "slug",
    [
        "",
        "Pigeon",
        "a--b",
        "-a",
        "a-",
        "a b",
        "a/b",
        "..",
        "a\\b",
        "con",
        "nul",
        "com1",
        "index",
        "ä",
        "a" * 81,
    ],
)
def test_what_is_no_slug(slug: str) -> None:
    assert slug_problem(slug)


@given(ADDRESSES, ADDRESSES, st.booleans())
def test_a_relative_link_leads_to_its_target(origin: str, target: str, name_index: bool) -> None:
    link = relative(origin, target, name_index=name_index)
    folder = "/site/" + output_path(origin).rpartition("/")[0]
    found = normpath(join(folder, unquote(link)))
    if link.endswith("/"):
        found = f"{found}/index.html"
    assert found == normpath(f"/site/{output_path(target)}")
    assert not link.startswith("/")
    assert ":" not in link.split("/")[0]


@given(ADDRESSES, ADDRESSES, st.booleans())
def test_all_pages_of_a_folder_share_their_links_to_others(
    origin: str, target: str, name_index: bool
) -> None:
    sister, own = sisters(origin)
    if not target.startswith(own):
        assert relative(sister, target, name_index) == relative(origin, target, name_index)


@given(ADDRESSES, ADDRESSES)
def test_a_link_that_names_index_never_leads_to_a_folder(origin: str, target: str) -> None:
    assert not relative(origin, target, name_index=True).endswith("/")


def test_addresses_that_some_file_systems_cannot_tell_apart_fold_to_one() -> None:
    assert fold("Static/Caf\N{LATIN SMALL LETTER E WITH ACUTE}.txt") == fold(
        "static/cafe\N{COMBINING ACUTE ACCENT}.TXT"
    )
    assert fold("exercises/a/") == fold("exercises/a/index.html")


PARTS = st.text("ab-_.~0\u00e9\u4e2d", min_size=1, max_size=6)
WRITTEN = st.lists(PARTS, max_size=4).flatmap(
    lambda parts: st.sampled_from([f"/{'/'.join(parts)}", f"/{'/'.join(parts)}/", f"/{'/'.join(parts)}.html"])
) | st.text("/ab.\\ ?#%\0:*", max_size=12)


@given(WRITTEN)
def test_an_address_of_a_page_is_refused_or_lies_in_the_output(text: str) -> None:
    try:
        address = page_address(text)
    except ValueError:
        return
    path = output_path(address)
    assert path.endswith(".html")
    assert not path.startswith("/")
    assert not {"", ".", ".."}.intersection(path.split("/"))
    assert PurePosixPath("site", path).is_relative_to("site")
    # Written as it was understood, it is understood the same.
    assert page_address(f"/{address}") == address
    assert address.endswith("/") == text.endswith("/") or address == ""


@given(WRITTEN, st.sampled_from(["steps.svg", "cover.jpg"]))
def test_what_lies_beside_a_page_is_its_own(text: str, name: str) -> None:
    try:
        address = page_address(text)
    except ValueError:
        return
    file = beside(address, name)
    assert file.endswith(name)
    assert file not in (address, output_path(address))
    assert file.rpartition("/")[0] == output_path(address).rpartition("/")[0]
    other = beside(f"{address}x/", name)
    assert file != other
