"""The lake on many workers: each feed a step in a process of its own, and many runs, each of its own months, at once.

Nothing is serialised here: a step writes only its feed's and months' files, and the lock is shared. Who builds and
publishes needs the home alone, and so waits or leaves until the last worker has ended, and the other way round.
"""

from __future__ import annotations

from collections.abc import Iterator

import dagster as dg
from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition
from dagster._core.execution.context.system import PlanOrchestrationContext
from dagster._core.execution.plan.plan import ExecutionPlan
from dagster._core.execution.retries import RetryMode
from dagster._core.executor.multiprocess import MultiprocessExecutor

from dagster_project.contracts import load_contracts
from dagster_project.ingest import prepare
from dagster_project.releases import run_lock
from dagster_project.resources import LAKE_JOB
from dagster_project.settings import Settings


def lake_job(settings: Settings) -> UnresolvedAssetJobDefinition:
    """Reads the chosen months, whether new or not, and no more: the next run of the line builds and releases."""
    return dg.define_asset_job(
        LAKE_JOB,
        selection=dg.AssetSelection.groups("lake").without_checks(),
        description="Read the chosen months' deliveries into the lake, feeds side by side in processes of their own.",
        executor_def=_side_by_side(settings),
    )


def _side_by_side(settings: Settings) -> dg.ExecutorDefinition:
    @dg.executor(
        name="side_by_side",
        config_schema={"max_concurrent": dg.Field(int, default_value=2, description="How many workers")},
        requirements=dg.multiple_process_executor_requirements(),
    )
    def executor(context: dg.InitExecutorContext) -> dg.Executor:
        workers = context.executor_config["max_concurrent"]
        assert isinstance(workers, int), "the schema above"
        return _Sharing(settings, workers)

    return executor


class _Sharing(MultiprocessExecutor):
    """Shares the home's lock from the first step to the last: between two steps, too, nobody may have it alone."""

    def __init__(self, settings: Settings, workers: int) -> None:
        super().__init__(
            retries=RetryMode.DISABLED,
            max_concurrent=workers,
            # A worker begins with Dagster imported, which takes longer than many a feed; Polars may not be forked.
            start_method="forkserver",
            explicit_forkserver_preload=["dagster", "dagster_dbt"],
        )
        self._settings = settings

    def execute(
        self, plan_context: PlanOrchestrationContext, execution_plan: ExecutionPlan
    ) -> Iterator[dg.DagsterEvent]:
        """Called by Dagster, in the run's own process."""
        with run_lock(self._settings.home, shared=True):
            prepare(self._settings.lake, load_contracts().values())
            yield from super().execute(plan_context, execution_plan)
