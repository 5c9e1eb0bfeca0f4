"""Norwegian working days, public holidays left out; and which period's package they make due."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import holidays

from dagster_project.extracts.periods import Period, last_ended
from dagster_project.extracts.recipients import Cadence


@cache
def _holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("NO", years=year))


def is_working_day(day: date) -> bool:
    """Whether it is a weekday and no public holiday. Christmas Eve and New Year's Eve are no public holidays."""
    return day.isoweekday() <= 5 and day not in _holidays(day.year)


def due_day(period: Period, working_day: int) -> date:
    """The n-th Norwegian working day after the period, counted from 1."""
    day = period.end
    while working_day:
        day += timedelta(days=1)
        working_day -= is_working_day(day)
    return day


def newest_due(cadence: Cadence, today: date) -> Period:
    """The newest period whose day has come: one earlier while the last one's has not."""
    period = last_ended(cadence.every, today)
    while due_day(period, cadence.working_day) > today:
        period = last_ended(cadence.every, period.start)
    return period
