"""How large a picture is, read from its first bytes."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from PIL import Image, UnidentifiedImageError

from kinepedia.read import svg

if TYPE_CHECKING:
    from pathlib import Path

SUFFIXES = frozenset([".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif", ".svg"])

_ROTATED = frozenset([5, 6, 7, 8])  # EXIF 2.32, tag 0x0112: these orientations exchange width and height
_ORIENTATION = 0x0112


class PictureError(Exception):
    """A picture cannot be published; the text says why."""


class UnsafePictureError(PictureError):
    """A picture is an SVG that is more than a drawing, or cannot be known to be one."""


def size(path: Path) -> tuple[int, int]:
    """Return width and height of the picture at `path` in pixels, as a browser shows it.

    Raises `PictureError` if the file is no picture or is damaged, and `UnsafePictureError` for an SVG that
    is more than a drawing.
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
    try:
        root = svg.drawing(data)
    except svg.SvgError as error:
        raise UnsafePictureError(str(error)) from None
    try:
        return svg.size(root)
    except svg.SvgError as error:
        raise PictureError(str(error)) from None
