"""The job that prunes the home, under the same lock as a run."""

from datetime import UTC, datetime

import dagster as dg

from dagster_project.retention import prune_home
from dagster_project.settings import Settings


@dg.op(pool="home", description="Old releases, superseded events, quarantined lines' text, old history and logs.")
def prune(context: dg.OpExecutionContext, home: dg.ResourceParam[Settings]) -> None:
    """Prune, and say what went."""
    context.log.info(f"{prune_home(home, context.instance, datetime.now(UTC))}")


@dg.job(
    executor_def=dg.in_process_executor,
    description="Prune what the settings NODSTAT_KEEP_… do not keep. No figure changes.",
)
def prune_job() -> None:
    """All of it in one step."""
    prune()
