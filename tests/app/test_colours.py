"""The colours have one meaning each and can be read; Streamlit's own configuration agrees with them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from streamlit_app import colours

CONFIG = tomllib.loads((Path(colours.__file__).with_name(".streamlit") / "config.toml").read_text(encoding="utf-8"))


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(
    ("name", "least"), [("TEXT", 7), ("REST_TEXT", 4.5), ("WARM_TEXT", 4.5), ("ACCENT", 4.5), ("WARM", 3), ("REST", 3)]
)
def test_colours_stand_out_from_white(name: str, least: float) -> None:
    # WCAG 2.2: 4.5 to 1 for text, 3 to 1 for marks.
    assert 1.05 / (luminance(getattr(colours, name)) + 0.05) >= least


def test_streamlit_has_the_same_colours() -> None:
    theme = CONFIG["theme"]
    assert (theme["primaryColor"], theme["textColor"], theme["borderColor"]) == (
        colours.ACCENT, colours.TEXT, colours.LINE,
    )  # fmt: skip


def test_nothing_is_reported_and_no_traceback_is_shown() -> None:
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert CONFIG["client"] == {
        "toolbarMode": "minimal", "showErrorDetails": "none", "showErrorLinks": False, "disableDataExport": True,
    }  # fmt: skip
