"""The year's months over the years as a part of a page."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from streamlit_app import formats
from streamlit_app.charts.season import SeasonMonth, season
from streamlit_app.data import kpis, registry
from streamlit_app.exhibits.exhibit import Exhibit
from streamlit_app.period import period_of
from streamlit_app.records import Measure
from streamlit_app.tables import Column, Table
from streamlit_app.text import charts as heads
from streamlit_app.text import season as text
from streamlit_app.view import View

YEARS = 3


def exhibit(view: View, measure: Measure, key: str = "sesong") -> Exhibit:
    """The measure in every month of the year of the period's last day and of the two years before.

    A count is shown per day, since months are not equally long.
    """
    definition = registry.definition(view.source, measure.kpi_id, view.period.first)
    is_count = definition.unit == "count"
    last = view.period.last.year
    periods = [
        period_of("month", date(year, month, 1)) for year in range(last - YEARS + 1, last + 1) for month in range(1, 13)
    ]
    found = kpis.values(view.source, [measure], view.org, periods)
    months = []
    for period in periods:
        known = found.get((measure, period))
        if known is None or known.value is None or not known.is_delivered:
            continue
        year, month = period.first.year, period.first.month
        amount = known.value / monthrange(year, month)[1] if is_count else known.value
        # A month that is not all there would be too low a count for its days.
        if known.is_complete or not is_count:
            months.append(SeasonMonth(year, month, amount, known.is_complete))
    unit = "rate" if is_count else definition.unit
    columns: list[Column[SeasonMonth]] = [
        Column(heads.PERIOD, _month, raw=_month),
        Column(
            text.PER_DAY if is_count else definition.label, lambda one: formats.value(one.value, unit),
            raw=lambda one: one.value, is_number=True,
        ),
        Column(heads.IS_COMPLETE, None, raw=lambda one: one.is_complete),
    ]  # fmt: skip
    return Exhibit(
        key=f"{key}-{measure.kpi_id}-{measure.segment}",
        title=text.title(definition.label, is_count),
        table=Table(text.caption(definition.label, is_count, view.org.name), columns, months[::-1]),
        definitions=[definition],
        chart=season(months, unit) if months else None,
        alt=text.description(definition.label, is_count),
        note=text.note(is_count),
    )


def _month(one: SeasonMonth) -> str:
    return formats.month(date(one.year, one.month, 1))
