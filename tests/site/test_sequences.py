from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser
from sites import SETTINGS, TERMS, Site

from kinepedia import Folders, Options, build_site

SLUGS = ["a", "b", "c", "d", "e"]
EXERCISES = st.dictionaries(
    st.sampled_from(SLUGS), st.one_of(st.none(), st.integers(0, 3)), min_size=1, max_size=5
)


@given(EXERCISES, st.lists(st.sampled_from(SLUGS), unique=True))
@examples(25)
def test_previous_and_next_lead_through_every_exercise_once(
    orders: dict[str, int | None], listed: list[str]
) -> None:
    with TemporaryDirectory() as folder:
        site = Site(Path(folder)).write({"site.toml": SETTINGS, **TERMS})
        for slug, order in orders.items():
            site.exercise(slug, "" if order is None else f"order: {order}\n")
        chosen = [slug for slug in listed if slug in orders]
        fields = f"sequence: [{', '.join(chosen)}]\n" if chosen else ""
        site.write({"content/categories/hamstrings.md": f"---\ntitle: Hamstrings\n{fields}---\n"})
        assert build_site(Folders.of(site.root), Options()).ok
        by_order = sorted(orders, key=lambda slug: (orders[slug] is None, orders[slug] or 0, slug))
        expected = [*chosen, *(slug for slug in by_order if slug not in chosen)]
        page = LexborHTMLParser(site.read("categories/hamstrings/index.html"))
        links = [link.attributes["href"] or "" for link in page.css("ol.path h3 a")]
        assert [link.split("/")[-2] for link in links] == expected
        walked = [expected[0]]
        while following := _link(site, walked[-1], "next"):
            assert _link(site, following, "prev") == walked[-1]
            walked.append(following)
        assert walked == expected


def _link(site: Site, slug: str, rel: str) -> str | None:
    """Return the slug that the pager of an exercise leads to, or None at the end of the sequence."""
    link = LexborHTMLParser(site.read(f"exercises/{slug}/index.html")).css_first(f".pager a[rel={rel}]")
    return (link.attributes["href"] or "").split("/")[-2] if link else None
