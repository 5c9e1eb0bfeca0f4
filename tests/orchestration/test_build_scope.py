"""Which days a build makes: those whose deliveries came, changed or went, and those that "today" has passed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import duckdb
import polars as pl
import pytest

from dagster_project.build_scope import NO_DAY, begin, complete

JANUARY = [date(2025, 1, 1) + timedelta(days=n) for n in range(31)]
Scope = Callable[[pl.DataFrame, pl.DataFrame], set[date] | None]


def daily(*days: date, version: int = 1, ingested_at: datetime = datetime(2025, 2, 1, 5, 30)) -> pl.DataFrame:
    return pl.concat(delivery(f"calls_{day}_v{version}", day, day, ingested_at) for day in days)


def delivery(
    delivery_id: str, first: date, last: date, ingested_at: datetime = datetime(2025, 2, 1, 5, 30)
) -> pl.DataFrame:
    return pl.DataFrame(
        {"delivery_id": delivery_id, "ingested_at": ingested_at, "period_start": first, "period_end": last},
        schema_overrides={"ingested_at": pl.Datetime("ms")},
    )


@pytest.fixture
def scope(tmp_path: Path) -> Scope:
    """The days to make after a complete build on some deliveries, now that there are others."""

    def between(before: pl.DataFrame, after: pl.DataFrame) -> set[date] | None:
        build_file = tmp_path / "warehouse.duckdb"
        assert begin(build_file, "project", before) is None
        complete(build_file, "project", before)
        return begin(build_file, "project", after)

    return between


def test_a_new_day_is_all_there_is_to_make(scope: Scope) -> None:
    assert scope(daily(*JANUARY[:30]), daily(*JANUARY)) == {JANUARY[30]}


def test_an_earlier_day_than_all_is_too(scope: Scope) -> None:
    assert scope(daily(*JANUARY[1:]), daily(*JANUARY)) == {JANUARY[0]}


def test_a_restated_day_is_made_again(scope: Scope) -> None:
    restated = pl.concat([daily(*JANUARY[:9], *JANUARY[10:]), daily(JANUARY[9], version=2)])
    assert scope(daily(*JANUARY), restated) == {JANUARY[9]}


def test_a_day_that_was_read_again_is_made_again(scope: Scope) -> None:
    reread = pl.concat([daily(*JANUARY[:30]), daily(JANUARY[30], ingested_at=datetime(2025, 2, 2, 5, 30))])
    assert scope(daily(*JANUARY), reread) == {JANUARY[30]}


def test_a_day_that_is_gone_is_made_again(scope: Scope) -> None:
    assert scope(daily(*JANUARY), daily(*JANUARY[:14], *JANUARY[15:])) == {JANUARY[14]}


def test_a_delivery_of_more_days_makes_all_of_them(scope: Scope) -> None:
    ten = delivery("nodsms", JANUARY[3], JANUARY[12])
    assert scope(daily(*JANUARY), pl.concat([daily(*JANUARY), ten])) == set(JANUARY[3:13])


def test_days_without_a_delivery_are_made_when_today_passes_them(scope: Scope) -> None:
    assert scope(daily(*JANUARY[:28]), daily(*JANUARY[:28], JANUARY[30])) == set(JANUARY[28:])


def test_today_goes_by_the_daily_deliveries_also_within_a_month_that_is_there(scope: Scope) -> None:
    month = delivery("nodsms", JANUARY[0], JANUARY[30])
    before = pl.concat([month, daily(*JANUARY[:27])])
    assert scope(before, pl.concat([before, daily(JANUARY[30])])) == set(JANUARY[27:])


def test_nothing_but_a_refusal_makes_no_day(scope: Scope) -> None:
    assert scope(daily(*JANUARY), daily(*JANUARY)) == {NO_DAY}


def test_the_first_daily_delivery_makes_everything(scope: Scope) -> None:
    month = delivery("nodsms", JANUARY[0], JANUARY[30])
    assert scope(month, pl.concat([month, daily(JANUARY[30])])) is None


def test_fewer_than_half_of_all_days_are_made_alone(scope: Scope) -> None:
    assert scope(daily(*JANUARY[:16]), daily(*JANUARY)) == set(JANUARY[16:])


def test_more_than_half_of_all_days_make_everything(scope: Scope) -> None:
    assert scope(daily(*JANUARY[:15]), daily(*JANUARY)) is None


def test_a_build_that_was_not_completed_is_made_anew(tmp_path: Path) -> None:
    build_file = tmp_path / "warehouse.duckdb"
    complete(build_file, "project", daily(*JANUARY[:30]))
    assert begin(build_file, "project", daily(*JANUARY)) == {JANUARY[30]}
    # It was killed here, or a test of it failed; and the day is withdrawn before the next run.
    assert begin(build_file, "project", daily(*JANUARY[:30])) is None
    assert not build_file.exists()


def test_another_project_makes_everything(tmp_path: Path) -> None:
    build_file = tmp_path / "warehouse.duckdb"
    complete(build_file, "project", daily(*JANUARY))
    assert begin(build_file, "another project", daily(*JANUARY)) is None
    assert not build_file.exists()


def test_a_file_from_before_there_were_scopes_is_made_anew(tmp_path: Path) -> None:
    build_file = tmp_path / "warehouse.duckdb"
    with duckdb.connect(str(build_file)) as connection:
        connection.execute("CREATE TABLE calls AS SELECT 1")
    assert begin(build_file, "project", daily(*JANUARY)) is None
    assert not build_file.exists()
