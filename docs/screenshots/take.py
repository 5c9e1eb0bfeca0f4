"""`python docs/screenshots/take.py HOME`: every page of a home's dashboard as pictures, on a desk and on a phone."""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Page, ViewportSize

from bench import dashboard, pages
from streamlit_app.navigation import PAGES

HERE = Path(__file__).resolve().parent
WIDTHS: dict[str, ViewportSize] = {"": {"width": 1400, "height": 1000}, "-390": {"width": 390, "height": 844}}
_HIGHEST = 2400
"""Pixels: what is further down is more of the same, and would make the picture too large."""
_LARGEST = 200_000
_DRAWN_MS = 1_500
"""Charts are drawn a moment after the script has finished."""


def main(home: Path) -> None:
    """Take them all."""
    with (
        tempfile.TemporaryDirectory() as folder,
        dashboard.serving(home, Path(folder) / "server.log") as (address, _),
        pages.chromium() as browser,
    ):
        for suffix, size in WIDTHS.items():
            page = browser.new_context(viewport=size).new_page()
            page.set_default_timeout(120_000)
            for one in PAGES:
                pages.opened(page, address if one is PAGES[0] else f"{address}/{one.path}")
                page.wait_for_timeout(_DRAWN_MS)
                _write(_taken(page, size["width"]), HERE / f"{one.path}{suffix}.png")


def _taken(page: Page, width: int) -> Image.Image:
    # Streamlit scrolls inside the page, so the window is made as high as what it holds.
    height = page.evaluate("document.querySelector('.stMainBlockContainer').scrollHeight + 80")
    page.set_viewport_size({"width": width, "height": min(height, _HIGHEST)})
    page.wait_for_timeout(_DRAWN_MS)
    return Image.open(io.BytesIO(page.screenshot()))


def _write(picture: Image.Image, path: Path) -> None:
    """As few colours as it takes to stay below the limit."""
    colours: tuple[Literal[128, 64, 32, 16], ...] = (128, 64, 32, 16)
    for count in colours:
        file = io.BytesIO()
        picture.convert("RGB").quantize(count).save(file, "PNG", optimize=True)
        if file.tell() <= _LARGEST:
            break
    path.write_bytes(file.getvalue())


if __name__ == "__main__":
    main(Path(sys.argv[1]).absolute())
