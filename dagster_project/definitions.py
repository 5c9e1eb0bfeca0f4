"""Everything Dagster knows, in the order of the line: deliveries, lake, warehouse, release. Start reading here."""

from __future__ import annotations

import dagster as dg

from dagster_project.alert_sensors import alert_sensors
from dagster_project.assets.extracts import extracts
from dagster_project.assets.lake import lake_assets
from dagster_project.assets.release import release_asset
from dagster_project.assets.warehouse import warehouse_assets
from dagster_project.checks.accounting import accounting_checks
from dagster_project.checks.corrections import correction_checks
from dagster_project.checks.gate import plausibility_checks, validator_resource
from dagster_project.checks.validator import Validator
from dagster_project.contracts import load_contracts
from dagster_project.dbt_project import DbtProject
from dagster_project.inputs import Inputs
from dagster_project.jobs import run_job
from dagster_project.loggers import COMMAND, command_logger
from dagster_project.pruning import prune_job
from dagster_project.resources import resources
from dagster_project.schedules import daily_run, nightly_prune
from dagster_project.sensors import new_deliveries
from dagster_project.settings import Settings
from dagster_project.telemetry import turn_off
from dagster_project.workers import lake_job


def define(settings: Settings, inputs: Inputs | None = None, validator: Validator | None = None) -> dg.Definitions:
    """The definitions for a home. Raises DbtError when the dbt project does not parse."""
    contracts = load_contracts()
    dbt = DbtProject(settings)
    warehouse = warehouse_assets(dbt.manifest(), list(contracts))
    marts = [key for key in warehouse.keys if key.path[0] == "marts"]
    line = dg.Definitions(
        assets=[*lake_assets(contracts.values()), warehouse, release_asset(marts)],
        asset_checks=[
            *accounting_checks(contracts.values()),
            *correction_checks(contracts.values()),
            plausibility_checks(),
        ],
        jobs=[run_job, lake_job(settings), prune_job],
        schedules=[daily_run(settings), nightly_prune()],
        sensors=[new_deliveries(settings), *alert_sensors(settings)],
        # Also of a backfill, which is no job of ours: in processes of their own, steps would take the lock in turn.
        executor=dg.in_process_executor,
        resources={**resources(settings, dbt, inputs), "validator": validator_resource(validator)},
        loggers={"console": dg.colored_console_logger, COMMAND: command_logger},
    )
    return dg.Definitions.merge(line, extracts(settings))


@dg.definitions
def definitions() -> dg.Definitions:
    """The code location, for Dagster's web server and daemon."""
    turn_off()
    return define(Settings.from_environment())
