"""Rows in quarantine: reasons downwards, months across."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import altair as alt

from streamlit_app import formats
from streamlit_app.charts import theme
from streamlit_app.period import Period, parts, period_of
from streamlit_app.text import charts as text
from streamlit_app.text import datakvalitet as words

_LABELS = 9


def quarantine(rows: Mapping[tuple[str, date], int]) -> theme.Spec:
    """Rows by reason, in words, and first day of the month; months without any between the others stay white."""
    months = _months([month for _, month in rows])
    named = {month.first: formats.short_period(month.first, month.last) for month in months}
    values = [
        {"reason": reason, "month": month.isoformat(), "rows": count, "shown": formats.count(count),
         "name": formats.month(month)}
        for (reason, month), count in rows.items()
    ]  # fmt: skip
    keys = [month.first.isoformat() for month in months]
    label = "{" + ", ".join(f"'{first.isoformat()}': '{name}'" for first, name in named.items()) + "}[datum.value]"
    x = alt.X(
        "month:O", title=None, scale=alt.Scale(domain=keys, paddingInner=0.04),
        axis=alt.Axis(
            labelExpr=label, values=keys[:: -(-len(keys) // _LABELS)], labelAngle=0, domain=False, ticks=False
        ),
    )  # fmt: skip
    reasons = _by_rows(rows)
    y = alt.Y(
        "reason:N", title=None, sort=reasons,
        scale=alt.Scale(paddingInner=0.06), axis=alt.Axis(domain=False, ticks=False, labelLimit=260),
    )  # fmt: skip
    colour = alt.Color("rows:Q", legend=None, scale=alt.Scale(scheme="blues", zero=True))
    tooltip = [
        alt.Tooltip("reason:N", title=words.REASON), alt.Tooltip("name:N", title=text.PERIOD),
        alt.Tooltip("shown:N", title=words.ROWS),
    ]  # fmt: skip
    drawn = alt.Chart(theme.data(values)).mark_rect(cornerRadius=1).encode(x=x, y=y, color=colour, tooltip=tooltip)
    return theme.layered([drawn], height=24 * len(reasons) + 20)


def _months(found: Sequence[date]) -> tuple[Period, ...]:
    return parts(Period(min(found), period_of("month", max(found)).last), "month")


def _by_rows(rows: Mapping[tuple[str, date], int]) -> list[str]:
    """The reasons, that with most rows first."""
    total: dict[str, int] = {}
    for (reason, _), count in rows.items():
        total[reason] = total.get(reason, 0) + count
    return sorted(total, key=lambda reason: (-total[reason], reason))
