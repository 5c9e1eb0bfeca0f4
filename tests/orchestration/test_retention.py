"""Pruning a home: what the settings do not keep goes, and no figure, partition or account with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import dagster as dg
import polars as pl
import pytest
from click.testing import Result
from dagster._utils.schedules import schedule_execution_time_iterator

from dagster_project.checks.accounting import discrepancies
from dagster_project.definitions import define
from dagster_project.inputs import is_released
from dagster_project.instance import open_instance
from dagster_project.releases import list_releases, run_lock
from dagster_project.retention import prune_home
from dagster_project.settings import Settings

Run = Callable[..., Result]


@pytest.fixture
def instance(settings: Settings) -> Iterator[dg.DagsterInstance]:
    with open_instance(settings) as instance:
        yield instance


def correct(raw: Path, day: str, version: int) -> None:
    """Deliver a day of calls again, without its last call."""
    first = raw / "calls_iccs" / f"calls_iccs_{day}.csv"
    lines = first.read_bytes().splitlines(keepends=True)
    first.with_name(f"{first.stem}_v{version}.csv").write_bytes(b"".join(lines[:-version]))


def files_of(instance: dg.DagsterInstance, run_id: str) -> list[Path]:
    return list(Path(instance.root_directory, "history", "runs").glob(f"{run_id}*"))


def test_a_pruned_home_is_as_released_as_before(run: Run, settings: Settings, raw: Path) -> None:
    run()
    correct(raw, "2025-03-31", 2)
    run()
    before = list_releases(settings)[-1].manifest
    with open_instance(settings) as instance:
        pruned = prune_home(replace(settings, keep_releases=1), instance, datetime.now(UTC) + timedelta(days=1000))
    assert (pruned.releases, pruned.superseded) == (1, 1)
    assert pruned.logs == 2
    assert is_released(settings)
    assert "Nothing new" in run().stdout
    assert discrepancies(settings.lake, "calls_iccs").is_empty()
    (settings.build_file).unlink()  # so that all of it is made anew
    correct(raw, "2025-04-01", 2)
    assert run().exit_code == 0
    after = list_releases(settings)[-1].manifest
    assert after["row_counts"]["fct_call"] == before["row_counts"]["fct_call"] - 2


def test_history_goes_but_for_what_last_made_a_month(
    run: Run, settings: Settings, raw: Path, instance: dg.DagsterInstance
) -> None:
    run()
    for version in (2, 3):
        correct(raw, "2025-04-01", version)
        run()
    last, middle, first = (each.run_id for each in instance.get_runs())
    assert prune_home(settings, instance, datetime.now(UTC)).runs == 0
    assert prune_home(settings, instance, datetime.now(UTC) + timedelta(days=401)).runs == 1
    # The first run made March last, and nothing has made the middle one's April since but the last.
    assert {each.run_id for each in instance.get_runs()} == {first, last}
    assert files_of(instance, middle) == []
    assert files_of(instance, first) != []
    months = instance.get_materialized_partitions(dg.AssetKey(["lake", "calls_iccs"]))
    assert months == {"2025-03", "2025-04"}
    assert instance.all_logs(middle) == []


def test_a_run_that_is_under_way_stays(settings: Settings, instance: dg.DagsterInstance) -> None:
    instance.add_run(dg.DagsterRun("nodstat", status=dg.DagsterRunStatus.STARTED))
    assert prune_home(settings, instance, datetime.now(UTC) + timedelta(days=1000)).runs == 0


def test_by_hand(run: Run, call: Run, settings: Settings, raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run()
    correct(raw, "2025-03-31", 2)
    run()
    monkeypatch.setenv("NODSTAT_KEEP_RELEASES", "1")
    monkeypatch.setenv("NODSTAT_KEEP_SUPERSEDED_DAYS", "1")
    for path in (settings.lake / "calls_iccs" / "ledger").glob("*.parquet"):  # as if it had come two days ago
        pl.read_parquet(path).with_columns(pl.col("ingested_at") - timedelta(days=2)).write_parquet(path)
    assert call("prune", "--home", str(settings.home)).stdout.splitlines() == [
        "Deleted: 1 releases, 0 runs of the history, 0 logs of runs",
        "Emptied: 1 superseded deliveries, 0 quarantines of their text",
    ]


def test_not_while_a_run_is_under_way(call: Run, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    with run_lock(settings.home):
        monkeypatch.setattr("dagster_project.releases.lock._held", set())  # as in another process
        result = call("prune", "--home", str(settings.home))
    assert result.exit_code == 2
    assert f"{settings.home} is being written by process " in result.stderr


@pytest.mark.usefixtures("dbt")
def test_the_job_prunes_under_the_lock_every_night(settings: Settings, instance: dg.DagsterInstance) -> None:
    definitions = define(settings)
    job = definitions.resolve_job_def("prune_job")
    assert job.execute_in_process(instance=instance).success
    (record,) = [entry for entry in instance.all_logs(instance.get_runs()[0].run_id) if "Pruned(" in entry.user_message]
    assert "releases=0" in record.user_message
    schedule = definitions.resolve_schedule_def("nightly_prune")
    assert schedule.default_status == dg.DefaultScheduleStatus.RUNNING
    night = datetime(2025, 3, 30, tzinfo=ZoneInfo("Europe/Oslo"))  # of the switch
    ticks = schedule_execution_time_iterator(night.timestamp(), schedule.cron_schedule, schedule.execution_timezone)
    tick = next(ticks).astimezone(night.tzinfo)
    assert (tick.day, tick.hour, tick.minute) == (30, 4, 15)
