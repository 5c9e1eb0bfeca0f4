"""The clock's conversions against Python's own, over random instants of many years and every kind of stretch."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dagster_project.ingest.clock import Clock

OSLO, UTC = ZoneInfo("Europe/Oslo"), ZoneInfo("UTC")
YEARS = (datetime(2005, 1, 1), datetime(2034, 12, 31))
# Random instants seldom hit a night when the clock is changed, so half of them are drawn from such nights.
CHANGES = [
    datetime(year, month, max(day for day in range(25, 32) if date(year, month, day).weekday() == 6))
    for year in range(2005, 2035)
    for month in (3, 10)
]
MOMENTS = st.one_of(
    st.datetimes(*YEARS),
    st.builds(
        lambda night, seconds: night + timedelta(seconds=seconds), st.sampled_from(CHANGES), st.integers(0, 18_000)
    ),
).map(lambda moment: moment.replace(microsecond=moment.microsecond // 1000 * 1000))


def readings(wall: datetime) -> list[datetime]:
    """Every UTC instant at which Oslo's clocks show a time: none, one or two, earliest first."""
    candidates = {wall.replace(tzinfo=OSLO, fold=fold).astimezone(UTC) for fold in (0, 1)}
    shown = (c for c in candidates if c.astimezone(OSLO).replace(tzinfo=None, fold=0) == wall)
    return sorted(c.replace(tzinfo=None) for c in shown)


def evaluated(expression: pl.Expr, moment: datetime) -> object:
    frame = pl.DataFrame({"moment": [moment]}, schema={"moment": pl.Datetime("ms")})
    return frame.select(expression).item()


@settings(deadline=None)
@given(MOMENTS, st.integers(0, 31), st.integers(0, 31))
def test_an_instant_in_local_time(instant: datetime, before: int, after: int) -> None:
    local = instant.replace(tzinfo=UTC).astimezone(OSLO).replace(tzinfo=None, fold=0)
    clock = Clock(local.date() - timedelta(days=before), local.date() + timedelta(days=after))
    assert evaluated(clock.local(pl.col("moment")), instant) == local


@settings(deadline=None)
@given(MOMENTS, st.integers(0, 31), st.integers(0, 31))
def test_a_local_time_as_an_instant(wall: datetime, before: int, after: int) -> None:
    clock = Clock(wall.date() - timedelta(days=before), wall.date() + timedelta(days=after))
    expected = readings(wall)
    column = pl.col("moment")
    assert evaluated(clock.earliest(column), wall) == (expected[0] if expected else None)
    assert evaluated(clock.latest(column), wall) == (expected[-1] if expected else None)
    assert evaluated(clock.is_skipped(column), wall) is (not expected)
    assert evaluated(clock.is_repeated(column), wall) is (len(expected) == 2)


def test_a_stretch_without_a_change_repeats_no_hour() -> None:
    assert not Clock(date(2025, 7, 1), date(2025, 7, 31)).repeats_an_hour
    assert not Clock(date(2025, 3, 1), date(2025, 3, 31)).repeats_an_hour
    assert Clock(date(2025, 10, 1), date(2025, 10, 31)).repeats_an_hour


@pytest.mark.parametrize("day", ["2025-10-25", "2025-10-26", "2025-10-27"])
def test_a_day_beside_the_change_knows_of_it(day: str) -> None:
    # A call of the day before can end in the repeated hour.
    assert Clock(date.fromisoformat(day), date.fromisoformat(day)).repeats_an_hour


def test_no_moment_has_no_reading() -> None:
    clock = Clock(date(2025, 10, 26), date(2025, 10, 26))
    frame = pl.DataFrame({"moment": [None]}, schema={"moment": pl.Datetime("ms")})
    moment = pl.col("moment")
    assert frame.select(clock.earliest(moment), latest=clock.latest(moment), local=clock.local(moment)).row(0) == (
        None,
        None,
        None,
    )
