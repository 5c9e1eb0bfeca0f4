"""The trend: a measure period by period, what it is held against, and where something was changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import altair as alt

from streamlit_app import formats
from streamlit_app.analysis.figures import TrendPoint
from streamlit_app.analysis.standing import Spread
from streamlit_app.charts import theme
from streamlit_app.colours import ACCENT, LINE, REST, REST_TEXT, TEXT
from streamlit_app.period import Period
from streamlit_app.text import charts as text

_LABELS = 9
"""As many periods are named below a trend; more would not fit on a phone."""


@dataclass(frozen=True)
class Line:
    """One line of a trend."""

    name: str
    points: Sequence[TrendPoint]


@dataclass(frozen=True)
class Break:
    """A day from which figures may differ for another reason than how calls are answered."""

    on: date
    label: str


def trend(
    line: Line,
    unit: str,
    target: float | None,
    *,
    behind: Line | None = None,
    breaks: Sequence[Break] = (),
    spread: Sequence[Spread] = (),
    height: int = 260,
) -> theme.Spec:
    """The chosen line in the accent, another one in grey behind it, the target dashed, breaks as upright lines.

    `spread` is a grey field behind them all.
    """
    lines = [one for one in (behind, line) if one and one.points]
    values = [point.value.value for one in lines for point in one.points if point.value]
    ends = [end for one in spread for end in (one.low, one.high)]
    y = theme.value_axis("value", unit, [*values, *ends], target)
    x, _ = periods_axis([point.period for point in line.points])
    layers: list[theme.Layer] = [
        *_field(spread, line.points, x, y),
        *(theme.target_layers(target, unit, y, text.TARGET, "value") if target is not None else ()),
        *_breaks(breaks, line.points, x),
    ]
    for one in lines:
        layers += _line(one, unit, x, y, is_chosen=one is line)
    if len(lines) > 1:
        layers += _names(lines, unit, x, y)
    return theme.layered(layers, height)


def periods_axis(periods: Sequence[Period]) -> tuple[alt.X, Callable[[Period], str]]:
    """Periods across, oldest first, as many of them named as fit; and how a row names its own, in field `period`."""
    keys = [_key(period) for period in periods]
    every = -(-len(keys) // _LABELS)
    axis = alt.Axis(
        labelExpr="split(datum.label, '|')[1]", values=keys[::-1][::every], labelAngle=0, labelOverlap="parity",
        labelSeparation=4, tickSize=0, labelPadding=8, domainColor=LINE,
    )  # fmt: skip
    return alt.X("period:O", title=None, sort=keys, scale=alt.Scale(domain=keys), axis=axis), _key


def _key(period: Period) -> str:
    return f"{period.first.isoformat()}|{formats.short_period(period.first, period.last)}"


def _rows(line: Line, unit: str) -> list[dict[str, Any]]:
    """A period without a value breaks the line."""
    return [
        {
            "period": _key(point.period),
            "name": point.period.name + ("" if is_complete else f" ({text.INCOMPLETE})"),
            "line": line.name,
            "value": point.value.value if point.value else None,
            "shown": formats.value(point.value.value if point.value else None, unit),
            "complete": is_complete,
        }
        for point in line.points
        for is_complete in [point.value is not None and point.value.is_complete]
    ]


def _line(line: Line, unit: str, x: alt.X, y: alt.Y, *, is_chosen: bool) -> list[alt.Chart]:
    colour, width = (ACCENT, 2.5) if is_chosen else (REST, 1.5)
    rows = _rows(line, unit)
    tooltip = [
        alt.Tooltip("name:N", title=text.PERIOD), alt.Tooltip("line:N", title=text.UNIT),
        alt.Tooltip("shown:N", title=text.VALUE),
    ]  # fmt: skip
    base = alt.Chart(theme.data(rows)).encode(x=x, y=y, tooltip=tooltip)
    points = base.mark_point(size=30 if is_chosen else 10, opacity=1, stroke=colour, strokeWidth=1.5)
    fill = alt.Fill("complete:N", legend=None, scale=alt.Scale(domain=[True, False], range=[colour, "#ffffff"]))
    return [base.mark_line(color=colour, strokeWidth=width), points.encode(fill=fill)]


def _field(spread: Sequence[Spread], points: Sequence[TrendPoint], x: alt.X, y: alt.Y) -> list[alt.Chart]:
    shown = {point.period for point in points}
    rows = [{"period": _key(one.period), "value": one.low, "high": one.high} for one in spread if one.period in shown]
    area = alt.Chart(theme.data(rows)).mark_area(color=LINE, opacity=0.6)
    return [area.encode(x=x, y=y, y2="high:Q")] if rows else []


def _names(lines: Sequence[Line], unit: str, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """Each line's name above or below its end, away from the other."""
    ends = [[row for row in _rows(line, unit) if row["value"] is not None][-1:] for line in lines]
    heights = [end[0]["value"] if end else 0.0 for end in ends]
    return [
        alt.Chart(theme.data(end))
        .mark_text(align="right", dx=4, dy=-12 if height == max(heights) else 14, fontWeight=600, color=colour)
        .encode(x=x, y=y, text=alt.Text("line:N"))
        for end, height, colour in zip(ends, heights, (REST_TEXT, ACCENT), strict=True)
        if end
    ]


def _breaks(breaks: Iterable[Break], points: Sequence[TrendPoint], x: alt.X) -> list[alt.Chart]:
    rows = [
        {
            "period": _key(point.period),
            "label": f"{one.label} {formats.day(one.on)}",
            "align": "right" if 2 * place > len(points) else "left",
        }
        for one in breaks
        for place, point in enumerate(points)
        if point.period.first <= one.on <= point.period.last
    ]
    layers = [alt.Chart(theme.data(rows)).mark_rule(color=TEXT, strokeDash=[2, 2]).encode(x=x)] if rows else []
    sides: tuple[tuple[Literal["left", "right"], int], ...] = (("left", 4), ("right", -4))
    for align, away in sides:
        if side := [row for row in rows if row["align"] == align]:
            label = alt.Chart(theme.data(side)).mark_text(align=align, baseline="top", dx=away, color=TEXT)
            layers.append(label.encode(x=x, y=theme.AT_TOP, text=alt.Text("label:N")))
    return layers
