"""Whatever stands in the files of a site, a build ends with a result and not with a traceback."""

from __future__ import annotations

import tempfile
from pathlib import Path

from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from sites import SETTINGS, TERMS, Site

from kinepedia import Folders, Options, build_site

FIELDS = st.sampled_from(
    """title aliases summary categories type level position equipment stretches strengthens mobilizes
    prerequisites easier harder alternatives dose feel avoid_feeling cautions author sources published updated
    draft order slug redirect_from sequence kind latin definition rank items credentials link x""".split()
)
VALUES = st.one_of(
    st.sampled_from(
        [
            "a",
            "b",
            "none",
            "[a, b]",
            "hamstrings",
            "beginner",
            "{values: [a], note: x}",
            "2026-01-01",
            "{reps: 3}",
            "true",
        ]
    ),
    st.text(max_size=12).filter(lambda text: "\n" not in text and "\r" not in text),
)
FRONT_MATTER = st.lists(st.tuples(FIELDS, VALUES), max_size=8).map(
    lambda items: "---\n" + "".join(f"{name}: {value}\n" for name, value in items) + "---\n"
)
BODIES = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(
            ["[[a]]", "[[b#x]]", "[x](a.md)", "![](p.png)", "[y](#z)", "## How to", "### Step 2", "\n\n"]
        ),
        max_size=8,
    ).map("\n".join),
)


@given(
    st.lists(st.tuples(FRONT_MATTER, BODIES), min_size=1, max_size=3),
    st.sampled_from(["exercises", "routines"]),
)
@examples(60)
def test_no_input_makes_a_traceback(files: list[tuple[str, str]], collection: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder)).write({"site.toml": SETTINGS, **TERMS})
        for slug, (front_matter, body) in zip("abc", files, strict=False):
            text = (front_matter + body).encode("utf-8", "surrogatepass")
            site.write({f"content/{collection}/{slug}.md": text})
        result = build_site(Folders.of(site.root), Options())
        assert result.ok == all(diagnostic.severity != "error" for diagnostic in result.diagnostics)
        assert list(result.diagnostics) == sorted(set(result.diagnostics))
        for diagnostic in result.diagnostics:
            path = site.root / diagnostic.path
            assert path.is_file()
            lines = path.read_text("utf-8-sig", errors="replace").split("\n")
            assert 1 <= diagnostic.line <= len(lines)
            assert diagnostic.message
            assert "kp:" not in diagnostic.message
