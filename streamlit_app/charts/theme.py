"""What every chart has in common: fonts, colours, Norwegian numbers, axes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil, floor
from typing import Any

import altair as alt
from altair.utils import schemapi

from streamlit_app import formats
from streamlit_app.colours import LINE, REST_TEXT, TEXT
from streamlit_app.formats import NBSP

Layer = alt.Chart
Spec = dict[str, Any]
"""A chart as Vega-Lite. Specifications are held against its schema by the tests and not while a page waits: that would
take most of the page's time.
"""
schemapi.disable_debug_mode()

AT_LEFT, AT_RIGHT = alt.XValue(0), alt.XValue("width")  # type: ignore[no-untyped-call]
AT_TOP = alt.YValue(0)  # type: ignore[no-untyped-call]

_NORWEGIAN = alt.NumberLocale(
    decimal=",", thousands=NBSP, grouping=[3], currency=["", f"{NBSP}kr"], percent=f"{NBSP}%", minus="−"
)
_THEME: dict[str, Any] = {
    "locale": alt.Locale(number=_NORWEGIAN),
    "font": "Source Sans, Source Sans 3, Liberation Sans, sans-serif",
    "view": {"stroke": None},
    "axis": {"labelColor": REST_TEXT, "labelFontSize": 12, "titleColor": REST_TEXT, "titleFontWeight": 400},
    "text": {"fontSize": 12},
}
PLAIN: dict[str, Any] = {"gridColor": LINE, "domain": False, "ticks": False, "labelPadding": 8, "tickCount": 5}
"""An axis of numbers: grid lines and nothing else."""


_TOP = {"$schema", "config", "datasets"}
"""What only a whole specification has."""
_WHOLE: Spec = alt.Chart(alt.InlineData(values=[])).mark_point().configure(**_THEME).to_dict(validate=False)


def layered(layers: Sequence[Layer], height: int) -> Spec:
    """The layers as one Vega-Lite specification in the theme, each with its own rows.

    Put together here: Altair's own way copies every layer four times, and Streamlit makes a data frame of every data
    set that stands outside its layer. That took half of the time of a page.
    """
    return {
        "$schema": _WHOLE["$schema"],
        "config": _WHOLE["config"],
        "width": "container",
        "height": height,
        "layer": [_layer(layer.to_dict(validate=False)) for layer in layers],
    }


def _layer(spec: Spec) -> Spec:
    rows = spec.get("datasets", {})
    own = {name: part for name, part in spec.items() if name not in _TOP}
    return own | {"data": {"values": rows[spec["data"]["name"]]}}


def data(rows: Iterable[dict[str, Any]]) -> alt.InlineData:
    """Rows for a chart."""
    return alt.InlineData(values=list(rows))


def share_axis(shares: Iterable[float | None], target: float | None) -> tuple[float, float]:
    """The ends of an axis that holds the shares and the target, widened to whole five per cents."""
    marks = [share for share in (*shares, target) if share is not None]
    lowest, highest = min(marks, default=0.0), max(marks, default=1.0)
    return max(0.0, floor(lowest * 20 - 0.2) / 20), min(1.0, ceil(highest * 20 + 0.2) / 20)


def value_axis(field: str, unit: str, values: Sequence[float | None], target: float | None, title: str = "") -> alt.Y:
    """An upright axis for values of a unit: counts and times from zero, shares over the part that is used."""
    present = [value for value in values if value is not None]
    if unit == "share":
        scale = alt.Scale(domain=list(share_axis(present, target)), nice=False, zero=False)
        return alt.Y(f"{field}:Q", scale=scale, title=title or None, axis=alt.Axis(format="~%", **PLAIN))
    if unit == "seconds":
        return alt.Y(f"{field}:Q", scale=alt.Scale(zero=True), title=title or None, axis=_duration_axis(present))
    axis = alt.Axis(format=",~f", **PLAIN) if unit == "rate" else count_axis(max(present, default=0))
    return alt.Y(f"{field}:Q", scale=alt.Scale(zero=True), title=title or None, axis=axis)


def count_axis(highest: float) -> alt.Axis:
    """An axis for counts from zero; of few, its ticks are whole numbers, else two would be labelled as the same one."""
    few: dict[str, Any] = {"values": list(range(ceil(highest) + 1))} if highest < PLAIN["tickCount"] else {}
    return alt.Axis(format=",d", **PLAIN, **few)


def _duration_axis(seconds: Sequence[float]) -> alt.Axis:
    highest = max(seconds, default=1.0)
    return alt.Axis(**(PLAIN | {"values": duration_ticks(highest), "labelExpr": duration_label(highest)}))


def duration_ticks(highest: float) -> list[int]:
    """From 0 to just above the highest, at whole seconds, or whole minutes where the times need them."""
    step = _step(highest)
    return [step * number for number in range(floor(highest / step) + 2)]


def duration_label(highest: float) -> str:
    """The Vega expression that writes such a tick."""
    unit, label = ("min", "datum.value / 60") if _step(highest) >= 60 else ("s", "datum.value")
    # Three digits: a legend's ticks are not whole minutes.
    return f"format({label}, ',.3~r') + '{NBSP}{unit}'"


def _step(highest: float) -> int:
    return next((step for step in (1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 3600) if highest / step <= 6), 7200)


def target_layers(target: float, unit: str, y: alt.Y, word: str, field: str) -> list[alt.Chart]:
    """The target as a dashed line with its name."""
    base = alt.Chart(data([{field: target, "label": f"{word} {formats.target(target, unit)}"}]))
    rule = base.mark_rule(color=TEXT, strokeDash=[5, 4], strokeWidth=1).encode(y=y)
    label = base.mark_text(align="left", baseline="bottom", dx=2, dy=-3, color=TEXT)
    return [rule, label.encode(x=AT_LEFT, y=y, text=alt.Text("label:N"))]
