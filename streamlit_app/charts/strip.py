"""Shares of one organisation, each among those of its peers and the country."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from textwrap import wrap

import altair as alt

from streamlit_app import formats
from streamlit_app.charts import theme
from streamlit_app.colours import ACCENT, REST, REST_TEXT, TEXT
from streamlit_app.intervals import Estimate
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
    """A row each: peers as grey ticks, the country as a diamond, the chosen one in the accent with its interval."""
    names = ["|".join(wrap(row.label, _LABEL_WIDTH)) for row in rows]
    x = partial(
        alt.X, title=None, scale=alt.Scale(domain=[0, 1], nice=False, clamp=True),
        axis=alt.Axis(format="~%", orient="top", **theme.PLAIN),
    )  # fmt: skip
    y = alt.Y(
        "name:N", sort=names, title=None,
        axis=alt.Axis(
            domain=False, ticks=False, labelLimit=190, labelColor=TEXT, labelPadding=8,
            labelExpr="split(datum.label, '|')",
        ),
    )  # fmt: skip
    peers = [
        {"name": name, "share": share, "who": who, "shown": formats.share(share)}
        for name, row in zip(names, rows, strict=True)
        for who, share in row.peers
    ]
    countries = [
        {"name": name, "share": row.country, "who": text.COUNTRY, "shown": formats.share(row.country)}
        for name, row in zip(names, rows, strict=True)
        if row.country is not None
    ]
    own = [
        {
            "name": name,
            "share": row.own.value,
            "low": row.own.low,
            "high": row.own.high,
            "shown": formats.share(row.own.value),
            "interval": f"{formats.share(row.own.low)}–{formats.share(row.own.high)}",
        }
        for name, row in zip(names, rows, strict=True)
    ]
    tooltip = [alt.Tooltip("who:N", title=text.UNIT), alt.Tooltip("shown:N", title=text.SHARE)]
    own_tooltip = [alt.Tooltip("shown:N", title=text.SHARE), alt.Tooltip("interval:N", title=text.INTERVAL)]
    share = x("share:Q")
    mine = alt.Chart(theme.data(own)).encode(y=y, tooltip=own_tooltip)
    return theme.layered(
        [
            alt.Chart(theme.data(peers)).mark_tick(color=REST, opacity=0.55, size=16, thickness=2).encode(
                x=share, y=y, tooltip=tooltip
            ),
            alt.Chart(theme.data(countries)).mark_point(
                shape="diamond", size=70, stroke=REST_TEXT, fill="#ffffff", opacity=1
            ).encode(x=share, y=y, tooltip=tooltip),
            mine.mark_rule(strokeWidth=2, color=ACCENT).encode(x=x("low:Q"), x2="high:Q"),
            mine.mark_point(size=90, opacity=1, color=ACCENT, fill=ACCENT).encode(x=share),
            mine.mark_text(dy=-15, color=ACCENT, fontWeight=600).encode(x=share, text="shown:N"),
        ],
        height=58 * len(rows) + 30,
    )  # fmt: skip
