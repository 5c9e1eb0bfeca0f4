"""When things run by themselves, in Norwegian local time."""

import dagster as dg

from dagster_project.inputs import Inputs, is_released
from dagster_project.jobs import run_job
from dagster_project.partitions import range_tags
from dagster_project.settings import Settings


def daily_run(settings: Settings) -> dg.ScheduleDefinition:
    """Every morning, after the night's deliveries: a run over the months that have something new."""

    @dg.schedule(
        job=run_job,
        cron_schedule="30 5 * * *",
        execution_timezone="Europe/Oslo",
        name="daily_run",
        description="Ingest, build and release what came in the night.",
    )
    def schedule() -> dg.RunRequest | dg.SkipReason:
        months = Inputs(settings).months()
        if not months and is_released(settings):
            return dg.SkipReason(f"Nothing new in {settings.raw}.")
        return dg.RunRequest(tags=range_tags(months))

    return schedule
