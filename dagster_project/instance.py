"""Dagster's instance of a home: run history and event log in `home/dagster`, nothing sent anywhere."""

from __future__ import annotations

import os

import dagster as dg
import yaml

from dagster_project.settings import Settings


def open_instance(settings: Settings) -> dg.DagsterInstance:
    """The home's instance; its configuration is written first, so that the web UI finds the same."""
    folder = settings.dagster_home
    folder.mkdir(parents=True, exist_ok=True)
    configuration = {
        "telemetry": {"enabled": False},
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
    }
    path = folder / "dagster.yaml"
    text = yaml.safe_dump(configuration, sort_keys=False)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")
    os.environ["DAGSTER_HOME"] = str(folder)
    return dg.DagsterInstance.get()


def close_dead_runs(instance: dg.DagsterInstance) -> None:
    """Mark runs that were killed as failed. Only for the holder of the run lock: whoever else runs is then dead."""
    statuses = [dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.CANCELING]
    for run in instance.get_runs(filters=dg.RunsFilter(statuses=statuses)):
        instance.report_run_failed(run, "The process of this run is gone. The next run takes up what it left.")
