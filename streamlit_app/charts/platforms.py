"""Rooms by platform, month by month: what was, and what is planned."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from streamlit_app import formats
from streamlit_app.analysis.rollout import STATES, MonthEnd
from streamlit_app.charts import theme
from streamlit_app.colours import ACCENT, LINE, TEXT
from streamlit_app.text import charts as text
from streamlit_app.text import lifex

_COLOURS = {"lifex": ACCENT, "limited": "#56b4e9", "iccs": "#c3c9cf"}


def platforms(months: Sequence[MonthEnd]) -> theme.Spec:
    """A bar a month, LifeX lowest; planned months are pale, and the number on LifeX stands in the bar's top."""
    rows = [
        {
            "month": f"{one.on.isoformat()}|{formats.short_period(one.on.replace(day=1), one.on)}",
            "name": formats.month(one.on) + (f" ({lifex.PLANNED.lower()})" if one.is_plan else ""),
            "state": lifex.STATES[state],
            "place": place,
            "rooms": one.rooms[state],
            "shown": formats.count(one.rooms[state]),
            "plan": one.is_plan,
        }
        for one in months
        for place, state in enumerate(STATES)
    ]
    highest = max((sum(one.rooms.values()) for one in months), default=0)
    keys = list(dict.fromkeys(str(row["month"]) for row in rows))
    x = alt.X(
        "month:O", title=None, sort=keys, scale=alt.Scale(domain=keys, paddingInner=0.15),
        axis=alt.Axis(
            labelExpr="split(datum.label, '|')[1]", values=keys[:: -(-len(keys) // 8)], labelAngle=0, tickSize=0,
            labelPadding=8, domainColor=LINE, labelOverlap="parity",
        ),
    )  # fmt: skip
    colour = alt.Color(
        "state:N",
        scale=alt.Scale(domain=[lifex.STATES[state] for state in STATES], range=[_COLOURS[state] for state in STATES]),
        legend=alt.Legend(title=None, orient="top", symbolType="square"),
    )  # fmt: skip
    tooltip = [
        alt.Tooltip("name:N", title=text.PERIOD), alt.Tooltip("state:N", title=lifex.PLATFORM),
        alt.Tooltip("shown:N", title=lifex.ROOMS),
    ]  # fmt: skip
    opacity = alt.Opacity("plan:N", legend=None, scale=alt.Scale(domain=[False, True], range=[1.0, 0.4]))
    bars = alt.Chart(theme.data(rows)).mark_bar().encode(
        x=x, y=alt.Y("rooms:Q", title=None, axis=theme.count_axis(highest), stack="zero"),
        color=colour, opacity=opacity, order=alt.Order("place:O"), tooltip=tooltip,
    )  # fmt: skip
    moved = [row for row in rows if row["place"] == 0 and row["rooms"]]
    label = alt.Chart(theme.data(moved)).mark_text(baseline="bottom", dy=-3, color=TEXT, fontSize=11).encode(
        x=x, y=alt.Y("rooms:Q"), text="shown:N"
    )  # fmt: skip
    return theme.layered([bars, label], height=280)
