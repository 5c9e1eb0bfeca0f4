"""Horizontal bars with their numbers beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from streamlit_app.charts import theme
from streamlit_app.colours import REST, TEXT


@dataclass(frozen=True)
class Bar:
    """One bar: its name, its length, and the number as it is written."""

    name: str
    amount: float
    shown: str


def bars(rows: Sequence[Bar], colour: str = REST) -> theme.Spec:
    """The bars in the order given, from zero."""
    values = [{"name": bar.name, "amount": bar.amount, "shown": bar.shown} for bar in rows]
    longest = max((bar.amount for bar in rows), default=1.0)
    x = alt.X("amount:Q", axis=None, scale=alt.Scale(domain=[0, longest * 1.2], nice=False))
    y = alt.Y(
        "name:N", sort=[bar.name for bar in rows], title=None,
        axis=alt.Axis(domain=False, ticks=False, labelLimit=240, labelColor=TEXT, labelPadding=8),
    )  # fmt: skip
    base = alt.Chart(theme.data(values)).encode(x=x, y=y)
    label = base.mark_text(align="left", dx=5, color=TEXT).encode(text="shown:N")
    return theme.layered([base.mark_bar(color=colour, height={"band": 0.7}), label], height=24 * len(rows) + 10)
