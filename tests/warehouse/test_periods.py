"""Which period an event falls in, and whether the period is complete."""

from __future__ import annotations

import pytest

from tests.warehouse.build import Warehouse

BGO = "AMK-BGO"


def test_the_week_around_new_year_belongs_to_the_iso_year(warehouse: Warehouse) -> None:
    # Monday 30 December 2024 (1 s) and Wednesday 1 January 2025 (3 s) are in one week, but in two years.
    assert warehouse.kpi("answer_time_median_s", "113", "week 2024-12-30", BGO) == (2, 2)
    assert warehouse.kpi("calls_offered", "113", "month 2024-12-01", BGO) == (1, 1)
    assert warehouse.kpi("calls_offered", "113", "tertial 2024-09-01", BGO) == (1, 1)
    assert warehouse.kpi("calls_offered", "113", "year 2024-01-01", BGO) == (2, 2)


def test_a_leap_day_is_in_its_month(warehouse: Warehouse) -> None:
    assert warehouse.kpi("calls_offered", "113", "day 2024-02-29", BGO) == (1, 1)
    ends = "select distinct period_end::text from marts.kpi_values where period_type = ? and period_start = ?::date"
    assert warehouse.rows(ends, "month", "2024-02-01") == [("2024-02-29",)]
    assert warehouse.rows(ends, "tertial", "2024-01-01") == [("2024-04-30",)]
    assert warehouse.rows(ends, "week", "2024-12-30") == [("2025-01-05",)]


@pytest.mark.parametrize(
    ("day", "week", "tertial", "holiday"),
    [
        ("2024-12-30", (2025, 1), 3, None),
        ("2027-01-01", (2026, 53), 1, "Første nyttårsdag"),
        ("2025-05-17", (2025, 20), 2, "Grunnlovsdag"),
        ("2025-04-17", (2025, 16), 1, "Skjærtorsdag"),
        ("2024-02-29", (2024, 9), 1, None),
        ("2025-06-08", (2025, 23), 2, "Første pinsedag"),
        ("2025-06-15", (2025, 24), 2, None),
    ],
)
def test_dates_know_week_tertial_and_holiday(
    warehouse: Warehouse, day: str, week: tuple[int, int], tertial: int, holiday: str | None
) -> None:
    columns = "iso_year, iso_week, tertial, is_public_holiday, public_holiday"
    assert warehouse.rows(f"select {columns} from marts.dim_date where local_date = ?::date", day) == [
        (*week, tertial, holiday is not None, holiday)
    ]


def test_dates_run_from_2010_to_2035(warehouse: Warehouse) -> None:
    # 26 years of 365 days, and leap days in 2012, 2016, 2020, 2024, 2028 and 2032.
    assert warehouse.rows("select min(local_date)::text, max(local_date)::text, count(*) from marts.dim_date") == [
        ("2010-01-01", "2035-12-31", 26 * 365 + 6)
    ]


@pytest.mark.parametrize(
    ("kpi_id", "segment", "period", "is_complete"),
    [
        # Before LifeX was in use ICCS alone makes a day, and all seven a week.
        ("calls_offered", "113", "day 2025-06-10", True),
        ("answer_time_median_s", "113", "week 2025-06-09", True),
        # From 16 June both systems must have delivered; on the 19th LifeX's delivery was refused.
        ("calls_offered", "all", "day 2025-06-18", True),
        ("calls_offered", "all", "day 2025-06-19", False),
        ("calls_offered", "all", "week 2025-06-16", False),
        # The month is not over, and the year has days that nobody delivered.
        ("calls_offered", "all", "month 2025-06-01", False),
        ("calls_offered", "113", "month 2024-12-01", False),
        ("calls_offered", "113", "year 2025-01-01", False),
        # May is over, and NødSMS was delivered for all of it.
        ("nodsms_received", "all", "month 2025-05-01", True),
        ("nodsms_received", "all", "tertial 2025-05-01", False),
        # So was it for June, but June is not over.
        ("nodsms_received", "all", "day 2025-06-01", True),
        ("nodsms_received", "all", "month 2025-06-01", False),
        # The month of missions that was delivered is over; of the year it is all there is.
        ("air_missions", "all", "day 2025-05-31", True),
        ("air_response_time_median_s", "plane", "month 2025-05-01", True),
        ("air_missions", "all", "year 2025-01-01", False),
        # One solution has delivered its day, the other never has.
        ("video_invitations", "hjelp113", "day 2025-06-10", True),
        ("video_invitations", "all", "day 2025-06-10", False),
        ("alarms_sent", "all", "day 2025-06-11", True),
        ("alarms_sent", "all", "week 2025-06-09", False),
        # Rooms only have to wait for the period's end.
        ("rooms_total", "all", "month 2025-05-01", True),
        ("rooms_total", "all", "day 2025-06-22", True),
        ("rooms_total", "all", "month 2025-06-01", False),
    ],
)
def test_a_period_is_complete_when_it_is_over_and_all_is_delivered(
    warehouse: Warehouse, kpi_id: str, segment: str, period: str, is_complete: bool
) -> None:
    assert warehouse.is_complete(kpi_id, segment, period) is is_complete


def test_rooms_are_not_counted_on_days_to_come(warehouse: Warehouse) -> None:
    assert warehouse.kpi("rooms_total", "all", "day 2025-06-22") == (166, 166)
    assert warehouse.kpi("rooms_total", "all", "day 2025-06-23") is None
