"""Which periods the release has figures for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import streamlit as st

from streamlit_app.access import Source
from streamlit_app.data.connection import BY_SOURCE, NOBODY, rows
from streamlit_app.period import STANDARD, Period, PeriodType


@dataclass(frozen=True)
class Calendar:
    """The periods with figures, newest first, and those of them that are over and delivered in full."""

    periods: dict[PeriodType, list[Period]]
    complete: frozenset[Period]

    @property
    def days(self) -> Period | None:
        """From the first day with figures to the last; None for an empty warehouse."""
        days = self.periods["day"] or self.periods["month"]
        return Period(days[-1].first, days[0].last) if days else None

    def newest(self, kind: PeriodType, until: date = date.max) -> Period | None:
        """The newest complete period of a type that begins by a day, or the newest of all when none is complete."""
        known = [period for period in self.periods[kind] if period.first <= until]
        return next((period for period in known if period in self.complete), known[0] if known else None)


@st.cache_data(show_spinner=False, max_entries=4, hash_funcs=BY_SOURCE)
def calendar(source: Source) -> Calendar:
    """The calendar of a release. What rooms there are is known without deliveries, and makes no period."""
    found = rows(
        source,
        NOBODY,
        """
        select period_type, period_start, period_end, bool_or(is_complete)
        from marts.kpi_values
        where org_level = 'nation' and kpi_id not in (select kpi_id from marts.dim_kpi where subject = 'rooms')
        group by period_type, period_start, period_end
        order by period_start desc
        """,
    )
    periods: dict[PeriodType, list[Period]] = {kind: [] for kind in STANDARD}
    complete = set()
    for kind, first, last, is_complete in found:
        period = Period(first, last, kind)
        periods[kind].append(period)
        if is_complete:
            complete.add(period)
    return Calendar(periods, frozenset(complete))
