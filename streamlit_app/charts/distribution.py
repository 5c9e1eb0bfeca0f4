"""How long callers waited: a histogram with the legal limit."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from streamlit_app import formats
from streamlit_app.charts import theme
from streamlit_app.colours import ACCENT, LINE, TEXT, WARM
from streamlit_app.records import WaitBin
from streamlit_app.text import charts as text


def distribution(bins: Sequence[WaitBin], limit_s: float) -> theme.Spec:
    """Shares of the answered calls by wait, those beyond the limit in the warm colour; the last bar is open-ended."""
    total = sum(one.answered for one in bins)
    width = bins[0].to_s or 1.0
    last = bins[-1].from_s + 2 * width
    rows = [
        {
            "from": one.from_s,
            "to": one.to_s or last,
            "share": one.answered / total,
            "shown": formats.share(one.answered / total),
            "calls": formats.count(one.answered),
            "wait": text.wait(one.from_s, one.to_s),
            "late": one.from_s >= limit_s,
        }
        for one in bins
    ]
    x = alt.X(
        "from:Q", title=text.WAIT, scale=alt.Scale(domain=[0, last], nice=False),
        axis=alt.Axis(
            grid=False, ticks=False, domainColor=LINE, values=theme.duration_ticks(bins[-1].from_s),
            labelExpr=theme.duration_label(bins[-1].from_s),
        ),
    )  # fmt: skip
    y = alt.Y("share:Q", title=None, axis=alt.Axis(format="~%", **theme.PLAIN))
    tooltip = [
        alt.Tooltip("wait:N", title=text.WAIT), alt.Tooltip("shown:N", title=text.SHARE),
        alt.Tooltip("calls:N", title=text.CALLS),
    ]  # fmt: skip
    colour = alt.Color("late:N", legend=None, scale=alt.Scale(domain=[True, False], range=[WARM, ACCENT]))
    bars = alt.Chart(theme.data(rows)).mark_bar(orient="vertical", binSpacing=1).encode(
        x=x, x2="to:Q", y=y, tooltip=tooltip, color=colour
    )  # fmt: skip
    mark = alt.Chart(theme.data([{"from": limit_s, "label": text.limit(limit_s)}])).encode(x=x)
    rule = mark.mark_rule(color=TEXT, strokeDash=[5, 4])
    label = mark.mark_text(align="left", baseline="top", dx=5, color=TEXT).encode(y=theme.AT_TOP, text="label:N")
    end = alt.Chart(theme.data([{"from": bins[-1].from_s, "share": rows[-1]["share"], "label": text.OPEN_BIN}]))
    open_label = end.mark_text(align="right", baseline="bottom", dx=20, dy=-4, color=TEXT)
    return theme.layered([bars, rule, label, open_label.encode(x=x, y=y, text="label:N")], height=240)
