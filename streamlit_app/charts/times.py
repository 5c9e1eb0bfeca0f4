"""Places beside each other by a time, each with its interval, from zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from streamlit_app import formats
from streamlit_app.charts import theme
from streamlit_app.colours import ACCENT, REST, TEXT
from streamlit_app.text import charts as text


@dataclass(frozen=True)
class PlaceTime:
    """One place's time in seconds, with the ends of its 95 % interval and how many events are behind it."""

    name: str
    seconds: float
    low_s: float
    high_s: float
    n: int
    is_judged: bool
    is_chosen: bool


def times(places: Sequence[PlaceTime], country_s: float | None, events: str) -> theme.Spec:
    """The places in the order given, the country's time as an upright line; `events` says what the times are of."""
    rows = [
        {
            "name": place.name,
            "seconds": place.seconds,
            "low": place.low_s,
            "high": place.high_s,
            "shown": formats.duration(place.seconds),
            "interval": f"{formats.duration(place.low_s)}–{formats.duration(place.high_s)}",
            "events": formats.count(place.n),
            "state": "chosen" if place.is_chosen else "other",
            "fill": "few" if not place.is_judged else "chosen" if place.is_chosen else "other",
        }
        for place in places
    ]
    highest = max((place.high_s for place in places), default=1.0)
    ticks = theme.duration_ticks(highest)
    scale = alt.Scale(domain=[0, ticks[-1]], nice=False)
    axis = alt.Axis(
        orient="top", **(theme.PLAIN | {"values": ticks, "labelExpr": theme.duration_label(highest)})
    )  # fmt: skip
    x = alt.X("seconds:Q", title=None, scale=scale, axis=axis)
    y = alt.Y(
        "name:N", sort=[place.name for place in places], title=None,
        axis=alt.Axis(domain=False, ticks=False, labelLimit=190, labelColor=TEXT, labelPadding=8),
    )  # fmt: skip
    tooltip = [
        alt.Tooltip("name:N", title=text.UNIT), alt.Tooltip("shown:N", title=text.VALUE),
        alt.Tooltip("interval:N", title=text.INTERVAL), alt.Tooltip("events:N", title=events),
    ]  # fmt: skip
    colour = alt.Color("state:N", legend=None, scale=alt.Scale(domain=["chosen", "other"], range=[ACCENT, REST]))
    fill = alt.Fill(
        "fill:N", legend=None, scale=alt.Scale(domain=["chosen", "other", "few"], range=[ACCENT, REST, "#ffffff"])
    )
    base = alt.Chart(theme.data(rows)).encode(y=y, tooltip=tooltip, color=colour)
    country = alt.Chart(theme.data([{"seconds": country_s}])).mark_rule(color=REST).encode(x=x)
    return theme.layered(
        [
            *([country] if country_s is not None else []),
            base.mark_rule(strokeWidth=2, opacity=0.6).encode(x=alt.X("low:Q", scale=scale, axis=axis), x2="high:Q"),
            base.mark_point(size=70, opacity=1).encode(x=x, fill=fill),
        ],
        height=24 * len(places) + 30,
    )
