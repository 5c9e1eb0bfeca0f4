"""Calls that both systems logged are found, on both engines, as a walk through the day in plain Python finds them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from pathlib import Path
from random import Random

import duckdb
import pytest

from dagster_project.dbt_project import PROJECT
from tests.warehouse.independent import MOVED, twins
from tests.warehouse.lake import Lake, Row, call

pytestmark = pytest.mark.slow
MODEL = "int_calls__double_logged"
GAPS_MS = [0, 1, 300, 700, 1000, 1500, 1999, 2000, 2001, 2500, 5000]
CLOSE_MS = [gap for gap in GAPS_MS if gap <= 2000]


@pytest.fixture(scope="module")
def calls() -> dict[str, list[Row]]:
    """By room: on one line 2,000 calls in runs of all lengths, on another a run of 1,000 without a gap."""
    return {
        room: [
            *_calls(room, "116117", GAPS_MS, 2000),
            *_calls(room, "other", CLOSE_MS, 1000),
        ]
        for room in sorted(MOVED)
    }


@pytest.fixture(scope="module")
def expected(calls: dict[str, list[Row]]) -> dict[str, str]:
    """Calls of ICCS to those of LifeX."""
    return twins([row for rows in calls.values() for row in rows])


@pytest.fixture(scope="module", params=["duckdb", "spark"])
def found(
    request: pytest.FixtureRequest, calls: dict[str, list[Row]], tmp_path_factory: pytest.TempPathFactory
) -> list[tuple[str, str]]:
    """The same, as the model has it."""
    engine = str(request.param)
    if engine == "spark":
        request.getfixturevalue("java")
    folder = tmp_path_factory.mktemp(engine)
    lake = Lake(folder / "lake")
    for room, rows in calls.items():
        for system in ("iccs", "lifex"):
            lake.deliver(f"calls_{system}", f"{MOVED[room]}", [row for row in rows if row["source_system"] == system])
    lake.write_ledgers()
    _dbt(engine, folder)
    table = f"read_parquet('{folder}/spark/warehouse/intermediate.db/{MODEL}/*.parquet')"
    with duckdb.connect(":memory:" if engine == "spark" else str(folder / "build.duckdb")) as connection:
        relation = table if engine == "spark" else f"intermediate.{MODEL}"
        return connection.execute(f"select call_id, kept_call_id from {relation}").fetchall()


def test_pairs_are_those_of_a_walk_through_the_day(found: list[tuple[str, str]], expected: dict[str, str]) -> None:
    assert sorted(found) == sorted(expected.items())


def test_the_calls_are_of_every_kind(calls: dict[str, list[Row]], expected: dict[str, str]) -> None:
    # Else the walk would prove little: some twins do not lie next to each other, and some calls have none though the
    # other system has a call that is close enough.
    rows = {row["call_id"]: row for room in calls.values() for row in room}
    apart = [rows[lifex]["queued_at"] - rows[iccs]["queued_at"] for iccs, lifex in expected.items()]
    assert {timedelta(seconds=-2), timedelta(0), timedelta(seconds=2)} <= set(apart)
    lonely = [row for row in rows.values() if row["source_system"] == "iccs" and row["call_id"] not in expected]
    assert 0.1 < len(lonely) / len(rows) < 0.4


def _calls(room: str, line: str, gaps_ms: Sequence[int], count: int) -> Iterator[Row]:
    """Calls on the day the room moves, of either system at random; their ids follow no order."""
    random = Random(f"{room} {line}")
    at = datetime.combine(MOVED[room], time(6))
    for number in random.sample(range(count), count):
        at += timedelta(milliseconds=random.choice(gaps_ms))
        yield call(
            room,
            at.isoformat(" ", "milliseconds"),
            line,
            system=random.choice(["iccs", "lifex"]),
            call_id=f"{room}-{line}-{number}",
        )


def _dbt(engine: str, folder: Path) -> None:
    # fmt: off
    finished = subprocess.run(
        [
            Path(sys.executable).with_name("dbt"), "--quiet", "--no-use-colors", "build", "--target", engine,
            "--select", f"+{MODEL}", "--exclude-resource-type", "test",
            "--project-dir", PROJECT, "--profiles-dir", PROJECT,
            "--target-path", folder / "target", "--log-path", folder / "logs",
        ],
        env=os.environ | {
            "NODSTAT_LAKE": str(folder / "lake"),
            "NODSTAT_BUILD_FILE": str(folder / "build.duckdb"),
            "NODSTAT_SPARK_FOLDER": str(folder / "spark"),
        },
        capture_output=True, text=True, check=False,
    )
    # fmt: on
    assert finished.returncode == 0, finished.stdout + finished.stderr
