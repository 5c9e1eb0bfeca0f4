"""Hours as a heat map: weekday downwards, hour across."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import altair as alt

from streamlit_app import formats
from streamlit_app.charts import theme
from streamlit_app.records import HourCell
from streamlit_app.text import charts as text

Cell = TypeVar("Cell", bound=HourCell)


def heatmap(
    cells: Sequence[Cell],
    value: Callable[[Cell], float | None],
    unit: str,
    *,
    low_is_dark: bool,
    events: str = text.CALLS,
) -> theme.Spec:
    """A value of every hour of the week; the darkest cells are the ones to look at. `events` says what is offered."""
    rows = [
        {
            "weekday": formats.WEEKDAYS[cell.weekday - 1],
            "hour": cell.hour,
            "value": amount,
            "shown": formats.value(amount, unit),
            "when": f"{formats.WEEKDAYS[cell.weekday - 1]} kl. {cell.hour:02}–{cell.hour + 1:02}",
            "offered": formats.count(cell.offered),
        }
        for cell in cells
        if (amount := value(cell)) is not None
    ]
    scheme = alt.Scale(scheme="oranges" if low_is_dark else "blues", reverse=low_is_dark, zero=False, nice=False)
    hours = alt.X(
        "hour:O", title=text.HOUR, scale=alt.Scale(domain=list(range(24)), paddingInner=0.04),
        axis=alt.Axis(labelAngle=0, values=list(range(0, 24, 3)), domain=False, ticks=False),
    )  # fmt: skip
    days = alt.Y(
        "weekday:O", title=None, scale=alt.Scale(domain=list(formats.WEEKDAYS), paddingInner=0.06),
        axis=alt.Axis(domain=False, ticks=False),
    )  # fmt: skip
    highest = max((value(cell) or 0.0 for cell in cells), default=1.0)
    numbers: dict[str, Any] = (
        {"labelExpr": theme.duration_label(highest)}
        if unit == "seconds"
        else {"format": "~%" if unit == "share" else ",~r"}
    )
    legend = alt.Legend(title=None, orient="bottom", gradientLength=220, tickCount=4, **numbers)
    base = alt.Chart(theme.data(rows)).mark_rect(cornerRadius=1)
    tooltip = [
        alt.Tooltip("when:N", title=text.HOUR), alt.Tooltip("shown:N", title=text.VALUE),
        alt.Tooltip("offered:N", title=events),
    ]  # fmt: skip
    drawn = base.encode(x=hours, y=days, color=alt.Color("value:Q", scale=scheme, legend=legend), tooltip=tooltip)
    return theme.layered([drawn], height=230)
