"""Changes beside each other, each with its 95 % interval around a line at no change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import altair as alt

from streamlit_app.charts import theme
from streamlit_app.colours import ACCENT, REST, REST_TEXT, TEXT
from streamlit_app.text import charts as text
from streamlit_app.text import lifex


@dataclass(frozen=True)
class ChangeBar:
    """One change in percentage points, its interval, and what is said of it."""

    name: str
    points: float
    low: float
    high: float
    shown: str
    interval: str
    is_beyond_chance: bool
    peers: float | None
    """The change of those that it is held against, in the same days."""


def changes(rows: Sequence[ChangeBar]) -> theme.Spec:
    """The changes in the order given; filled where the interval leaves out zero, and a grey tick for the others."""
    reach = max(max(abs(row.low), abs(row.high), abs(row.peers or 0.0)) for row in rows) * 1.05 or 1.0
    values = [vars(row) for row in rows]
    x = partial(
        alt.X, title=lifex.POINTS, scale=alt.Scale(domain=[-reach, reach], nice=False),
        axis=alt.Axis(format="+,~r", orient="top", **theme.PLAIN),
    )  # fmt: skip
    y = alt.Y(
        "name:N", sort=[row.name for row in rows], title=None,
        axis=alt.Axis(domain=False, ticks=False, labelLimit=190, labelColor=TEXT, labelPadding=8),
    )  # fmt: skip
    tooltip = [
        alt.Tooltip("name:N", title=text.ROOM), alt.Tooltip("shown:N", title=lifex.CHANGE),
        alt.Tooltip("interval:N", title=text.INTERVAL),
    ]  # fmt: skip
    base = alt.Chart(theme.data(values)).encode(y=y, tooltip=tooltip)
    fill = alt.Fill("is_beyond_chance:N", legend=None, scale=alt.Scale(domain=[True, False], range=[ACCENT, "#ffffff"]))
    none = alt.Chart(theme.data([{"points": 0}])).mark_rule(color=TEXT, strokeDash=[5, 4]).encode(x=x("points:Q"))
    return theme.layered(
        [
            none,
            base.mark_tick(color=REST, thickness=3, size=16).encode(x=x("peers:Q")),
            base.mark_rule(strokeWidth=2, opacity=0.6, color=ACCENT).encode(x=x("low:Q"), x2="high:Q"),
            base.mark_point(size=80, opacity=1, stroke=ACCENT).encode(x=x("points:Q"), fill=fill),
            base.mark_text(align="right", color=REST_TEXT, dx=-2).encode(x=theme.AT_RIGHT, text="shown:N"),
        ],
        height=26 * len(rows) + 50,
    )
