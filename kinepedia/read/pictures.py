"""How large a picture is, read from its first bytes."""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from PIL import Image

if TYPE_CHECKING:
    from pathlib import Path

_FORMATS = {
    ".png": "PNG",
    ".jpg": "JPEG",
    ".jpeg": "JPEG",
    ".webp": "WEBP",
    ".gif": "GIF",
    ".avif": "AVIF",  # last: some builds of Pillow cannot read it
}
_DAMAGED = "it is not a picture, or it is damaged"
_MOST_SVG_BYTES = 1_000_000
_MOST_PIXELS = 1_000_000
_ROTATED = frozenset([5, 6, 7, 8])  # EXIF 2.32, tag 0x0112: these orientations exchange width and height
_ORIENTATION = 0x0112
_ACTIVE_ELEMENTS = frozenset(["script", "foreignObject", "iframe", "embed", "object", "handler"])
_LENGTH = re.compile(r"\s*(\d+(?:\.\d+)?)(?:px)?\s*")


class PictureError(Exception):
    """A picture cannot be published; the text says why."""


def size(path: Path) -> tuple[int, int]:
    """Return width and height of the picture at `path` in pixels, as a browser shows it.

    Raises `PictureError` if the file is no picture, is damaged, is of another format than its name says, or
    is an SVG that could run a script; `OSError` if it cannot be read.
    """
    suffix = path.suffix.lower()
    if suffix == ".svg":
        return _svg_size(path.read_bytes())
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a large picture is no reason for a warning: it is not decoded
            with (
                path.open("rb") as file,
                Image.open(file, formats=[*_FORMATS.values()]) as image,
            ):
                found = "JPEG" if image.format == "MPO" else image.format  # one with more behind it
                width, height = image.size
                rotated = image.getexif().get(_ORIENTATION) in _ROTATED
    except Image.DecompressionBombError:
        raise PictureError("it has too many pixels") from None
    except OSError as error:
        if error.errno is not None:  # it cannot be read at all
            raise
        raise PictureError(_DAMAGED) from None
    except Exception:  # Pillow's readers fail in every way on what is damaged
        raise PictureError(_DAMAGED) from None
    if found != _FORMATS[suffix]:
        raise PictureError(f'it is a picture of the kind {found}, but its name ends in "{suffix}"')
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
    box = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    try:
        width, height = (lengths[0][1], lengths[1][1]) if lengths[0] and lengths[1] else (box[2], box[3])
        return _pixels(width), _pixels(height)
    except (IndexError, ValueError):
        raise PictureError("it says neither its width and height nor its viewBox") from None


def _pixels(length: str) -> int:
    number = float(length)
    if not 0 < number <= _MOST_PIXELS:
        raise PictureError(f"a width or height of {length[:20]} cannot be shown")
    return round(number) or 1


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
