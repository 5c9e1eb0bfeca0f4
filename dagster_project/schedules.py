"""When things run by themselves, in Norwegian local time."""

from datetime import time

import dagster as dg

from dagster_project.inputs import Inputs, is_released
from dagster_project.instance import is_busy
from dagster_project.jobs import run_job
from dagster_project.partitions import range_tags
from dagster_project.pruning import prune_job
from dagster_project.settings import Settings

DAILY_AT = time(5, 30)
PRUNE_AT = time(4, 15)
TIME_ZONE = "Europe/Oslo"


def daily_run(settings: Settings) -> dg.ScheduleDefinition:
    """Every morning, after the night's deliveries: a run over the months that have something new."""

    @dg.schedule(
        job=run_job,
        cron_schedule=f"{DAILY_AT.minute} {DAILY_AT.hour} * * *",
        execution_timezone=TIME_ZONE,
        name="daily_run",
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description="Ingest, build and release what came in the night.",
    )
    def schedule(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
        if is_busy(context.instance):
            return dg.SkipReason("A run is under way; what it leaves is the sensor's, or tomorrow's.")
        months = Inputs(settings).months()
        if not months and is_released(settings):
            return dg.SkipReason(f"Nothing new in {settings.raw}.")
        return dg.RunRequest(tags=range_tags(months))

    return schedule


def nightly_prune() -> dg.ScheduleDefinition:
    """Every night, before the deliveries come: what the settings do not keep, goes."""

    @dg.schedule(
        job=prune_job,
        cron_schedule=f"{PRUNE_AT.minute} {PRUNE_AT.hour} * * *",
        execution_timezone=TIME_ZONE,
        name="nightly_prune",
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description="Prune old releases, superseded events, quarantined lines' text, old history and logs.",
    )
    def schedule(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
        if is_busy(context.instance):
            return dg.SkipReason("A run is under way; tomorrow is another night.")
        return dg.RunRequest()

    return schedule
