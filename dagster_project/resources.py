"""What assets and checks are given: the home they write to, what is new, and the dbt project.

A run holds the home's lock from its first step to its last, since every step uses `home`; one that Dagster's daemon
started too, and it fails when another process holds it. Steps of `LAKE_JOB` share it. No work happens here.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import dagster as dg

from dagster_project.contracts import load_contracts
from dagster_project.dbt_project import DbtProject, wait_until_idle
from dagster_project.ingest import prepare
from dagster_project.inputs import Inputs
from dagster_project.releases import RunLockedError, clear_leftovers, run_lock
from dagster_project.settings import Settings

LAKE_JOB = "lake"
"""The job whose steps go side by side, in processes of their own."""
_BY_ITSELF = {"dagster/schedule_name", "dagster/sensor_name"}


def resources(settings: Settings, dbt: DbtProject, inputs: Inputs | None = None) -> dict[str, dg.ResourceDefinition]:
    """The resources by name. `inputs` saves a run the planning that its command has done already."""

    @dg.resource(description="The settings of this home, for as long as this run may write to it")
    @contextmanager
    def home(context: dg.InitResourceContext) -> Iterator[Settings]:
        shared = context.run is not None and context.run.job_name == LAKE_JOB
        with ExitStack() as stack:
            try:
                stack.enter_context(run_lock(settings.home, shared=shared))
            except RunLockedError as error:
                if context.log is not None:
                    context.log.error(f"{error}: this run did nothing.")
                raise
            if shared:
                yield settings  # what follows needs the home alone, and was done by the run before its first step
                return
            if inputs is None:  # else the command holds the lock around the run, and ends together with dbt
                stack.callback(wait_until_idle)
            clear_leftovers(settings)
            prepare(settings.lake, load_contracts().values())
            yield settings

    @dg.resource(description="Which deliveries have to be read", required_resource_keys={"home"})
    def news(context: dg.InitResourceContext) -> Inputs:
        return inputs or Inputs(settings, everything=_is_launched_by_hand(context.run))

    @dg.resource(description="The dbt project, ready to build", required_resource_keys={"home"})
    def dbt_project(_: dg.InitResourceContext) -> DbtProject:
        dbt.prepare()
        return dbt

    return {"home": home, "inputs": news, "dbt": dbt_project}


def _is_launched_by_hand(run: dg.DagsterRun | None) -> bool:
    """Whether somebody has picked the months on Dagster's pages: then they are read again, whether new or not."""
    return run is not None and not _BY_ITSELF & run.tags.keys()
