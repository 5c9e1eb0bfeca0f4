"""The generated year of air ambulance missions has the volumes, outcomes and times that are known of LAT's."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from dagster_project.synthetic import generate
from dagster_project.synthetic.bases import load_bases
from dagster_project.synthetic.missions import missions_of_day
from dagster_project.synthetic.rooms import load_rooms
from dagster_project.synthetic.world import World

WORLD = World(load_rooms(), 1.0, 2025, load_bases())


@pytest.fixture(scope="module")
def year() -> pl.DataFrame:
    """Every mission of 2025, with its durations and its local moment."""
    days = [date(2025, 1, 1) + timedelta(days=n) for n in range(365)]
    missions = pl.concat([missions_of_day(day, WORLD) for day in days])
    local = pl.col("alerted_at").dt.replace_time_zone("UTC").dt.convert_time_zone("Europe/Oslo")
    return missions.with_columns(
        local=local,
        activation_s=(pl.col("departed_at") - pl.col("alerted_at")).dt.total_seconds(),
        response_s=(pl.col("at_patient_at") - pl.col("alerted_at")).dt.total_seconds(),
    )


def test_a_year_has_twenty_thousand_missions(year: pl.DataFrame) -> None:
    assert dict(year["vehicle"].value_counts().rows()) == {
        "helicopter": 8_000,
        "plane": 8_000,
        "rescue_helicopter": 2_000,
        "rapid_response_car": 2_000,
    }
    assert year["mission_no"].n_unique() == 20_000


def test_a_third_of_the_helicopters_missions_are_not_completed(year: pl.DataFrame) -> None:
    lost = year.filter(vehicle="helicopter").filter(pl.col("outcome") != "completed")
    causes = dict(lost["cause"].value_counts().rows())
    assert len(lost) / 8_000 == pytest.approx(1 / 3, abs=0.015)
    assert sorted(causes, key=lambda cause: -causes[cause])[:3] == [
        *("no_longer_indicated", "weather", "competing_mission")
    ]
    assert sum(sorted(causes.values())[-3:]) / len(lost) > 0.8


def test_half_are_under_way_in_five_minutes_and_at_the_patient_in_twenty_four(year: pl.DataFrame) -> None:
    for missions in (year, year.filter(vehicle="helicopter")):
        assert missions["activation_s"].median() == pytest.approx(5 * 60, rel=0.02)
        assert missions["response_s"].median() == pytest.approx(24 * 60, rel=0.02)


def test_summers_weekends_and_days_are_busiest(year: pl.DataFrame) -> None:
    counts = {name: pl.col("local").dt for name in ("month", "weekday", "hour")}
    by = {name: year.group_by(getattr(part, name)()).len().rows() for name, part in counts.items()}
    months, weekdays, hours = (dict(by[name]) for name in ("month", "weekday", "hour"))
    assert sum(months[m] for m in (6, 7, 8)) > 1.2 * sum(months[m] for m in (12, 1, 2))
    assert min(weekdays[6], weekdays[7]) > max(weekdays[n] for n in range(1, 5))
    assert min(hours[h] for h in range(9, 19)) > 2 * max(hours[h] for h in range(6))


def test_times_go_with_the_outcome(year: pl.DataFrame) -> None:
    declined, aborted = (year.filter(outcome=outcome) for outcome in ("declined", "aborted"))
    times = ["departed_at", "at_patient_at", "delivered_at"]
    assert declined.select(pl.col(times).count()).row(0) == (0, 0, 0)
    assert aborted.select(pl.col(times).count()).row(0)[1:] == (0, 0)
    assert 0 < aborted["departed_at"].count() < len(aborted)
    # Each time may be missing of a completed mission, too.
    completed = year.filter(outcome="completed")
    assert all(0.9 < completed[name].count() / len(completed) < 1 for name in times)
    assert (year["cause"].is_null() == (year["outcome"] == "completed")).all()


def test_a_base_has_missions_of_its_own_vehicles_and_helicopter_bases_of_cars(year: pl.DataFrame) -> None:
    vehicles = {
        base.base_id: {base.vehicle, "rapid_response_car"} if base.vehicle == "helicopter" else {base.vehicle}
        for base in load_bases()
    }
    found = year.group_by("base_id").agg(pl.col("vehicle").unique()).rows()
    assert {base_id: set(kinds) for base_id, kinds in found} == vehicles


def test_before_there_are_bases_there_is_no_delivery(tmp_path: Path) -> None:
    assert missions_of_day(date(2020, 12, 31), WORLD).height == 0
    generate(tmp_path, date(2020, 12, 31), date(2020, 12, 31), scale=0.01)
    assert not (tmp_path / "air_ambulance_missions").exists()
    assert list((tmp_path / "nodsms").iterdir())
