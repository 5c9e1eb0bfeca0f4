"""Execute the Dagster job in this process, and tell its outcome in the command's own terms."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dagster as dg

from dagster_project.checks.gate import STEP
from dagster_project.checks.validator import Validator
from dagster_project.cli.progress import Stages
from dagster_project.cli.run_log import run_log
from dagster_project.definitions import define
from dagster_project.inputs import Inputs
from dagster_project.instance import close_dead_runs, open_instance
from dagster_project.jobs import JOB
from dagster_project.loggers import COMMAND, LOGGER
from dagster_project.outcome import Outcome, outcome_of
from dagster_project.partitions import range_tags
from dagster_project.trouble import in_one_line

READING, BUILDING, RELEASING = "Reading deliveries", "Building and testing the warehouse", "Publishing the release"
JUDGING = "Judging plausibility"
_RESULTS = (dg.DagsterEventType.ASSET_MATERIALIZATION, dg.DagsterEventType.ASSET_CHECK_EVALUATION)


@dataclass(frozen=True)
class Attempt:
    """How the job went, and where it says so."""

    log: Path
    """The run's log file."""
    outcome: Outcome | None
    """None: released."""


def attempt(inputs: Inputs, stages: Stages, validator: Validator) -> Attempt:
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
            return Attempt(log, Outcome(trouble=in_one_line(inputs.settings, f"{type(error).__name__}: {error}")))
    return Attempt(log, None if result.success else outcome_of(inputs.settings, result.all_events))


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
