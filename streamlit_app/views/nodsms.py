"""NødSMS: how many emergency text messages come in, and how many reach AMK Bodø? For the whole country only."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from streamlit_app import choices, formats
from streamlit_app.analysis import figures
from streamlit_app.charts import columns as stacked
from streamlit_app.data import kpis, registry
from streamlit_app.exhibits import cards, exhibit, season, trend
from streamlit_app.exhibits.exhibit import Exhibit
from streamlit_app.page import Page
from streamlit_app.period import Period, parts
from streamlit_app.records import KpiValue, Measure
from streamlit_app.tables import Column, Table
from streamlit_app.text import charts as heads
from streamlit_app.text import nodsms as text
from streamlit_app.view import View

RECEIVED, FORWARDED, STOPPED, SHARE = (
    Measure(f"nodsms_{name}") for name in ("received", "forwarded", "filtered", "forwarded_share")
)
_DAYS_SHOWN = 62
"""Longer periods are shown by month, as a trend does."""


@dataclass(frozen=True)
class _Part:
    period: Period
    received: KpiValue | None
    forwarded: KpiValue | None
    stopped: KpiValue | None


def _show(view: View) -> None:
    st.caption(text.COUNTRY_ONLY)
    headline = figures.figures(view, [RECEIVED, FORWARDED, STOPPED, SHARE])
    received, forwarded = headline[0], headline[1]
    cards.cards(headline)
    if received.is_delivered and received.value and forwarded.value and forwarded.value.value is not None:
        count = received.value.value or 0.0
        per_day = count / view.period.days
        st.markdown(
            text.sentence(count, forwarded.value.value, per_day, view.period.name)
            if count
            else text.none(view.period.name)
        )
    exhibit.show(view, _parts(view))
    measure = choices.measure(view, [one.kpi_id for one in (RECEIVED, FORWARDED, STOPPED, SHARE)], "nodsmstall")
    with st.grid(2, min_column_width=330):
        for part in (trend.exhibit(view, measure), season.exhibit(view, measure)):
            with st.container():
                exhibit.show(view, part)


def _parts(view: View) -> Exhibit:
    """The days of the period, or the weeks before a day, or the months of a long period."""
    if view.period.type == "day":
        periods = figures.trend_periods(view.period)
    else:
        periods = parts(view.period, "day" if view.period.days <= _DAYS_SHOWN else "month")
    found = kpis.values(view.source, [RECEIVED, FORWARDED, STOPPED], view.org, periods)
    rows = [_Part(period, *(found.get((one, period)) for one in (RECEIVED, FORWARDED, STOPPED))) for period in periods]
    rows = [row for row in rows if row.received and row.received.is_delivered]

    def share(row: _Part) -> float | None:
        sent, of = _amount(row.forwarded), _amount(row.received)
        return sent / of if sent is not None and of else None

    columns: list[Column[_Part]] = [
        Column(heads.PERIOD, lambda row: row.period.name, raw=lambda row: row.period.name),
        Column(heads.PERIOD_START, None, raw=lambda row: row.period.first),
        Column(
            text.RECEIVED, lambda row: formats.count(_amount(row.received)), raw=lambda row: _amount(row.received),
            is_number=True,
        ),
        Column(
            text.FORWARDED, lambda row: formats.count(_amount(row.forwarded)), raw=lambda row: _amount(row.forwarded),
            is_number=True,
        ),
        Column(
            text.STOPPED, lambda row: formats.count(_amount(row.stopped)), raw=lambda row: _amount(row.stopped),
            is_number=True,
        ),
        Column(heads.SHARE, lambda row: formats.share(share(row)), raw=share, is_number=True),
        Column(heads.IS_COMPLETE, None, raw=lambda row: row.received.is_complete if row.received else None),
    ]  # fmt: skip
    drawn = [stacked.Column(row.period, _amount(row.forwarded), _amount(row.stopped)) for row in rows]
    return Exhibit(
        key="nodsms-deler",
        title=text.parts_title(periods[0].type if periods else "day"),
        table=Table(text.parts_title(periods[0].type if periods else "day"), columns, rows[::-1]),
        definitions=[
            registry.definition(view.source, one.kpi_id, view.period.first) for one in (RECEIVED, FORWARDED, STOPPED)
        ],
        chart=stacked.columns(drawn, text.FORWARDED, text.STOPPED) if drawn else None,
        alt=text.parts_description(rows[0].period.name, rows[-1].period.name) if rows else "",
    )


def _amount(value: KpiValue | None) -> float | None:
    return value.value if value else None


PAGE = Page(
    path="nodsms",
    menu=text.MENU,
    question=lambda view: text.question(view.is_over),
    show=_show,
    units="country",
)
