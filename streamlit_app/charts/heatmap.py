"""Hours as a heat map: weekday downwards, hour across."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import altair as alt

from streamlit_app import formats
from streamlit_app.charts import theme
from streamlit_app.records import HourCell
from streamlit_app.text import charts as text


def heatmap(
    cells: Sequence[HourCell], value: Callable[[HourCell], float | None], unit: str, *, low_is_dark: bool
) -> theme.Spec:
    """A value of every hour of the week; the darkest cells are the ones to look at."""
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
    legend = alt.Legend(
        title=None, orient="bottom", gradientLength=220, format="~%" if unit == "share" else ",~r", tickCount=4
    )
    base = alt.Chart(theme.data(rows)).mark_rect(cornerRadius=1)
    tooltip = [
        alt.Tooltip("when:N", title=text.HOUR), alt.Tooltip("shown:N", title=text.VALUE),
        alt.Tooltip("offered:N", title=text.CALLS),
    ]  # fmt: skip
    drawn = base.encode(x=hours, y=days, color=alt.Color("value:Q", scale=scheme, legend=legend), tooltip=tooltip)
    return theme.layered([drawn], height=230)
