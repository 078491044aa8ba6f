"""A figure as a PNG: what of its stylesheet is resolved before it is drawn."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from PIL import Image

from kinepedia.figures import STYLE, draw, read
from kinepedia.figures.png import as_png, plain_style

STYLES = """
/* skin: var(--wrong) */
svg.figure { --skin: #102030; --far: var(--skin); --ink: light-dark(#000001, rgb(1, 2, 3)) }
@media (prefers-color-scheme: dark) { svg.figure { --skin: #405060 } .a { stroke: #010101 } }
@media (prefers-reduced-motion: reduce) { .b { opacity: 1 } }
@media print { .b { opacity: 0 } }
@keyframes turn { from { opacity: 0 } to { opacity: 1 } }
.a { fill: var(--far); stroke: var( --unknown , rgb(4, 5, 6)) }
.c { fill: var(--ink) }
"""


@pytest.mark.parametrize(
    ("dark", "there"),
    [
        (False, [".a { fill: #102030; stroke: rgb(4, 5, 6)}", ".c { fill: #000001 }", ".b { opacity: 1 }"]),
        (True, [".a { fill: #405060; stroke: rgb(4, 5, 6)}", ".c { fill: rgb(1, 2, 3) }", "#010101"]),
    ],
)
def test_a_style_is_made_plain(dark: bool, there: list[str]) -> None:
    plain = plain_style(STYLES, dark=dark)
    assert [text for text in there if text.replace(" ", "") not in plain.replace(" ", "")] == []
    assert re.findall(r"var\(|light-dark|@|--|opacity: 0|/\*", plain) == []
    assert ("#010101" in plain) is dark


def test_properties_that_name_each_other_come_to_an_end() -> None:
    assert plain_style("a{--x:var(--y);--y:var(--x)}b{fill:red}", dark=False).endswith("b{fill:red}")


@pytest.mark.parametrize("dark", [False, True])
def test_the_style_of_figures_can_be_made_plain(dark: bool) -> None:
    plain = plain_style(STYLE, dark=dark)
    assert re.findall(r"var\(|light-dark|color-mix|@|--|:\s*[;}]|/\s*[\d.]+%?\s*\)", plain) == []


def test_a_custom_property_of_figures_has_one_value_in_each_scheme() -> None:
    style = re.sub(r"@media[^{]*\{(?:[^{}]|\{[^{}]*\})*\}", "", STYLE)
    names = re.findall(r"(?<![\w-])(--[\w-]+)\s*:", style)
    assert sorted(names) == sorted(set(names))


def colours(png: bytes) -> set[tuple[int, ...]]:
    with Image.open(BytesIO(png)) as picture:
        return {colour for _, colour in picture.convert("RGB").getcolors(1_000_000)}


def test_a_png_has_the_colours_of_its_scheme_and_shows_the_still() -> None:
    pytest.importorskip("resvg_py", reason="the extra png is not installed")
    style = ".figure{--skin:light-dark(#102030,#405060)}.skin{fill:var(--skin)}.figure-still{display:none}"
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="figure" viewBox="0 0 2 1"><style>{style}</style>'
        '<g class="figure-moving"><path d="M0 0h1v1H0z" fill="#f00"/></g>'
        '<g class="figure-still"><path d="M0 0h1v1H0z" class="skin"/></g></svg>'
    )
    assert colours(as_png(svg, 20)) == {(255, 255, 255), (16, 32, 48)}
    assert colours(as_png(svg, 20, dark=True)) == {(18, 23, 24), (64, 80, 96)}


@pytest.mark.parametrize("dark", [False, True])
def test_no_part_of_a_figure_falls_back_to_black(dark: bool) -> None:
    pytest.importorskip("resvg_py", reason="the extra png is not installed")
    found = colours(as_png(draw(read("standing"), alone=True), 300, dark=dark))
    assert len(found) > 3
    assert (0, 0, 0) not in found
