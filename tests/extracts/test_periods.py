"""Periods by their codes, and the working day on which they are due, by hand around Norway's holidays."""

from __future__ import annotations

from datetime import date

import pytest

from dagster_project.extracts.periods import PeriodError, parse_period, parse_periods, period_of
from dagster_project.extracts.recipients import Recipient
from dagster_project.extracts.working_days import due_day, is_working_day, newest_due


@pytest.mark.parametrize(
    ("code", "start", "end"),
    [
        ("2025-11", date(2025, 11, 1), date(2025, 11, 30)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-T2", date(2025, 5, 1), date(2025, 8, 31)),
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("2026-W01", date(2025, 12, 29), date(2026, 1, 4)),
    ],
)
def test_a_code_has_its_days(code: str, start: date, end: date) -> None:
    period = parse_period(code)
    assert (period.start, period.end) == (start, end)
    assert period_of(end, period.type) == period


@pytest.mark.parametrize("code", ["", "2025-13", "2025-T4", "2025-W54", "november", "2025-1", "2025-11-01", "٢٠٢٥"])
def test_what_is_no_period_is_one_line(code: str) -> None:
    with pytest.raises(PeriodError, match=r"is no period: give a month \(2025-11\)"):
        parse_period(code)


def test_a_span_has_every_period() -> None:
    assert [period.code for period in parse_periods("2025-11..2026-02")] == ["2025-11", "2025-12", "2026-01", "2026-02"]
    assert [period.code for period in parse_periods("2025-T2..2026-T1")] == ["2025-T2", "2025-T3", "2026-T1"]


@pytest.mark.parametrize("text", ["2025-02..2025-01", "2025-01..2025"])
def test_a_span_backwards_or_of_two_types_is_none(text: str) -> None:
    with pytest.raises(PeriodError, match="is no span of periods"):
        parse_periods(text)


@pytest.mark.parametrize(
    ("code", "working_day", "due"),
    [
        # April 2026: Maundy Thursday the 2nd, Good Friday the 3rd, Easter Monday the 6th.
        ("2026-03", 1, date(2026, 4, 1)),
        ("2026-03", 2, date(2026, 4, 7)),
        ("2026-03", 5, date(2026, 4, 10)),
        # May 2026: Friday the 1st is a holiday, as are Ascension, Thursday the 14th, and Whit Monday, the 25th.
        ("2026-04", 1, date(2026, 5, 4)),
        ("2026-04", 9, date(2026, 5, 15)),
        ("2026-04", 15, date(2026, 5, 26)),
        # May 2027: the 17th is a Monday, Whit Monday too.
        ("2027-04", 11, date(2027, 5, 19)),
        # Christmas and New Year: Thursday 1 January 2026 is a holiday.
        ("2025-12", 1, date(2026, 1, 2)),
        ("2025-12", 5, date(2026, 1, 8)),
        # Week 52 of 2025 ends on Sunday the 28th; 25 and 26 December lie in it.
        ("2025-W52", 1, date(2025, 12, 29)),
        ("2025-W51", 4, date(2025, 12, 29)),
    ],
)
def test_the_nth_working_day_after_a_period(code: str, working_day: int, due: date) -> None:
    assert due_day(parse_period(code), working_day) == due


def test_christmas_eve_is_a_working_day_and_the_days_after_are_none() -> None:
    assert [is_working_day(date(2025, 12, day)) for day in (24, 25, 26, 27)] == [True, False, False, False]


def test_the_newest_due_period_waits_for_its_day(lat: Recipient) -> None:
    # Working day 5 after November 2025 is Friday 5 December.
    assert newest_due(lat.cadence, date(2025, 12, 4)).code == "2025-10"
    assert newest_due(lat.cadence, date(2025, 12, 5)).code == "2025-11"
