"""Which system logs a call, before, on and after the date its room moves to LifeX."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from dagster_project.synthetic import Manifest, generate
from dagster_project.synthetic.call_logs import iccs_events, lifex_events, log_calls
from dagster_project.synthetic.calls import calls_of_day
from dagster_project.synthetic.rooms import load_rooms
from dagster_project.synthetic.world import World

MOVED = ("LVS-1804", "LVS-1860", "AKM-TROMSO")
PILOTS = ("AMK-TRD", "AMK-AES")
SUMMER_TIME = timedelta(hours=2)


@pytest.fixture(scope="module")
def iccs(move_days: Path) -> pl.DataFrame:
    """ICCS's rows: room, line and UTC time of ringing."""
    return pl.concat(
        pl.read_csv(path, separator=";", encoding="cp1252", infer_schema=False).select(
            room="Sentral",
            line=pl.col("Linje").replace({"LOKAL": "local", "ANNEN": "other"}),
            at=pl.col("Inn på kø").str.to_datetime("%d.%m.%Y %H:%M:%S") - SUMMER_TIME,
            day=pl.lit(path.stem[-10:]),
        )
        for path in sorted(move_days.glob("calls_iccs/*"))
    )


@pytest.fixture(scope="module")
def lifex(move_days: Path) -> pl.DataFrame:
    """LifeX's rows, likewise."""
    at = pl.col("ring_started").str.to_datetime("%Y-%m-%dT%H:%M:%S%.3f%:z").dt.replace_time_zone(None)
    return pl.concat(
        pl.read_csv(path, infer_schema=False).select(
            room="intended_room", line="line", at=at, day=pl.lit(path.stem[-10:]), is_test="is_test"
        )
        for path in sorted(move_days.glob("calls_lifex/*"))
    )


def test_lifex_delivers_nothing_before_the_first_room_moves(move_days: Path) -> None:
    assert [path.name for path in sorted(move_days.glob("calls_lifex/*"))] == [
        f"calls_lifex_2025-06-{day}.csv" for day in (16, 17)
    ]


def test_a_moved_room_is_in_one_system_before_and_after_and_in_both_on_the_day(
    iccs: pl.DataFrame, lifex: pl.DataFrame
) -> None:
    days = {
        name: {room: set(frame.filter(pl.col("room") == room)["day"]) for room in MOVED}
        for name, frame in (("iccs", iccs), ("lifex", lifex))
    }
    for room in MOVED:
        assert days["iccs"][room] == {"2025-06-15", "2025-06-16"}
        assert days["lifex"][room] == {"2025-06-16", "2025-06-17"}


def test_a_room_in_limited_pilot_keeps_most_calls_in_iccs_and_all_of_113(
    iccs: pl.DataFrame, lifex: pl.DataFrame
) -> None:
    after = pl.col("day") == "2025-06-17"
    for room in PILOTS:
        here = pl.col("room") == room
        share = len(lifex.filter(here & after)) / len(iccs.filter(here & after))
        assert 0 < share < 0.12
        assert "113" not in set(lifex.filter(here)["line"])


def test_pairing_on_the_day_of_the_move_finds_exactly_the_twins_of_the_manifest(
    move_days: Path, iccs: pl.DataFrame, lifex: pl.DataFrame
) -> None:
    """feeds.md: same room and line, ringing within 2 s, one from each system, one to one in time order."""
    pairs = 0
    for room in (*MOVED, *PILOTS):
        for line in ("113", "116117", "local", "other"):
            ours = (pl.col("room") == room) & (pl.col("line") == line) & (pl.col("day") == "2025-06-16")
            pairs += _pairs(sorted(iccs.filter(ours)["at"]), sorted(lifex.filter(ours)["at"]))
    delivery = next(d for d in Manifest.load(move_days).deliveries if d.file == "calls_iccs_2025-06-16.csv")
    assert pairs == delivery.truth["twins"] > 10


def test_pairing_finds_the_twins_also_in_a_crowd() -> None:
    """Thirty times the volume: calls seconds apart, also at both ends of the hours in which both systems run."""
    day = date(2025, 6, 16)
    world = World(load_rooms(), 30.0, 2025)
    logged = log_calls(calls_of_day(day, world), day, world)
    moved = pl.col("intended_room_id").is_in(MOVED)
    iccs, lifex = (events.filter(moved) for events in (iccs_events(logged, day, world), lifex_events(logged)))
    pairs = 0
    for room in MOVED:
        for line in ("116117", "116117_local", "other"):
            ours = (pl.col("intended_room_id") == room) & (pl.col("line") == line)
            pairs += _pairs(*(sorted(events.filter(ours)["queued_at"]) for events in (iccs, lifex)))
    twins = iccs["twin_id"].is_not_null().sum()
    assert pairs == twins > 1_000
    assert twins < min(len(iccs), len(lifex))


@pytest.mark.parametrize("hour", [8, 16])
def test_calls_on_either_side_of_the_overlap_are_not_taken_for_one(hour: int) -> None:
    day, world = date(2025, 6, 16), World(load_rooms(), 0.01, 2025)
    edge = datetime(2025, 6, 16, hour) - SUMMER_TIME
    rings = pl.Series([edge - timedelta(milliseconds=600), edge + timedelta(milliseconds=600)], dtype=pl.Datetime("ms"))
    calls = calls_of_day(day, world).head(2)
    calls = calls.with_columns(
        intended_room_id=pl.lit("LVS-1804"), line=pl.lit("other"), queued_at=rings, answered_at=rings, ended_at=rings
    )
    logged = log_calls(calls, day, world).filter(~pl.col("is_test"))
    iccs, lifex = iccs_events(logged, day, world), lifex_events(logged)
    assert _pairs(list(iccs["queued_at"]), list(lifex["queued_at"])) == iccs["twin_id"].count()
    assert abs(logged["queued_at"][1] - logged["queued_at"][0]) > timedelta(seconds=9)


def test_lifex_delivers_from_the_first_day_however_small_the_scale(tmp_path: Path) -> None:
    generate(tmp_path, date(2025, 6, 16), date(2025, 6, 16), scale=0.0005)
    delivery = pl.read_csv(tmp_path / "calls_lifex/calls_lifex_2025-06-16.csv", infer_schema=False)
    assert set(delivery.filter(pl.col("is_test") == "true")["intended_room"]) == set(MOVED)


def _pairs(left: list[datetime], right: list[datetime]) -> int:
    count = n = m = 0
    while n < len(left) and m < len(right):
        if abs(left[n] - right[m]) <= timedelta(seconds=2):
            count, n, m = count + 1, n + 1, m + 1
        elif left[n] < right[m]:
            n += 1
        else:
            m += 1
    return count
