"""Periods: days, ISO weeks, months, tertials, years, and any days from–to; and which one comes before which."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from streamlit_app import formats

PeriodType = Literal["day", "week", "month", "tertial", "year", "range"]
STANDARD: tuple[PeriodType, ...] = ("day", "week", "month", "tertial", "year")
"""Those that the release has values for, shortest first."""

_DAY = timedelta(days=1)
_MONTHS = {"month": 1, "tertial": 4, "year": 12}


@dataclass(frozen=True, order=True)
class Period:
    """Local days from `first` to `last`, both included."""

    first: date
    last: date
    type: PeriodType = "range"

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1

    @property
    def name(self) -> str:
        """As a Norwegian says it: "mars 2025", "uke 24 2025", "01.03.2025–14.03.2025"."""
        return formats.period(self.first, self.last)

    @property
    def standard(self) -> Period | None:
        """The longest period of the release's own types with the same days, or None."""
        same = (period_of(kind, self.first) for kind in reversed(STANDARD))
        return next((period for period in same if (period.first, period.last) == (self.first, self.last)), None)

    @property
    def previous(self) -> Period:
        """The one that ends the day before; for days from–to, just as many of them."""
        if self.type == "range":
            return Period(self.first - self.days * _DAY, self.first - _DAY)
        return period_of(self.type, self.first - _DAY)

    @property
    def year_before(self) -> Period | None:
        """The same one a year earlier; None for week 53 of a year that follows one without it.

        A day is held against the same weekday 52 weeks earlier, since weekends and working days differ more than dates.
        """
        if self.type == "day":
            return period_of("day", self.first - 364 * _DAY)
        if self.type == "week":
            iso = self.first.isocalendar()
            try:
                return period_of("week", date.fromisocalendar(iso.year - 1, iso.week, 1))
            except ValueError:
                return None
        if self.type == "range":
            return Period(_a_year_earlier(self.first), _a_year_earlier(self.last))
        return period_of(self.type, _a_year_earlier(self.first))

    def trailing(self, count: int) -> tuple[Period, ...]:
        """So many periods of the same type, the last of them this one, oldest first."""
        found = [self]
        while len(found) < count:
            found.append(found[-1].previous)
        return tuple(reversed(found))


def period_of(kind: PeriodType, day: date) -> Period:
    """The period of a standard type that a day lies in."""
    if kind == "day":
        return Period(day, day, kind)
    if kind == "week":
        monday = day - day.weekday() * _DAY
        return Period(monday, monday + 6 * _DAY, kind)
    months = _MONTHS[kind]
    first = date(day.year, day.month - (day.month - 1) % months, 1)
    after = date(first.year + (first.month + months > 12), (first.month + months - 1) % 12 + 1, 1)
    return Period(first, after - _DAY, kind)


def parts(period: Period, kind: PeriodType) -> tuple[Period, ...]:
    """The periods of a standard type that lie wholly within another, oldest first."""
    found = []
    part = period_of(kind, period.first)
    while part.last <= period.last:
        if part.first >= period.first:
            found.append(part)
        part = period_of(kind, part.last + _DAY)
    return tuple(found)


def _a_year_earlier(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
