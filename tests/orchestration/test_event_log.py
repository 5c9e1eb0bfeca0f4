"""Dagster's own storage and web server read what ours has written, while it is still being written."""

from __future__ import annotations

import os
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.storage.event_log import SqliteEventLogStorage

from dagster_project.event_log import KeptOpenEventLogStorage
from dagster_project.instance import open_instance
from dagster_project.settings import Settings


@dg.asset
def something() -> dg.MaterializeResult[None]:
    return dg.MaterializeResult(metadata={"rows": 7})


JOB = dg.Definitions(assets=[something], jobs=[dg.define_asset_job("job")]).resolve_job_def("job")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, raw=tmp_path)


def quiet(instance: dg.DagsterInstance) -> dg.ExecuteInProcessResult:
    logging = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
    return JOB.execute_in_process(instance=instance, run_config=logging)


def test_the_instance_sends_nothing_and_uses_our_event_log(settings: Settings) -> None:
    with open_instance(settings) as instance:
        assert not instance.telemetry_enabled
        assert not instance.nux_enabled
        assert isinstance(instance.event_log_storage, KeptOpenEventLogStorage)
        assert os.environ["DAGSTER_HOME"] == str(settings.dagster_home)


def test_another_process_sees_the_events_at_once(settings: Settings) -> None:
    with open_instance(settings) as instance:
        result = quiet(instance)
        theirs = SqliteEventLogStorage(str(settings.dagster_home / "history" / "runs"))
        events = [entry.dagster_event_type for entry in theirs.get_logs_for_run(result.run_id)]
        assert dg.DagsterEventType.ASSET_MATERIALIZATION in events
        assert events == [entry.dagster_event_type for entry in instance.all_logs(result.run_id)]


def test_the_history_is_there_in_the_next_process(settings: Settings) -> None:
    with open_instance(settings) as instance:
        quiet(instance)
    with open_instance(settings) as instance:
        event = instance.get_latest_materialization_event(dg.AssetKey("something"))
        assert event is not None
        assert event.asset_materialization.metadata["rows"].value == 7


def test_many_runs_do_not_keep_many_files_open(settings: Settings) -> None:
    def open_files() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    if not Path("/proc/self/fd").exists():
        pytest.skip("the open files of a process are not shown here")
    with open_instance(settings) as instance:
        for _ in range(9):
            quiet(instance)
        before = open_files()
        for _ in range(6):
            quiet(instance)
        assert open_files() <= before + 3
