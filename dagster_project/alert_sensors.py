"""What tells people of runs that the daemon has started, and of feeds that are late though nothing runs.

`nodstat run` tells of its own runs itself, which belong to no code location: these sensors do not see them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

import dagster as dg

from dagster_project.alerts import tell_of_home
from dagster_project.ingest import read_ledger
from dagster_project.outcome import outcome_of
from dagster_project.settings import Settings

_SOON_S = 10
_HOUR_S = 3600
_OSLO = ZoneInfo("Europe/Oslo")


def alert_sensors(settings: Settings) -> list[dg.SensorDefinition]:
    """After a run that failed, after one that went well, and every hour: what `nodstat run` would tell too."""
    return [_after_failure(settings), _after_success(settings), _hourly(settings)]


def _after_failure(settings: Settings) -> dg.SensorDefinition:
    @dg.run_failure_sensor(
        name="alert_of_failure",
        minimum_interval_seconds=_SOON_S,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Tell people of a run that failed, and of checks that held a release back.",
    )
    def sensor(context: dg.RunFailureSensorContext) -> dg.SkipReason:
        logs = context.instance.all_logs(context.dagster_run.run_id)
        outcome = outcome_of(settings, [entry.dagster_event for entry in logs if entry.dagster_event])
        if outcome.is_interrupted or outcome.is_beside_another:
            return dg.SkipReason(f"Nothing to tell: {outcome.trouble}.")
        return _told(settings, outcome.failed_checks, outcome.trouble)

    return sensor


def _after_success(settings: Settings) -> dg.SensorDefinition:
    @dg.run_status_sensor(
        run_status=dg.DagsterRunStatus.SUCCESS,
        name="alert_of_refusals",
        minimum_interval_seconds=_SOON_S,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Tell people of deliveries that a run has refused.",
    )
    def sensor(_: dg.RunStatusSensorContext) -> dg.SkipReason:
        return _told(settings)

    return sensor


def _hourly(settings: Settings) -> dg.SensorDefinition:
    @dg.sensor(
        name="alert_of_late_feeds",
        minimum_interval_seconds=_HOUR_S,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Tell people, once a day, of each feed that is late; send what could not be sent before.",
    )
    def sensor() -> dg.SkipReason:
        if read_ledger(settings.lake).is_empty():
            return dg.SkipReason(f"Nothing is late in {settings.home}: its first run is still to come.")
        return _told(settings)

    return sensor


def _told(
    settings: Settings, failed_checks: Mapping[str, str] | None = None, trouble: str | None = None
) -> dg.SkipReason:
    """Tell, and say so on Dagster's pages: a sensor that requests no run has to say why."""
    if not settings.alerts_are_set_up:
        return dg.SkipReason("No alerts are set up: NODSTAT_ALERT_SMTP_HOST or NODSTAT_ALERT_WEBHOOK_URL.")
    lines = tell_of_home(settings, failed_checks=failed_checks, trouble=trouble)
    return dg.SkipReason("; ".join(lines) or f"All is told, as at {datetime.now(_OSLO):%H:%M}.")
