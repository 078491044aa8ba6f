"""Which SVG files are drawings and nothing else, and how large they are.

An SVG is a document that can run scripts and load other files when it is opened by itself. So only what is
known to draw is let through, by name; the names are those of SVG 2 (https://www.w3.org/TR/SVG2/).
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree as ET

MOST_BYTES = 1_000_000
"""The largest SVG that is read."""

_SVG = "{http://www.w3.org/2000/svg}"
_XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
# What drawing programs keep for themselves; no browser gives it a meaning.
_EDITORS = (
    "{http://www.inkscape.org/namespaces/inkscape}",
    "{http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd}",
    "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}",
    "{http://creativecommons.org/ns#}",
    "{http://web.resource.org/cc/}",
    "{http://purl.org/dc/elements/1.1/}",
    "{http://purl.org/dc/terms/}",
    "{http://www.bohemiancoding.com/sketch/ns}",
    "{http://www.serif.com/}",
)
_XML = "{http://www.w3.org/XML/1998/namespace}"
_INERT_ATTRIBUTES = (*_EDITORS, f"{_XML}space", f"{_XML}lang", f"{_XML}id", "{http://www.w3.org/1999/xlink}")

# fmt: off
_ELEMENTS = frozenset([
    "circle", "clipPath", "defs", "desc", "ellipse", "feBlend", "feColorMatrix", "feComponentTransfer",
    "feComposite", "feConvolveMatrix", "feDiffuseLighting", "feDisplacementMap", "feDistantLight",
    "feDropShadow", "feFlood", "feFuncA", "feFuncB", "feFuncG", "feFuncR", "feGaussianBlur", "feMerge",
    "feMergeNode", "feMorphology", "feOffset", "fePointLight", "feSpecularLighting", "feSpotLight", "feTile",
    "feTurbulence", "filter", "g", "image", "line", "linearGradient", "marker", "mask", "metadata", "path",
    "pattern", "polygon", "polyline", "radialGradient", "rect", "stop", "style", "svg", "switch", "symbol",
    "text", "textPath", "title", "tspan", "use",
])
_ATTRIBUTES = frozenset([
    "alignment-baseline", "amplitude", "azimuth", "baseFrequency", "baseProfile", "baseline-shift", "bias",
    "class", "clip", "clip-path", "clip-rule", "clipPathUnits", "color", "color-interpolation",
    "color-interpolation-filters", "color-rendering", "cursor", "cx", "cy", "d", "diffuseConstant",
    "direction", "display", "divisor", "dominant-baseline", "dx", "dy", "edgeMode", "elevation",
    "enable-background", "exponent", "fill", "fill-opacity", "fill-rule", "filter", "filterUnits",
    "flood-color", "flood-opacity", "focusable", "font-family", "font-size", "font-size-adjust",
    "font-stretch", "font-style", "font-variant", "font-weight", "fr", "fx", "fy", "gradientTransform",
    "gradientUnits", "height", "href", "id", "image-rendering", "in", "in2", "intercept", "isolation", "k1",
    "k2", "k3", "k4", "kernelMatrix", "kernelUnitLength", "lang", "lengthAdjust", "letter-spacing",
    "lighting-color", "limitingConeAngle", "marker-end", "marker-mid", "marker-start", "markerHeight",
    "markerUnits", "markerWidth", "mask", "mask-type", "maskContentUnits", "maskUnits", "media", "method",
    "mix-blend-mode", "mode", "numOctaves", "offset", "opacity", "operator", "order", "orient", "overflow",
    "paint-order", "path", "pathLength", "patternContentUnits", "patternTransform", "patternUnits",
    "pointer-events", "points", "pointsAtX", "pointsAtY", "pointsAtZ", "preserveAlpha",
    "preserveAspectRatio", "primitiveUnits", "r", "radius", "refX", "refY", "requiredExtensions",
    "requiredFeatures", "result", "role", "rotate", "rx", "ry", "scale", "seed", "shape-rendering", "side",
    "slope", "solid-color", "solid-opacity", "spacing", "specularConstant", "specularExponent",
    "spreadMethod", "startOffset", "stdDeviation", "stitchTiles", "stop-color", "stop-opacity", "stroke",
    "stroke-dasharray", "stroke-dashoffset", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit",
    "stroke-opacity", "stroke-width", "style", "surfaceScale", "systemLanguage", "tabindex", "tableValues",
    "targetX", "targetY", "text-anchor", "text-decoration", "text-overflow", "text-rendering", "textLength",
    "title", "transform", "transform-origin", "type", "unicode-bidi", "values", "vector-effect", "version",
    "viewBox", "visibility", "white-space", "width", "word-spacing", "writing-mode", "x", "x1", "x2",
    "xChannelSelector", "y", "y1", "y2", "yChannelSelector", "z", "zoomAndPan",
])
_FUNCTIONS = frozenset([
    "blur", "brightness", "calc", "circle", "color", "color-mix", "contrast", "cubic-bezier", "drop-shadow",
    "ellipse", "grayscale", "hsl", "hsla", "hue-rotate", "hwb", "inset", "invert", "lab", "lch",
    "light-dark", "matrix", "max", "min", "not", "nth-child", "nth-of-type", "oklab", "oklch", "opacity",
    "path", "polygon", "rgb", "rgba", "rotate", "saturate", "scale", "scalex", "scaley", "sepia", "skewx",
    "skewy", "translate", "translatex", "translatey", "url", "var",
])
# fmt: on

_WORDS = frozenset(["class", "id", "lang", "role", "title"])  # attributes that are never read as CSS
_TARGET = re.compile(r"#.*|data:image/(?:png|jpeg|webp)[;,].*", re.IGNORECASE | re.DOTALL)
_FUNCTION = re.compile(r"([\w-]+)\(\s*[\"']?(#?)")
_AT_RULE = re.compile(r"@([\w-]*)")
_MOST_PIXELS = 1_000_000
_LENGTH = re.compile(r"\s*(\d+(?:\.\d+)?)(?:px)?\s*")


class SvgError(Exception):
    """An SVG cannot be published; the text says why, and what helps."""


class _Builder(ET.TreeBuilder):
    """Refuses what the tree would not show: entities can explode, and an instruction can load a file."""

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:  # noqa: ARG002
        raise SvgError("it has a <!DOCTYPE>; take that out, no browser needs it")

    def pi(self, target: str, text: str | None = None) -> Any:  # noqa: ARG002 - the names are the library's
        raise SvgError(f"it has an instruction <?{target} ...?>; take that out")


def drawing(data: bytes) -> ET.Element:
    """Return the tree of an SVG that only draws.

    Raises `SvgError` if it is no SVG, is too large, or holds anything else than a drawing.
    """
    if len(data) > MOST_BYTES:
        raise SvgError(f"it has {len(data):,} bytes; an SVG may have {MOST_BYTES:,}")
    if data.startswith((b"\xfe\xff", b"\xff\xfe")):
        raise SvgError("it is not saved as UTF-8")
    try:
        root = ET.fromstring(data, ET.XMLParser(target=_Builder()))  # noqa: S314 - without a DOCTYPE
    except (ET.ParseError, LookupError, ValueError) as error:
        raise SvgError(f"it is not valid SVG: {error}") from None
    if root.tag != f"{_SVG}svg":
        raise SvgError('it is not an SVG, or lacks xmlns="http://www.w3.org/2000/svg"')
    # Every element by a list of what is allowed: what SVG will have tomorrow is refused
    # until somebody has looked at it.
    for element in root.iter():
        _check(element)
    return root


def size(root: ET.Element) -> tuple[int, int]:
    """Return the width and height of a drawing in pixels. Raises `SvgError` if it does not say them."""
    lengths = [_LENGTH.fullmatch(root.get(name, "")) for name in ("width", "height")]
    box = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    try:
        width, height = (lengths[0][1], lengths[1][1]) if lengths[0] and lengths[1] else (box[2], box[3])
        return _pixels(width), _pixels(height)
    except (IndexError, ValueError):
        raise SvgError("it says neither its width and height nor its viewBox") from None


def _pixels(length: str) -> int:
    number = float(length)
    if not 0 < number <= _MOST_PIXELS:
        raise SvgError(f"a width or height of {length[:20]} cannot be shown")
    return round(number) or 1


def _check(element: ET.Element) -> None:
    tag = str(element.tag)
    if tag.startswith(_EDITORS):
        return
    name = tag.rpartition("}")[2]
    if not tag.startswith(_SVG) or name not in _ELEMENTS:
        raise SvgError(f'it contains "{name}", which is no part of a drawing; take it out')
    if name == "style":
        _check_css("".join(element.itertext()), "its <style>")
    for attribute, value in element.attrib.items():
        _check_attribute(attribute, value)


def _check_attribute(name: str, value: str) -> None:
    if name in ("href", _XLINK_HREF):
        if not _TARGET.fullmatch(value.strip()):
            shown = " ".join(value.split())[:60]
            raise SvgError(f'it refers to "{shown}"; it may only refer to its own parts (#...)')
        return
    if name.startswith(_INERT_ATTRIBUTES) or name.startswith(("aria-", "data-")) or name in _WORDS:
        return
    local = name.rpartition("}")[2]
    if name not in _ATTRIBUTES:
        raise SvgError(f'it contains "{local}", which is no part of a drawing; take it out')
    _check_css(value, f'its attribute "{local}"')


def _check_css(text: str, where: str) -> None:
    # CSS can write any letter of "url" as an escape, which the patterns below would not know.
    if "\\" in text:
        raise SvgError(f"{where} has a backslash, which could disguise what it says; take it out")
    for rule in _AT_RULE.finditer(text):
        if rule[1].lower() != "media":
            raise SvgError(f'{where} contains "@{rule[1]}"; take it out')
    for function in _FUNCTION.finditer(text):
        name = function[1].lower()
        if name not in _FUNCTIONS:
            raise SvgError(f'{where} contains "{name}()"; take it out')
        if name == "url" and not function[2]:
            raise SvgError(f'{where} contains a "url()" that is none of its own parts; take it out')
