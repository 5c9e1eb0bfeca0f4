"""A chart as a picture that says by itself what it shows and whence."""

from __future__ import annotations

from collections.abc import Sequence

import vl_convert

from streamlit_app.charts.theme import Spec

_WIDTH = 900
_SCALE = 2


def png(chart: Spec, title: str, lines: Sequence[str]) -> bytes:
    """The chart as PNG, 1800 pixels wide and as high as it needs, its title and source above it."""
    heading = {
        "text": title, "subtitle": list(lines), "anchor": "start", "frame": "group", "fontSize": 18, "offset": 16,
        "subtitleFontSize": 12, "subtitlePadding": 6,
    }  # fmt: skip
    spec = chart | {"title": heading, "width": _WIDTH, "padding": 20, "background": "#ffffff"}
    return vl_convert.vegalite_to_png(spec, scale=_SCALE)
