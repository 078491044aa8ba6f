"""Draws the theme's icons in all the sizes that browsers and phones ask for, from `icon.svg`.

    python scripts/icons.py

It needs Chromium and Playwright. The pictures are part of the repository, so that a build needs neither.
"""

from __future__ import annotations

import io
import shutil
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ASSETS = Path(__file__).parents[1] / "templates/assets"

_ROUND = ' rx="15"'
_SAFE_ZONE = 0.8  # of the width is what every mask shows: https://www.w3.org/TR/appmanifest/#icon-masks


def main() -> None:
    """Write all icons into the theme."""
    drawing = (ASSETS / "icon.svg").read_text("utf-8")
    square = drawing.replace(_ROUND, "")  # phones round the corners themselves
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        for name, size in (("icon-192.png", 192), ("icon-512.png", 512)):
            _save(_picture(page, drawing, size), name)
        _save(_picture(page, square, 180), "apple-touch-icon.png")
        _save(_picture(page, _shrunk(square), 512), "icon-maskable.png")
        small = [_picture(page, drawing, size) for size in (48, 32, 16)]
        browser.close()
    sizes = [picture.size for picture in small]
    small[0].save(ASSETS / "favicon.ico", sizes=sizes, append_images=small[1:])


def _picture(page: Page, drawing: str, size: int) -> Image.Image:
    page.set_viewport_size({"width": size, "height": size})
    style = "<style>body{margin:0}svg{display:block;width:100vw;height:100vh}</style>"
    page.set_content(f"<!doctype html>{style}{drawing}")
    return Image.open(io.BytesIO(page.screenshot(omit_background=True))).convert("RGBA")


def _shrunk(drawing: str) -> str:
    """Return the drawing with its mark inside the safe zone, on a ground that fills the picture."""
    head, _, mark = drawing.partition('fill="#0d5c56"/>')
    edge = 32 * (1 - _SAFE_ZONE)
    return f'{head}fill="#0d5c56"/><g transform="translate({edge:g} {edge:g}) scale({_SAFE_ZONE})">' + (
        mark.replace("</svg>", "</g></svg>")
    )


def _save(picture: Image.Image, name: str) -> None:
    is_opaque = picture.getchannel("A").getextrema() == (255, 255)
    picture = picture.convert("RGB") if is_opaque else picture
    picture.quantize(64, dither=Image.Dither.NONE).save(ASSETS / name, optimize=True)


if __name__ == "__main__":
    main()
