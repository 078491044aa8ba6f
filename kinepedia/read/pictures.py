"""How large a picture is, read from its first bytes."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from PIL import Image

from kinepedia.read import svg
from kinepedia.read.formats import FORMATS

if TYPE_CHECKING:
    from pathlib import Path

_DAMAGED = "it is not a picture, or it is damaged"
_ROTATED = frozenset([5, 6, 7, 8])  # EXIF 2.32, tag 0x0112: these orientations exchange width and height
_ORIENTATION = 0x0112


class PictureError(Exception):
    """A picture cannot be published; the text says why."""


class UnsafePictureError(PictureError):
    """A picture is an SVG that is more than a drawing, or cannot be known to be one."""


def size(path: Path) -> tuple[int, int]:
    """Return width and height of the picture at `path` in pixels, as a browser shows it.

    Raises `PictureError` if the file is no picture, is damaged or is of another format than its name says,
    and `UnsafePictureError` for an SVG that is more than a drawing; `OSError` if it cannot be read.
    """
    suffix = path.suffix.lower()
    if suffix == ".svg":
        return _svg_size(path.read_bytes())
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a large picture is no reason for a warning: it is not decoded
            with (
                path.open("rb") as file,
                # Only these: each further reader is code that meets a file of anybody's making.
                Image.open(file, formats=[*FORMATS.values()]) as image,
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
    if found != FORMATS[suffix]:
        raise PictureError(f'it is a picture of the kind {found}, but its name ends in "{suffix}"')
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
