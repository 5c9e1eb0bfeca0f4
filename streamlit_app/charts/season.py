"""The year's months, one line a year: what is season, and what is change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import altair as alt

from streamlit_app import formats
from streamlit_app.charts import theme
from streamlit_app.colours import ACCENT, LINE, REST, REST_TEXT
from streamlit_app.text import charts as text

_LABEL_PX = 15
"""The height of a line's name."""


@dataclass(frozen=True)
class SeasonMonth:
    """A month's value; None where there is none."""

    year: int
    month: int
    value: float | None
    is_complete: bool


def season(months: Sequence[SeasonMonth], unit: str, height: int = 260) -> theme.Spec:
    """One line a year, the newest in the accent, each with its name at its end."""
    present = [one.value for one in months if one.value is not None]
    y = theme.value_axis("value", unit, present, None)
    names = formats.MONTHS_SHORT
    x = alt.X(
        "month:Q", title=None, scale=alt.Scale(domain=[0.8, 13.2], nice=False),
        axis=alt.Axis(
            values=list(range(1, 13)), labelExpr=f"{list(names)}[datum.value - 1]", grid=False, tickSize=0,
            labelPadding=8, domainColor=LINE, labelOverlap="parity", labelSeparation=4,
        ),
    )  # fmt: skip
    newest = max(one.year for one in months)
    shifts = _shifts(months, unit, height)
    layers: list[theme.Layer] = []
    for year in sorted({one.year for one in months}):
        colour, width = (ACCENT, 2.5) if year == newest else (REST, 1.5)
        rows = [
            {
                "month": one.month,
                "name": formats.month(date(year, one.month, 1)) + ("" if one.is_complete else f" ({text.INCOMPLETE})"),
                "value": one.value,
                "shown": formats.value(one.value, unit),
                "fill": colour if one.is_complete else "#ffffff",
                "year": str(year),
            }
            for one in months
            if one.year == year
        ]  # fmt: skip
        tooltip = [alt.Tooltip("name:N", title=text.PERIOD), alt.Tooltip("shown:N", title=text.VALUE)]
        base = alt.Chart(theme.data(rows)).encode(x=x, y=y, tooltip=tooltip)
        last = [row for row in rows if row["value"] is not None][-1:]
        name = alt.Chart(theme.data(last)).mark_text(
            align="left", dx=8, dy=shifts.get(year, 0), fontWeight=600 if year == newest else 400,
            color=ACCENT if year == newest else REST_TEXT,
        )  # fmt: skip
        layers += [
            base.mark_line(color=colour, strokeWidth=width, strokeDash=_DASHES[min(newest - year, 2)]),
            base.mark_point(size=24, opacity=1, stroke=colour, strokeWidth=1.5).encode(
                fill=alt.Fill("fill:N", scale=None, legend=None)
            ),
            name.encode(x=x, y=y, text="year:N"),
        ]
    return theme.layered(layers, height)


_DASHES = ([1, 0], [1, 0], [4, 3])
"""The year before is whole too, those before it are dashed: grey alone would not tell them apart."""


def _shifts(months: Sequence[SeasonMonth], unit: str, height: int) -> Mapping[int, float]:
    """How far down each name is moved so that no two lie on each other, in pixels."""
    ends = {one.year: one.value for one in months if one.value is not None}
    lowest, highest = (
        theme.share_axis([one.value for one in months], None)
        if unit == "share"
        else (0.0, max((one.value or 0.0 for one in months), default=0.0) * 1.05)
    )
    places = {year: height * (highest - value) / ((highest - lowest) or 1) for year, value in ends.items()}
    shifts: dict[int, float] = {}
    least = float("-inf")
    for year, place in sorted(places.items(), key=lambda one: (one[1], -one[0])):
        moved = max(place, least)
        shifts[year] = moved - place
        least = moved + _LABEL_PX
    return shifts
