"""A chart as a picture that says by itself what it shows and whence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import vl_convert

_WIDTH = 900
_SCALE = 2


def png(chart: alt.LayerChart, title: str, lines: Sequence[str]) -> bytes:
    """The chart as PNG, 1800 pixels wide and as high as it needs, its title and source above it."""
    spec: dict[str, Any] = chart.to_dict()
    spec["title"] = {
        "text": title, "subtitle": list(lines), "anchor": "start", "frame": "group", "fontSize": 18, "offset": 16,
        "subtitleFontSize": 12, "subtitlePadding": 6,
    }  # fmt: skip
    return vl_convert.vegalite_to_png(spec | {"width": _WIDTH, "padding": 20, "background": "#ffffff"}, scale=_SCALE)
