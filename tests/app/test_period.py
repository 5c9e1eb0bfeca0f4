"""Which days a period has, what came before it, and what it is called; expected dates from a calendar."""

from __future__ import annotations

from datetime import date

import pytest

from streamlit_app.period import Period, PeriodType, parts, period_of


@pytest.mark.parametrize(
    ("kind", "day", "first", "last"),
    [
        ("day", date(2025, 6, 10), date(2025, 6, 10), date(2025, 6, 10)),
        ("week", date(2025, 1, 1), date(2024, 12, 30), date(2025, 1, 5)),
        ("month", date(2024, 2, 20), date(2024, 2, 1), date(2024, 2, 29)),
        ("tertial", date(2025, 12, 31), date(2025, 9, 1), date(2025, 12, 31)),
        ("tertial", date(2025, 5, 1), date(2025, 5, 1), date(2025, 8, 31)),
        ("year", date(2025, 5, 1), date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
def test_a_day_lies_in_its_period(kind: PeriodType, day: date, first: date, last: date) -> None:
    assert period_of(kind, day) == Period(first, last, kind)


@pytest.mark.parametrize(
    ("period", "previous", "year_before"),
    [
        (period_of("month", date(2025, 1, 1)), "desember 2024", "januar 2024"),
        (period_of("tertial", date(2025, 2, 1)), "3. tertial 2024", "1. tertial 2024"),
        (period_of("week", date(2025, 1, 1)), "uke 52 2024", "uke 1 2024"),
        # A Wednesday, and the Wednesday 52 weeks before.
        (period_of("day", date(2025, 12, 31)), "30.12.2025", "01.01.2025"),
        (Period(date(2024, 2, 20), date(2024, 2, 29)), "10.02.2024–19.02.2024", "20.02.2023–28.02.2023"),
    ],
)
def test_a_period_knows_the_one_before_and_the_one_a_year_before(
    period: Period, previous: str, year_before: str
) -> None:
    assert period.previous.name == previous
    assert period.year_before is not None and period.year_before.name == year_before


def test_week_53_has_no_week_a_year_before() -> None:
    assert period_of("week", date(2020, 12, 31)).year_before is None


def test_days_that_are_a_month_are_that_month() -> None:
    assert Period(date(2025, 3, 1), date(2025, 3, 31)).standard == period_of("month", date(2025, 3, 1))
    assert Period(date(2025, 3, 1), date(2025, 3, 30)).standard is None


def test_only_whole_weeks_are_parts_of_days() -> None:
    weeks = parts(Period(date(2025, 1, 1), date(2025, 1, 20)), "week")
    assert [week.name for week in weeks] == ["uke 2 2025", "uke 3 2025"]


def test_trailing_periods_end_with_the_period_itself() -> None:
    assert [one.name for one in period_of("month", date(2025, 1, 1)).trailing(3)] == [
        "november 2024", "desember 2024", "januar 2025",
    ]  # fmt: skip
