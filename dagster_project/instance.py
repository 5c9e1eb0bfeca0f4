"""Dagster's instance of a home: run history and event log in `home/dagster`, nothing sent anywhere."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

import dagster as dg
import yaml

from dagster_project.settings import Settings

_TAKES_THE_LOCK_WITHIN = timedelta(minutes=10)
"""From when Dagster launches a run to its first step, at the very most: a run is a process that imports everything."""
_LAUNCHED = [dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.CANCELING]


def open_instance(settings: Settings) -> dg.DagsterInstance:
    """The home's instance; its configuration is written first, so that the web UI finds the same."""
    folder = settings.dagster_home
    folder.mkdir(parents=True, exist_ok=True)
    days = settings.keep_history_days
    configuration = {
        "telemetry": {"enabled": False},
        "nux": {"enabled": False},  # else the pages ask for an e-mail address, and send it to Dagster's makers
        "event_log_storage": {
            "module": "dagster_project.event_log",
            "class": "KeptOpenEventLogStorage",
            "config": {"base_dir": str(folder / "history" / "runs")},
        },
        # A step's own prints belong to the terminal that started it; what happened is in the event log.
        "compute_logs": {
            "module": "dagster._core.storage.noop_compute_log_manager",
            "class": "NoOpComputeLogManager",
        },
        # Runs that write the build file go one at a time. Per run, not per step: a run that is killed holds nothing.
        "concurrency": {"pools": {"granularity": "run", "default_limit": 1}},
        # A sensor that looks every half minute mostly has nothing to say.
        "retention": {
            "schedule": {"purge_after_days": days},
            "sensor": {"purge_after_days": {"skipped": 2, "success": days, "failure": days, "started": days}},
        },
    }
    path = folder / "dagster.yaml"
    text = yaml.safe_dump(configuration, sort_keys=False)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")
    os.environ["DAGSTER_HOME"] = str(folder)
    return dg.DagsterInstance.get()


def is_busy(instance: dg.DagsterInstance) -> bool:
    """Whether a run waits or is under way, by the history: a run that was killed is, until it is closed."""
    statuses = [dg.DagsterRunStatus.QUEUED, *_LAUNCHED]
    return bool(instance.get_run_records(dg.RunsFilter(statuses=statuses), limit=1))


def close_dead_runs(instance: dg.DagsterInstance, *, may_be_starting: bool = True) -> None:
    """Mark runs that were killed as failed. Only for the holder of the run lock: whoever else runs is then dead."""
    for run in maybe_dead_runs(instance, may_be_starting=may_be_starting):
        instance.report_run_failed(run, "The process of this run is gone. The next run takes up what it left.")


def maybe_dead_runs(instance: dg.DagsterInstance, *, may_be_starting: bool = True) -> list[dg.DagsterRun]:
    """Runs under way that are dead unless they hold the run lock.

    Not so a run that a daemon launches this moment and that has yet to take the lock; without a daemon, there is none.
    """
    now = datetime.now(UTC)
    return [
        record.dagster_run
        for record in instance.get_run_records(dg.RunsFilter(statuses=_LAUNCHED))
        # A command holds the lock before its run begins; its runs belong to no code location.
        if not may_be_starting
        or record.dagster_run.remote_job_origin is None
        or now - record.update_timestamp.replace(tzinfo=UTC) > _TAKES_THE_LOCK_WITHIN
    ]
