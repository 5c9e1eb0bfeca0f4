"""Execute the Dagster job in this process, and tell its outcome in the command's own terms."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_shared.error import SerializableErrorInfo

from dagster_project.checks.gate import STEP
from dagster_project.checks.validator import Validator
from dagster_project.cli.progress import Stages
from dagster_project.cli.run_log import error_of, run_log
from dagster_project.cli.trouble import told
from dagster_project.definitions import define
from dagster_project.inputs import Inputs
from dagster_project.instance import close_dead_runs, open_instance
from dagster_project.jobs import JOB
from dagster_project.loggers import COMMAND, LOGGER
from dagster_project.partitions import range_tags
from dagster_project.settings import Settings

READING, BUILDING, RELEASING = "Reading deliveries", "Building and testing the warehouse", "Publishing the release"
JUDGING = "Judging plausibility"
_SAID_BY_CHECKS = {"DagsterAssetCheckFailedError"}
_RESULTS = (dg.DagsterEventType.ASSET_MATERIALIZATION, dg.DagsterEventType.ASSET_CHECK_EVALUATION)


@dataclass(frozen=True)
class Outcome:
    """How the job went."""

    log: Path
    """The run's log file."""
    is_released: bool = False
    failed_checks: dict[str, str] = field(default_factory=dict)
    """What each failed check has to say, by name."""
    trouble: str | None = None
    """The first error that is not a failed check, in one line."""
    is_interrupted: bool = False
    """Ctrl-C."""


def attempt(inputs: Inputs, stages: Stages, validator: Validator) -> Outcome:
    """Run the job over the months of `inputs`, and show it as stages. The caller holds the home's lock.

    Whatever goes wrong becomes part of the outcome: the stack is in the run's log, for those who can read it.
    """
    warnings.filterwarnings("ignore", category=dg.BetaWarning)
    logger = logging.getLogger(LOGGER)
    with run_log(inputs.settings, logger) as log:
        try:
            definitions = define(inputs.settings, inputs, validator)
            sizes = {
                READING: len({(delivery.feed, delivery.month) for delivery in inputs.deliveries()}),
                BUILDING: _size(definitions, "warehouse"),
            }
            logger.addHandler(listener := _Listener(stages, sizes))
            try:
                result = _execute(definitions, inputs)
            finally:
                logger.removeHandler(listener)
        except Exception as error:
            logger.exception("The run broke off")
            return Outcome(log, trouble=told(inputs.settings, f"{type(error).__name__}: {error}"))
    return _outcome(inputs.settings, result, log)


def _execute(definitions: dg.Definitions, inputs: Inputs) -> dg.ExecuteInProcessResult:
    with open_instance(inputs.settings) as instance:
        close_dead_runs(instance)
        return definitions.resolve_job_def(JOB).execute_in_process(
            instance=instance,
            tags=range_tags(inputs.months()),
            run_config={"loggers": {COMMAND: {}}},
            raise_on_error=False,
        )


class _Listener(logging.Handler):
    """Turns what Dagster logs of a run into stages and steps."""

    def __init__(self, stages: Stages, sizes: Mapping[str, int]) -> None:
        super().__init__()
        self._stages = stages
        self._sizes = sizes

    def emit(self, record: logging.LogRecord) -> None:
        """Called for each record, of which Dagster's own carry the event they tell of."""
        told: dict[str, Any] = getattr(record, "dagster_meta", {})
        event: dg.DagsterEvent | None = told.get("dagster_event")
        stage = _stage(told.get("step_key"))
        if stage is None:
            return
        if event is None:
            self._stages.advance(told["orig_message"], by=1 if stage == READING else 0)
        elif event.is_step_start:
            self._stages.begin(stage, self._sizes.get(stage))
        elif stage == BUILDING and event.event_type in _RESULTS:
            self._stages.advance()


def _stage(step_key: str | None) -> str | None:
    if step_key is None:
        return None
    return {"warehouse": BUILDING, STEP: JUDGING, "release": RELEASING}.get(step_key, READING)


def _size(definitions: dg.Definitions, name: str) -> int:
    """How many assets and checks a step makes."""
    steps = [asset for asset in definitions.assets or () if isinstance(asset, dg.AssetsDefinition)]
    return sum(len(step.keys) + len(step.check_keys) for step in steps if step.node_def.name == name)


def _outcome(settings: Settings, result: dg.ExecuteInProcessResult, log: Path) -> Outcome:
    if result.success:
        return Outcome(log, is_released=True)
    failed = {
        f"{check.asset_key.to_user_string()}: {check.check_name}": check.description or ""
        for check in result.get_asset_check_evaluations()
        if not check.passed and check.severity == dg.AssetCheckSeverity.ERROR
    }
    errors = [_root(error) for event in result.all_events if (error := error_of(event))]
    if any(error.cls_name == "DagsterExecutionInterruptedError" for error in errors):
        return Outcome(log, trouble="Interrupted", is_interrupted=True)
    others = [error.message for error in errors if error.cls_name not in _SAID_BY_CHECKS]
    return Outcome(log, failed_checks=failed, trouble=told(settings, others[0]) if others else None)


def _root(error: SerializableErrorInfo) -> SerializableErrorInfo:
    return _root(error.cause) if error.cause else error
