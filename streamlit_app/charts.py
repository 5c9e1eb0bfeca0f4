"""The charts, in Altair: one theme, Norwegian numbers, direct labels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil, floor
from typing import Any

import altair as alt

from streamlit_app import formats, text
from streamlit_app.colours import ACCENT, LINE, REST, REST_TEXT, TEXT
from streamlit_app.formats import NBSP
from streamlit_app.records import KpiValue

_MONTHS = alt.X(
    "month:O",
    title=None,
    scale=alt.Scale(domain=list(formats.MONTHS_SHORT)),
    axis=alt.Axis(labelAngle=0, labelOverlap="parity", labelSeparation=4, tickSize=0, labelPadding=8, domainColor=LINE),
)
_SHARE_AXIS = alt.Axis(format=".0%", title=None, tickCount=5, gridColor=LINE, domain=False, ticks=False, labelPadding=8)
_NORWEGIAN = alt.NumberLocale(
    decimal=",", thousands=NBSP, grouping=[3], currency=["", f"{NBSP}kr"], percent=f"{NBSP}%", minus="−"
)
_THEME: dict[str, Any] = {
    "locale": alt.Locale(number=_NORWEGIAN),
    "font": "Source Sans, sans-serif",
    "view": {"stroke": None},
    "axis": {"labelColor": REST_TEXT, "labelFontSize": 12},
}


def share_axis(shares: Iterable[float | None], target: float | None) -> tuple[float, float]:
    """The ends of an axis that holds the shares and the target, widened to whole five per cents."""
    marks = [share for share in (*shares, target) if share is not None]
    lowest, highest = min(marks, default=0.0), max(marks, default=1.0)
    return max(0.0, floor(lowest * 20 - 0.2) / 20), min(1.0, ceil(highest * 20 + 0.2) / 20)


def share_trend(months: Sequence[KpiValue], months_before: Sequence[KpiValue], target: float | None) -> alt.LayerChart:
    """A share month by month, the year before in grey behind it, and the target as a dashed line."""
    domain = share_axis((month.value for month in (*months, *months_before)), target)
    scale = alt.Scale(domain=list(domain), nice=False, zero=False)
    y = alt.Y("share:Q", scale=scale, axis=_SHARE_AXIS)
    layers = [
        *(_target(target, y) if target is not None else ()),
        *_line(months_before, y, REST, 1.5),
        *_line(months, y, ACCENT, 2.5),
        *_year_labels(months, months_before, y),
    ]
    chart: alt.LayerChart = alt.LayerChart(layer=layers, height=240).configure(**_THEME)
    return chart


def _rows(values: Sequence[KpiValue]) -> list[dict[str, Any]]:
    """From the first month to the last; one that is missing in between has no share, and breaks the line."""
    by_month = {value.period_start.month: value for value in values if value.value is not None}
    return [
        {
            "month": formats.MONTHS_SHORT[month - 1],
            "name": formats.month(by_month[month].period_start) if month in by_month else None,
            "year": str(values[0].period_start.year),
            "share": by_month[month].value if month in by_month else None,
            "complete": month in by_month and by_month[month].is_complete,
        }
        for month in range(min(by_month, default=1), max(by_month, default=0) + 1)
    ]


def _line(months: Sequence[KpiValue], y: alt.Y, colour: str, width: float) -> list[alt.Chart]:
    tooltip = [
        alt.Tooltip("name:N", title=text.MONTH),
        alt.Tooltip("share:Q", title=text.SHARE, format=".1%"),
    ]
    rows = _rows(months)
    if not rows:
        return []
    base = alt.Chart(alt.InlineData(values=rows)).encode(x=_MONTHS, y=y, tooltip=tooltip)
    points = base.mark_point(size=10 * width**1.5, opacity=1, stroke=colour, strokeWidth=width)
    fill = alt.condition("datum.complete", alt.value(colour), alt.value("#ffffff"))
    return [base.mark_line(color=colour, strokeWidth=width), points.encode(fill=fill)]


def _year_labels(months: Sequence[KpiValue], months_before: Sequence[KpiValue], y: alt.Y) -> list[alt.Chart]:
    """The year at the end of each line, this year's on the side away from the line of the year before."""
    this, before = _rows(months)[-1:], _rows(months_before)
    beside = [row["share"] for row in before if this and row["month"] == this[0]["month"] and row["share"] is not None]
    is_this_upper = not beside or this[0]["share"] >= beside[0]
    return [
        alt.Chart(alt.InlineData(values=end))
        .mark_text(align="left", dx=8, dy=-7 if is_upper else 7, fontSize=12, color=colour)
        .encode(x=_MONTHS, y=y, text="year:N")
        for end, is_upper, colour in ((before[-1:], not is_this_upper, REST_TEXT), (this, is_this_upper, ACCENT))
        if end
    ]


def _target(target: float, y: alt.Y) -> list[alt.Chart]:
    rows = [{"share": target, "label": f"{text.TARGET} {formats.goal(target)}"}]
    base = alt.Chart(alt.InlineData(values=rows)).encode(y=y)
    rule = base.mark_rule(color=TEXT, strokeDash=[5, 4], strokeWidth=1)
    label = base.mark_text(align="left", baseline="bottom", dx=2, dy=-3, fontSize=12, color=TEXT)
    return [rule, label.encode(x=alt.value(0), text="label:N")]
