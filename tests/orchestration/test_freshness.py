"""When a feed is late, by its contract's hour in Oslo."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from dagster_project.contracts import load_contract
from dagster_project.freshness import behind, due_through, is_late

OSLO = ZoneInfo("Europe/Oslo")
DAILY = replace(load_contract("calls_iccs"), due_hour=5)
MONTHLY = replace(load_contract("nodsms"), due_hour=8)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (datetime(2025, 3, 10, 4, 59, tzinfo=OSLO), date(2025, 3, 8)),
        (datetime(2025, 3, 10, 5, 0, tzinfo=OSLO), date(2025, 3, 9)),
        (datetime(2025, 3, 10, 3, 30, tzinfo=UTC), date(2025, 3, 8)),  # 04:30 in Oslo, in winter
        (datetime(2025, 7, 10, 3, 30, tzinfo=UTC), date(2025, 7, 9)),  # 05:30 in Oslo, in summer
        (datetime(2025, 1, 1, 6, 0, tzinfo=OSLO), date(2024, 12, 31)),
    ],
)
def test_a_day_is_due_the_morning_after(now: datetime, due: date) -> None:
    assert due_through(DAILY, now) == due


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (datetime(2025, 3, 1, 7, 59, tzinfo=OSLO), date(2025, 1, 31)),
        (datetime(2025, 3, 1, 8, 0, tzinfo=OSLO), date(2025, 2, 28)),
        (datetime(2025, 3, 31, 12, 0, tzinfo=OSLO), date(2025, 2, 28)),
        (datetime(2024, 3, 1, 8, 0, tzinfo=OSLO), date(2024, 2, 29)),
        (datetime(2025, 1, 15, 0, 0, tzinfo=OSLO), date(2024, 12, 31)),
    ],
)
def test_a_month_is_due_on_the_first(now: datetime, due: date) -> None:
    assert due_through(MONTHLY, now) == due


def test_a_feed_is_late_from_the_hour_that_its_next_delivery_is_due() -> None:
    now = datetime(2025, 3, 10, 5, 0, tzinfo=OSLO)
    assert is_late(DAILY, date(2025, 3, 8), now)
    assert not is_late(DAILY, date(2025, 3, 8), now.replace(hour=4, minute=59))
    assert not is_late(DAILY, date(2025, 3, 9), now)


def test_a_feed_without_deliveries_is_late_only_from_the_day_its_contract_begins() -> None:
    now = datetime(2025, 3, 10, 5, 0, tzinfo=OSLO)
    assert is_late(replace(DAILY, starts=date(2025, 3, 9)), None, now)
    assert not is_late(replace(DAILY, starts=date(2025, 3, 10)), None, now)
    assert not is_late(replace(DAILY, starts=None), None, now)


def test_lateness_in_words() -> None:
    now = datetime(2025, 3, 10, 12, 0, tzinfo=OSLO)
    assert behind(DAILY, None, now) == "nothing yet"
    assert behind(DAILY, date(2025, 3, 9), now) == "on time"
    assert behind(DAILY, date(2025, 3, 10), now) == "on time"
    assert behind(DAILY, date(2025, 3, 8), now) == "1 day late"
    assert behind(DAILY, date(2025, 3, 1), now) == "8 days late"
    assert behind(MONTHLY, date(2025, 2, 28), now) == "on time"
    assert behind(MONTHLY, date(2025, 1, 31), now) == "1 month late"
    assert behind(MONTHLY, date(2024, 11, 30), now) == "3 months late"
