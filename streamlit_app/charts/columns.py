"""Two parts of a count on top of each other, period by period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from streamlit_app import formats
from streamlit_app.charts import theme
from streamlit_app.charts.trend import periods_axis
from streamlit_app.colours import ACCENT, REST, TEXT
from streamlit_app.period import Period
from streamlit_app.text import charts as text


@dataclass(frozen=True)
class Column:
    """A period's two parts, the one to look at and the rest; None where nothing was delivered."""

    period: Period
    part: float | None
    rest: float | None


def columns(found: Sequence[Column], part: str, rest: str, height: int = 260) -> theme.Spec:
    """The parts from zero, the one to look at lowest; a legend, since the parts lie too close for their names."""
    x, key = periods_axis([one.period for one in found])
    rows = [
        {
            "period": key(one.period),
            "name": one.period.name,
            "kind": kind,
            "place": place,
            "value": value,
            "shown": formats.count(value),
        }
        for one in found
        for place, (kind, value) in enumerate(((part, one.part), (rest, one.rest)))
    ]
    kind = alt.Color(
        "kind:N", scale=alt.Scale(domain=[part, rest], range=[ACCENT, REST]),
        legend=alt.Legend(title=None, orient="top", symbolType="square", labelColor=TEXT, labelLimit=320, offset=4),
    )  # fmt: skip
    highest = max(((one.part or 0) + (one.rest or 0) for one in found), default=0)
    tooltip = [
        alt.Tooltip("name:N", title=text.PERIOD), alt.Tooltip("kind:N", title=text.UNIT),
        alt.Tooltip("shown:N", title=text.VALUE),
    ]  # fmt: skip
    y = alt.Y("value:Q", title=None, stack="zero", axis=theme.count_axis(highest))
    drawn = alt.Chart(theme.data(rows)).mark_bar(binSpacing=1).encode(
        x=x, y=y, color=kind, order=alt.Order("place:Q"), tooltip=tooltip
    )  # fmt: skip
    return theme.layered([drawn], height)
