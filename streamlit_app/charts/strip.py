"""Shares of one organisation, each among those of its peers and the country."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from textwrap import wrap
from typing import Any

import altair as alt

from streamlit_app import formats
from streamlit_app.analysis.intervals import Estimate
from streamlit_app.charts import theme
from streamlit_app.colours import ACCENT, LINE, REST, REST_TEXT, TEXT
from streamlit_app.text import charts as text

_LABEL_WIDTH = 18
"""Characters in a line of a label; a longer one would leave a phone no chart."""


@dataclass(frozen=True)
class Strip:
    """One share with what it is held against."""

    label: str
    own: Estimate
    peers: Sequence[tuple[str, float]]
    """Names and shares."""
    country: float | None


def strips(rows: Sequence[Strip]) -> theme.Spec:
    """A row each on an axis of its own: peers as ticks, the country as a diamond, the chosen one with its interval."""
    names = ["|".join(wrap(row.label, _LABEL_WIDTH)) for row in rows]
    x = partial(alt.X, axis=None, scale=alt.Scale(domain=[0, 1], nice=False, clamp=True))
    y = alt.Y(
        "name:N", sort=names, title=None,
        axis=alt.Axis(
            domain=False, ticks=False, labelLimit=190, labelColor=TEXT, labelPadding=8, grid=True, gridColor=LINE,
            labelExpr="split(datum.label, '|')",
        ),
    )  # fmt: skip
    peers: list[dict[str, Any]] = []
    countries: list[dict[str, Any]] = []
    own: list[dict[str, Any]] = []
    for name, row in zip(names, rows, strict=True):
        first, last = theme.share_axis(
            [row.own.low, row.own.high, row.country, *(share for _, share in row.peers)], None
        )

        def place(share: float, first: float = first, last: float = last) -> float:
            return (share - first) / (last - first)

        peers += [
            {"name": name, "at": place(share), "who": who, "shown": formats.share(share)} for who, share in row.peers
        ]
        if row.country is not None:
            shown = formats.share(row.country)
            countries.append({"name": name, "at": place(row.country), "who": text.COUNTRY, "shown": shown})
        own.append(
            {
                "name": name,
                "at": place(row.own.value),
                "low": place(row.own.low),
                "high": place(row.own.high),
                "first": formats.goal(first),
                "last": formats.goal(last),
                "shown": formats.share(row.own.value),
                "interval": f"{formats.share(row.own.low)}–{formats.share(row.own.high)}",
            }
        )
    tooltip = [alt.Tooltip("who:N", title=text.UNIT), alt.Tooltip("shown:N", title=text.SHARE)]
    own_tooltip = [alt.Tooltip("shown:N", title=text.SHARE), alt.Tooltip("interval:N", title=text.INTERVAL)]
    at = x("at:Q")
    mine = alt.Chart(theme.data(own)).encode(y=y, tooltip=own_tooltip)
    diamonds = alt.Chart(theme.data(countries)).mark_point(
        shape="diamond", size=70, stroke=REST_TEXT, fill="#ffffff", opacity=1
    )
    return theme.layered(
        [
            alt.Chart(theme.data(peers))
            .mark_tick(color=REST, opacity=0.55, size=16, thickness=2)
            .encode(x=at, y=y, tooltip=tooltip),
            diamonds.encode(x=at, y=y, tooltip=tooltip),
            mine.mark_rule(strokeWidth=2, color=ACCENT).encode(x=x("low:Q"), x2="high:Q"),
            mine.mark_point(size=90, opacity=1, color=ACCENT, fill=ACCENT).encode(x=at),
            mine.mark_text(dy=-15, color=ACCENT, fontWeight=600).encode(x=at, text="shown:N"),
            mine.mark_text(dy=15, align="left", color=REST_TEXT).encode(x=theme.AT_LEFT, text="first:N"),
            mine.mark_text(dy=15, align="right", color=REST_TEXT).encode(x=theme.AT_RIGHT, text="last:N"),
        ],
        height=58 * len(rows) + 10,
    )
