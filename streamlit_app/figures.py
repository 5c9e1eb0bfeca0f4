"""What is worked out from KPI values before they are shown: changes and intervals. No SQL, no layout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt

from streamlit_app import data
from streamlit_app.records import Definition, KpiValue, Measure
from streamlit_app.release import Release


@dataclass(frozen=True)
class Change:
    """How much an additive measure differs from the year before, over the months that both years have in full."""

    amount: float
    """For a count the relative change, for a share the difference between the two fractions."""
    months: tuple[int, ...]
    """The months compared, 1-12."""


@dataclass(frozen=True)
class YearFigure:
    """One measure for the country in one year, with what belongs beside it."""

    definition: Definition
    measure: Measure
    year: int
    total: KpiValue | None
    months: list[KpiValue]
    months_before: list[KpiValue]
    """Those of the year before."""

    @property
    def value(self) -> float | None:
        """The year's value."""
        return self.total.value if self.total else None

    @property
    def is_delivered(self) -> bool:
        """Whether there is anything behind the figure: a zero of a period without its deliveries is no count."""
        return self.total is not None and (self.total.is_complete or bool(self.total.value))

    @property
    def is_complete(self) -> bool:
        """Whether the year is over and everything has been delivered."""
        return self.total is not None and self.total.is_complete

    @property
    def change(self) -> Change | None:
        """The change from the year before, over whole months."""
        return year_change(self.months, self.months_before, self.definition.unit)


def year_figure(release: Release, measure: Measure, year: int) -> YearFigure:
    """Read a measure's year, its months and those of the year before."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    total = data.national(release, measure, "year", first, last)
    months = data.national(release, measure, "month", date(year - 1, 1, 1), last)
    return YearFigure(
        definition=data.definition(release, measure.kpi_id, last),
        measure=measure,
        year=year,
        total=total[0] if total else None,
        months=[month for month in months if month.period_start.year == year],
        months_before=[month for month in months if month.period_start.year < year],
    )


def year_change(months: Sequence[KpiValue], months_before: Sequence[KpiValue], unit: str) -> Change | None:
    """The change of a measure between two years' monthly values, or None when no month is in both.

    Only for measures whose months add up: `count`, and `share` by its numerator and denominator.
    Months that are incomplete in either year are left out of both.
    """
    this = {value.period_start.month: value for value in months if value.is_complete}
    before = {value.period_start.month: value for value in months_before if value.is_complete}
    common = tuple(sorted(this.keys() & before.keys()))
    total = _share if unit == "share" else _count
    new = total([this[month] for month in common])
    old = total([before[month] for month in common])
    if new is None or old is None:
        return None
    if unit == "share":
        return Change(new - old, common)
    return Change(new / old - 1, common) if old else None


def _count(values: Sequence[KpiValue]) -> float | None:
    return sum(value.value or 0 for value in values) if values else None


def _share(values: Sequence[KpiValue]) -> float | None:
    denominator = sum(value.denominator or 0 for value in values)
    return sum(value.numerator or 0 for value in values) / denominator if denominator else None


def wilson(numerator: float, denominator: float) -> tuple[float, float]:
    """The 95 % score interval of a share (Wilson 1927); `denominator` must be above 0."""
    z = 1.959963984540054
    share = numerator / denominator
    spread = z * sqrt(share * (1 - share) / denominator + z**2 / (4 * denominator**2))
    middle = share + z**2 / (2 * denominator)
    scale = 1 + z**2 / denominator
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)
