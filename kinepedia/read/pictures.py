"""How large a picture is, read from its first bytes."""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from PIL import Image, UnidentifiedImageError

if TYPE_CHECKING:
    from pathlib import Path

SUFFIXES = frozenset([".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif", ".svg"])

_MOST_SVG_BYTES = 1_000_000
_ROTATED = frozenset([5, 6, 7, 8])  # EXIF 2.32, tag 0x0112: these orientations exchange width and height
_ORIENTATION = 0x0112
_ACTIVE_ELEMENTS = frozenset(["script", "foreignObject", "iframe", "embed", "object", "handler"])
_LENGTH = re.compile(r"\s*(\d+(?:\.\d+)?)(?:px)?\s*")


class PictureError(Exception):
    """A picture cannot be published; the text says why."""


def size(path: Path) -> tuple[int, int]:
    """Return width and height of the picture at `path` in pixels, as a browser shows it.

    Raises `PictureError` if the file is no picture, is damaged, or is an SVG that could run a script.
    """
    if path.suffix.lower() == ".svg":
        return _svg_size(path.read_bytes())
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a large picture is no reason for a warning: it is not decoded
            with Image.open(path) as image:
                width, height = image.size
                rotated = image.getexif().get(_ORIENTATION) in _ROTATED
    except UnidentifiedImageError:
        raise PictureError("it is not a picture, or it is damaged") from None
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise PictureError(str(error) or "it is damaged") from None
    return (height, width) if rotated else (width, height)


def _svg_size(data: bytes) -> tuple[int, int]:
    if len(data) > _MOST_SVG_BYTES:
        raise PictureError(f"it has {len(data):,} bytes; an SVG may have {_MOST_SVG_BYTES:,}")
    if b"<!ENTITY" in data or data.startswith((b"\xfe\xff", b"\xff\xfe")):
        raise PictureError("it declares entities, or is not saved as UTF-8")
    try:
        root = ET.fromstring(data)  # noqa: S314 - entities are refused above
    except (ET.ParseError, LookupError, ValueError) as error:
        raise PictureError(f"it is not valid SVG: {error}") from None
    if root.tag.rpartition("}")[2] != "svg":
        raise PictureError("it is not an SVG")
    for element in root.iter():
        if found := _active_part(element):
            raise PictureError(f'it contains "{found}", which could run a script')
    lengths = [_LENGTH.fullmatch(root.get(name, "")) for name in ("width", "height")]
    if lengths[0] and lengths[1]:
        return round(float(lengths[0][1])) or 1, round(float(lengths[1][1])) or 1
    box = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    try:
        return round(float(box[2])) or 1, round(float(box[3])) or 1
    except (IndexError, ValueError, OverflowError):
        raise PictureError("it says neither its width and height nor its viewBox") from None


def _active_part(element: ET.Element) -> str | None:
    """Return the name of what could run a script in an element: itself, or one of its attributes."""
    name = str(element.tag).rpartition("}")[2]
    if name in _ACTIVE_ELEMENTS:
        return name
    for attribute, value in element.attrib.items():
        local = attribute.rpartition("}")[2].lower()
        if local.startswith("on") or (local == "href" and value.strip().lower().startswith("javascript:")):
            return local
    return None
