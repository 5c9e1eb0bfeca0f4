"""What starts a run when something happens, and not at a time: deliveries that came or changed."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from time import time

import dagster as dg

from dagster_project.contracts import load_contracts
from dagster_project.ingest import CorrectionError, MixedDataError, last_change, read_ledger
from dagster_project.inputs import Inputs, fingerprint
from dagster_project.instance import close_dead_runs, is_busy, maybe_dead_runs
from dagster_project.jobs import run_job
from dagster_project.partitions import range_tags
from dagster_project.releases import RunLockedError, run_lock
from dagster_project.settings import Settings

_EVERY_S = 30
"""How often Dagster looks, at most; as often as deliveries can have lain still, if that is less."""


def new_deliveries(settings: Settings) -> dg.SensorDefinition:
    """A run over the months of new and changed deliveries, once all have lain still for `settings.quiet_seconds`.

    The same state of deliveries gets one run, however it ends: the morning's schedule tries again.
    """

    @dg.sensor(
        job=run_job,
        name="new_deliveries",
        minimum_interval_seconds=min(_EVERY_S, settings.quiet_seconds),
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Ingest, build and release deliveries as they come.",
    )
    def sensor(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
        if (reason := _not_now(context.instance, settings)) is not None:
            return dg.SkipReason(reason)
        inputs = Inputs(settings)
        try:
            months = inputs.months()
        except (
            FileNotFoundError,
            MixedDataError,
            CorrectionError,
        ) as error:  # a file that goes away meanwhile was not meant
            return dg.SkipReason(f"{error}.")
        if not months:
            return dg.SkipReason(f"Nothing new in {settings.raw}.")
        state = _state(inputs)
        if state == context.cursor:
            return dg.SkipReason("What is new has had its run, which did not read it: the run's log says why.")
        if (holder := _locked_by(settings)) is not None:
            return dg.SkipReason(f"{holder}.")
        # The key is for a daemon that dies before it has kept the cursor.
        return dg.SensorResult([dg.RunRequest(run_key=state, tags=range_tags(months))], cursor=state)

    return sensor


def _not_now(instance: dg.DagsterInstance, settings: Settings) -> str | None:
    """Why there is no need to look at the deliveries yet, in words."""
    if maybe_dead_runs(instance):  # asked first: a run that is about to take the lock must not find it taken
        with suppress(RunLockedError), run_lock(settings.home):
            close_dead_runs(instance)
    if is_busy(instance):
        return "A run is under way."
    if not _is_quiet(settings):
        return f"Deliveries came within the last {settings.quiet_seconds} s: there may be more."
    return None


def _is_quiet(settings: Settings) -> bool:
    """Whether every delivery has lain still for a while; one that goes away during the look has not."""
    try:
        changes = [last_change(contract, settings) for contract in load_contracts().values()]
    except FileNotFoundError:
        return False
    return time() - max(changes) >= settings.quiet_seconds


def _state(inputs: Inputs) -> str:
    """The same as long as the same deliveries would be read, in the same way, on top of the same lake.

    The lake belongs to it: a file that is replaced and then put back is news both times.
    """
    digest = hashlib.sha256(fingerprint(inputs.settings).encode())
    read_last = max(read_ledger(inputs.settings.lake)["ingested_at"].to_list(), default=None)
    digest.update("\n".join([f"{read_last}", *sorted(d.delivery_id for d in inputs.deliveries())]).encode())
    return digest.hexdigest()


def _locked_by(settings: Settings) -> str | None:
    """Who writes to the home now, in words; such as `nodstat run`, or `nodstat releases`, from a terminal."""
    try:
        with run_lock(settings.home):
            return None
    except RunLockedError as error:
        return str(error)
