"""Feeds and months on two workers, each step in a process of its own: the same lake as one process makes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import dagster as dg
import polars as pl
import pytest
from dagster import DagsterEventType as Type

from dagster_project.contracts import load_contracts
from dagster_project.ingest import ingest_months, prepare
from dagster_project.inputs import Inputs
from dagster_project.instance import open_instance
from dagster_project.partitions import range_tags
from dagster_project.releases import RunLockedError, run_lock
from dagster_project.settings import PROJECT_ROOT, Settings
from dagster_project.synthetic import generate, plant_refusals

MAY, JUNE = "2025-05", "2025-06"


@pytest.fixture
def delivered(tmp_path: Path) -> Path:
    """The last days of May and the first of June, with errors of every kind."""
    generate(tmp_path / "raw", date(2025, 5, 29), date(2025, 6, 2), scale=0.02, error_rate=0.05)
    plant_refusals(tmp_path / "raw")
    return tmp_path / "raw"


@pytest.fixture
def by_one(delivered: Path, tmp_path: Path) -> Settings:
    """What one process makes of it, feed by feed, without Dagster."""
    settings = Settings(home=tmp_path / "by-one", raw=delivered)
    prepare(settings.lake, load_contracts().values())
    inputs = Inputs(settings)
    for contract in load_contracts().values():
        list(ingest_months(contract, inputs.plan(contract).months, settings))
    return settings


@pytest.fixture
def by_two(delivered: Path, tmp_path: Path) -> Settings:
    """A home whose deliveries are still to be read."""
    settings = Settings(home=tmp_path / "by-two", raw=delivered)
    with open_instance(settings):
        return settings


def start(settings: Settings, months: Iterable[str], workers: int) -> subprocess.Popen[str]:
    """As docs/deployment.md has it."""
    config = settings.home / "workers.yaml"
    config.write_text(f"execution: {{config: {{max_concurrent: {workers}}}}}", encoding="utf-8")
    return subprocess.Popen(
        [
            *(sys.executable, "-m", "dagster", "job", "execute", "-m", "dagster_project.definitions", "-j", "lake"),
            *("--tags", json.dumps(range_tags(months)), "--config", str(config)),
        ],
        cwd=settings.home,
        env=os.environ
        | {
            "PYTHONPATH": str(PROJECT_ROOT),
            "DAGSTER_HOME": str(settings.dagster_home),
            "NODSTAT_HOME": str(settings.home),
            "NODSTAT_RAW": str(settings.raw),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@dataclass(frozen=True)
class Step:
    """When a feed's part of a run had a process, from its order until its end, and which.

    The work itself is over in no time with so few events: two processes side by side need not show in it.
    """

    run: str
    feed: str
    process: int
    begun: float
    ended: float

    def overlaps(self, other: Step) -> bool:
        return self.begun < other.ended and other.begun < self.ended


def steps(settings: Settings) -> list[Step]:
    """Of every run of this home, by Dagster's own events."""
    found = []
    with open_instance(settings) as instance:
        for run in instance.get_runs():
            at: dict[tuple[str, Type], dg.EventLogEntry] = {}
            for entry in instance.all_logs(run.run_id):
                if entry.dagster_event is not None and entry.step_key is not None:
                    at[entry.step_key, entry.dagster_event.event_type] = entry
            for feed in load_contracts():
                begun, ended = (at[f"lake__{feed}", kind] for kind in (Type.STEP_WORKER_STARTING, Type.STEP_SUCCESS))
                assert ended.dagster_event is not None
                found.append(Step(run.run_id, feed, ended.dagster_event.pid or 0, begun.timestamp, ended.timestamp))
    return found


def lake(settings: Settings) -> dict[str, pl.DataFrame]:
    """Every file of the lake, without the times of reading."""
    return {
        str(path.relative_to(settings.lake)): pl.read_parquet(path, hive_partitioning=False).select(
            pl.all().exclude("ingested_at")
        )
        for path in sorted(settings.lake.rglob("*.parquet"))
    }


def expect_the_same(made: Settings, by_one: Settings) -> None:
    """The same files of the same rows: accepted, quarantine, ledger, corrections, contracts, hashes."""
    wanted, got = lake(by_one), lake(made)
    assert got.keys() == wanted.keys()
    assert {name for name, table in got.items() if not table.equals(wanted[name])} == set()
    kinds = {name.split("/")[1] for name in got if "month=0000" not in name and "/" in name}
    assert {"accepted", "quarantine", "ledger"} <= kinds
    assert any("refused" in set(table["state"]) for name, table in got.items() if "/ledger/" in name)


@pytest.mark.slow
def test_feeds_on_two_workers_make_the_lake_that_one_makes(by_one: Settings, by_two: Settings) -> None:
    run = start(by_two, [MAY, JUNE], workers=2)
    said, _ = run.communicate(timeout=600)
    assert run.returncode == 0, said
    done = steps(by_two)
    assert len({step.process for step in done}) == len(done) == len(load_contracts())
    overlapping = [
        (one.feed, other.feed) for one in done for other in done if one.feed < other.feed and one.overlaps(other)
    ]
    assert overlapping != [], "one waited for the other"
    expect_the_same(by_two, by_one)


@pytest.mark.soak
def test_months_on_two_workers_make_the_lake_that_one_makes(by_one: Settings, by_two: Settings) -> None:
    runs = [start(by_two, [month], workers=1) for month in (MAY, JUNE)]
    said = [run.communicate(timeout=600)[0] for run in runs]
    assert [run.returncode for run in runs] == [0, 0], said
    done = steps(by_two)
    assert len(done) == 2 * len(load_contracts())
    # Neither run waits for the other's last.
    ids = {step.run for step in done}
    last_begun = max(min(step.begun for step in done if step.run == run) for run in ids)
    first_ended = min(max(step.ended for step in done if step.run == run) for run in ids)
    assert last_begun < first_ended, "one waited for the other"
    expect_the_same(by_two, by_one)


@pytest.mark.slow
def test_workers_read_nothing_while_a_run_has_the_home(by_two: Settings) -> None:
    with run_lock(by_two.home):
        run = start(by_two, [MAY, JUNE], workers=2)
        said, _ = run.communicate(timeout=600)
    assert run.returncode != 0
    assert f"RunLockedError: {by_two.home} is being written by process {os.getpid()}" in said
    assert lake(by_two) == {}


def test_workers_share_the_lock_and_nobody_has_it_alone_meanwhile(tmp_path: Path) -> None:
    with (
        run_lock(tmp_path, shared=True),
        run_lock(tmp_path, shared=True),
        pytest.raises(RunLockedError, match="is being written by workers that read deliveries"),
        run_lock(tmp_path),
    ):
        pass
    with run_lock(tmp_path), run_lock(tmp_path, shared=True):
        pass
