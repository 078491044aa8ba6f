"""A figure as a PNG, for messages, slides and programs that show no SVG.

The library that draws it knows colours, classes and simple selectors. What else the stylesheet of a figure
has is resolved here: custom properties, `light-dark()` and media queries.
"""

from __future__ import annotations

import re
from importlib.util import find_spec

_PAPER = {False: "#ffffff", True: "#121718"}
"""What a figure stands on, by whether it is dark: a picture without it could not be read everywhere."""

_STILL = ".figure-moving{display:none!important}.figure-still{display:inline!important}"

_STYLE = re.compile(r"(?<=<style>)[^<]*(?=</style>)")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_AT_RULE = re.compile(r"@[\w-]+([^{};]*)\{((?:[^{}]|\{[^{}]*\})*)\}")
_PROPERTY = re.compile(r"(?<![\w-])(--[\w-]+)\s*:\s*([^;}]*)")
_VALUE = r"((?:[^(),]|\([^()]*\))*)"  # may have functions in it, but no functions in those
_VARIABLE = re.compile(rf"var\(\s*(--[\w-]+)\s*(?:,{_VALUE})?\)")
_LIGHT_DARK = re.compile(rf"light-dark\({_VALUE},{_VALUE}\)")
_DEEPEST = 8  # custom properties that name others


def can_make_png() -> bool:
    """Tell whether the extra `png` is installed."""
    return find_spec("resvg_py") is not None


def as_png(svg: str, width: int, *, dark: bool = False) -> bytes:
    """Return a figure that stands alone as a PNG, `width` pixels wide; of one that moves, the still.

    Raises `ImportError` without the extra `png`.
    """
    from resvg_py import svg_to_bytes

    plain = _STYLE.sub(lambda match: plain_style(match[0], dark=dark) + _STILL, svg)
    return svg_to_bytes(svg_string=plain, width=width, background=_PAPER[dark], skip_system_fonts=True)


def plain_style(style: str, *, dark: bool) -> str:
    """Return a stylesheet without custom properties, `light-dark()` and rules that begin with @.

    Media queries hold if they are for a reader who prefers the dark, or less motion. A custom property has
    one value for the whole figure: the last one.
    """
    holds = {"(prefers-reduced-motion:reduce)", f"(prefers-color-scheme:{'dark' if dark else 'light'})"}

    def chosen(match: re.Match[str]) -> str:
        return match[2] if "".join(match[1].split()) in holds else ""

    style = _AT_RULE.sub(chosen, _COMMENT.sub("", style))
    values = {name: value.strip() for name, value in _PROPERTY.findall(style)}
    style = _PROPERTY.sub("", style)
    for _ in range(_DEEPEST):
        style = _VARIABLE.sub(lambda match: values.get(match[1], (match[2] or "").strip()), style)
    return _LIGHT_DARK.sub(lambda match: match[2 if dark else 1].strip(), style)
