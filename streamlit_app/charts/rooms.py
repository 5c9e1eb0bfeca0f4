"""Rooms beside each other: ranked with their uncertainty, or, when they are many, as a funnel by their size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from math import sqrt
from typing import Any

import altair as alt

from streamlit_app import formats
from streamlit_app.charts import theme
from streamlit_app.colours import ACCENT, LINE, REST, REST_TEXT, TEXT, WARM
from streamlit_app.text import charts as text

MOST_RANKED = 30
"""More rooms than these make a list that nobody reads."""


@dataclass(frozen=True)
class RoomShare:
    """A room's share with what it is made of."""

    name: str
    share: float
    low: float
    high: float
    """Ends of the 95 % interval."""
    n: int
    is_below: bool
    is_judged: bool
    """Whether there are events enough to rank it."""
    is_chosen: bool


def rooms(shares: Sequence[RoomShare], target: float | None, country: float | None) -> theme.Spec:
    """The rooms in the order given, or as a funnel around the country's share."""
    if len(shares) > MOST_RANKED and country is not None:
        return _funnel(shares, target, country)
    return _ranking(shares, target)


def _row(room: RoomShare) -> dict[str, Any]:
    state = "chosen" if room.is_chosen else "below" if room.is_below else "other"
    return {
        "name": room.name,
        "label": formats.without_kind(room.name),
        "share": room.share,
        "low": room.low,
        "high": room.high,
        "n": room.n,
        "shown": formats.share(room.share),
        "interval": f"{formats.share(room.low)}–{formats.share(room.high)}",
        "events": formats.count(room.n),
        "state": state,
        "fill": state if room.is_judged else "few",
    }


_TOOLTIP = [
    alt.Tooltip("name:N", title=text.ROOM), alt.Tooltip("shown:N", title=text.SHARE),
    alt.Tooltip("interval:N", title=text.INTERVAL), alt.Tooltip("events:N", title=text.CALLS),
]  # fmt: skip
_COLOUR = alt.Color(
    "state:N", legend=None, scale=alt.Scale(domain=["chosen", "below", "other"], range=[ACCENT, WARM, REST])
)
_FILL = alt.Fill(
    "fill:N", legend=None,
    scale=alt.Scale(domain=["chosen", "below", "other", "few"], range=[ACCENT, WARM, REST, "#ffffff"]),
)  # fmt: skip


def _ranking(shares: Sequence[RoomShare], target: float | None) -> theme.Spec:
    names = [room.name for room in shares]
    ends = theme.share_axis([end for room in shares for end in (room.low, room.high) if room.is_judged], target)
    x = partial(
        alt.X, title=None, scale=alt.Scale(domain=list(ends), nice=False, zero=False, clamp=True),
        axis=alt.Axis(format="~%", orient="top", **theme.PLAIN),
    )  # fmt: skip
    y = alt.Y(
        "name:N", sort=names, title=None,
        axis=alt.Axis(domain=False, ticks=False, labelLimit=190, labelColor=TEXT, labelPadding=8),
    )  # fmt: skip
    base = alt.Chart(theme.data(map(_row, shares))).encode(y=y, tooltip=_TOOLTIP)
    spread = base.mark_rule(strokeWidth=2, opacity=0.6).encode(x=x("low:Q"), x2="high:Q", color=_COLOUR)
    dots = base.mark_point(size=70, opacity=1).encode(x=x("share:Q"), color=_COLOUR, fill=_FILL)
    goal = alt.Chart(theme.data([{"share": target}])).mark_rule(color=TEXT, strokeDash=[5, 4]).encode(x=x("share:Q"))
    return theme.layered([*([goal] if target is not None else []), spread, dots], height=24 * len(shares) + 30)


def _funnel(shares: Sequence[RoomShare], target: float | None, country: float) -> theme.Spec:
    judged = [room for room in shares if room.is_judged]
    ends = theme.share_axis([room.share for room in judged], target)
    smallest, largest = min(room.n for room in judged) * 0.8, max(room.n for room in judged) * 1.25
    x = alt.X(
        "n:Q", title=text.ROOM_CALLS, scale=alt.Scale(type="log", domain=[smallest, largest], nice=False),
        axis=alt.Axis(format=",d", grid=False, domainColor=LINE, tickCount=5, labelOverlap="greedy"),
    )  # fmt: skip
    y = partial(
        alt.Y, title=None, scale=alt.Scale(domain=list(ends), nice=False, zero=False, clamp=True),
        axis=alt.Axis(format="~%", **theme.PLAIN),
    )  # fmt: skip
    share = y("share:Q")
    band = alt.Chart(theme.data(_limits(country, smallest, largest, ends))).mark_area(color=LINE, opacity=0.5)
    middle = alt.Chart(theme.data([{"share": country, "label": text.COUNTRY}])).encode(y=share)
    ends_of_list = (judged[0], judged[-1], max(judged, key=lambda room: room.n))
    named = {room.name for room in (*ends_of_list, *(room for room in judged if room.is_chosen))}
    base = alt.Chart(theme.data(map(_row, judged))).encode(x=x, y=share)
    labels = alt.Chart(theme.data(_row(room) for room in judged if room.name in named)).encode(
        x=x, y=share, text="label:N"
    )
    return theme.layered(
        [
            band.encode(x=x, y=y("low:Q"), y2="high:Q"),
            middle.mark_rule(color=REST),
            middle.mark_text(align="right", baseline="bottom", dy=-2, color=REST_TEXT).encode(
                x=theme.AT_RIGHT, text="label:N"
            ),
            *(theme.target_layers(target, "share", share, text.TARGET, "share") if target is not None else ()),
            base.mark_point(size=60, opacity=1).encode(color=_COLOUR, fill=_FILL, tooltip=_TOOLTIP),
            labels.mark_text(align="center", dy=-11, color=TEXT),
        ],
        height=380,
    )


def _limits(country: float, smallest: float, largest: float, ends: tuple[float, float]) -> list[dict[str, float]]:
    """Where 95 of 100 rooms would lie by chance alone if all answered as the country does (Spiegelhalter 2005)."""
    steps = [smallest * (largest / smallest) ** (place / 60) for place in range(61)]
    spreads = [(n, 1.959964 * sqrt(country * (1 - country) / n)) for n in steps]
    return [{"n": n, "low": max(ends[0], country - s), "high": min(ends[1], country + s)} for n, s in spreads]
