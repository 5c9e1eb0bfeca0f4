"""Making a few days in place of what was there gives what making everything gives, in every table."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from dagster_project.build_scope import begin, complete
from tests.tables import differences
from tests.warehouse.build import dbt
from tests.warehouse.lake import Lake, Row, alarm, call, mission, nodsms, session

BGO, TRO = "AMK-BGO", "AMK-TRO"
LVS_BERGEN, LVS_BODO = "LVS-4601", "LVS-1804"
HEL = "HEL-BERGEN"
CUTOVER = date(2025, 6, 16)
"""Bodø moves to LifeX, a Monday."""
RESTATED, LATE, NEW = CUTOVER, date(2024, 12, 31), date(2025, 6, 24)


def calls(day: date, waits: Iterable[float | None], *, system: str = "iccs") -> list[Row]:
    """Some calls of Bodø, some seconds later in LifeX, and one of each other kind."""
    late = ".000" if system == "iccs" else ".900"
    bodo = [
        call(LVS_BODO, f"{day} 08:0{n}:00{late}", "116117", wait=wait, system=system) for n, wait in enumerate(waits)
    ]
    if system == "lifex":
        return bodo
    return [*bodo, call(BGO, f"{day} 09:00:00", wait=10), call(LVS_BERGEN, f"{day} 10:00:00", "other", wait=3)]


def alarms(day: date, *more: Row) -> list[Row]:
    return [alarm(BGO, f"{day} 07:00:00", f"M{day}", "akutt", acknowledged=day.day), *more]


def missions(activations: Iterable[float | None]) -> list[Row]:
    """A mission a day from 1 May; one that did not depart was declined."""
    return [
        mission(HEL, f"2025-05-0{day} 12:00:00", activation=activation, outcome="aborted" if activation else "declined")
        for day, activation in enumerate(activations, start=1)
    ]


def before(lake: Lake) -> None:
    """Three weeks of June, and two days about New Year."""
    days = [date(2024, 12, 30), date(2025, 1, 1), *(date(2025, 6, 1) + timedelta(days=n) for n in range(23))]
    for day in days:
        lake.deliver("calls_iccs", str(day), calls(day, [4, None, day.day]))
        # Tonight's mission has its second alarm tomorrow, which is not there yet.
        tonight = alarm(BGO, f"{day} 23:59:00", f"N{day}", "haster") if day == date(2025, 6, 23) else None
        lake.deliver("ambulance_alarms", str(day), alarms(day, *([tonight] if tonight else [])))
        lake.deliver("video_hjelp113", str(day), [session(BGO, f"{day} 12:00:00", connect=5, duration=day.day)])
        if day >= CUTOVER:
            lake.deliver("calls_lifex", str(day), calls(day, [4, 8], system="lifex"))
    lake.deliver("nodsms", "2025-05", [nodsms("2025-05-01", forwarded=1, filtered=2)])
    lake.deliver("air_ambulance_missions", "2025-04", [mission(HEL, "2025-04-30 12:00:00", activation=1, response=9)])
    lake.deliver("air_ambulance_missions", "2025-05", missions([4, None, 8.5]))


def after(lake: Lake) -> None:
    """A new day; the cut-over's day restated; a day that comes late; and a month's counts and missions anew."""
    lake.deliver("calls_iccs", str(NEW), calls(NEW, [2, 120]))
    lake.deliver("calls_lifex", str(NEW), calls(NEW, [2.5], system="lifex"))
    lake.deliver(
        "ambulance_alarms",
        str(NEW),
        alarms(NEW, alarm(TRO, f"{NEW} 00:01:00", "N2025-06-23", "haster", acknowledged=9)),
    )
    lake.deliver("video_hjelp113", str(NEW), [session(TRO, f"{NEW} 12:00:00", status="failed")])
    newest = lake.deliver("calls_iccs", str(RESTATED), calls(RESTATED, [40]), version=2)
    lake.supersede("calls_iccs", str(RESTATED), newest)
    lake.deliver("calls_iccs", str(LATE), calls(LATE, [600.5, None]))
    newest = lake.deliver("nodsms", "2025-05", [nodsms("2025-05-02", forwarded=5, filtered=0)], version=2)
    lake.supersede("nodsms", "2025-05", newest)
    newest = lake.deliver("air_ambulance_missions", "2025-05", missions([None, 6]), version=2)
    lake.supersede("air_ambulance_missions", "2025-05", newest)


def accepted(lake: Lake) -> pl.DataFrame:
    ledgers = pl.read_parquet(lake.path / "*" / "ledger" / "*.parquet")
    columns = ["delivery_id", "ingested_at", "period_start", "period_end"]
    return ledgers.filter(state="accepted").select(columns)


@pytest.mark.slow
def test_a_build_of_some_days_equals_a_build_of_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lake = Lake(tmp_path / "lake")
    some, whole = tmp_path / "some", tmp_path / "whole"
    before(lake)
    lake.write_ledgers()
    _build(lake, some)
    complete(some / "warehouse.duckdb", "project", accepted(lake))
    after(lake)
    lake.write_ledgers()

    days = begin(some / "warehouse.duckdb", "project", accepted(lake))

    may = {date(2025, 5, 1) + timedelta(days=n) for n in range(31)}
    assert days == {NEW, RESTATED, LATE, *may}
    monkeypatch.setenv("NODSTAT_BUILD_DAYS", ",".join(map(str, days)))
    _build(lake, some)
    monkeypatch.delenv("NODSTAT_BUILD_DAYS")
    _build(lake, whole)
    assert differences(some / "warehouse.duckdb", whole / "warehouse.duckdb") == {}


def _build(lake: Lake, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    finished = dbt("build", lake.path, folder)
    assert finished.returncode == 0, finished.stdout + finished.stderr
