"""How a run went, by the events that Dagster has of it, in the terms of those who are told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import dagster as dg
from dagster_shared.error import SerializableErrorInfo

from dagster_project.settings import Settings
from dagster_project.trouble import in_one_line

_SAID_BY_CHECKS = {"DagsterAssetCheckFailedError"}
_INTERRUPTED = {"DagsterExecutionInterruptedError"}
_BESIDE_ANOTHER = {"RunLockedError"}


@dataclass(frozen=True)
class Outcome:
    """What kept a run from releasing; empty, if nothing did."""

    failed_checks: dict[str, str] = field(default_factory=dict)
    """What each failed check has to say, by name."""
    trouble: str | None = None
    """The first error that is not a failed check, in one line."""
    is_interrupted: bool = False
    """Ended from outside: Ctrl-C, or by whoever ended Dagster."""
    is_beside_another: bool = False
    """Another process was writing to the home, so this run did nothing."""


def outcome_of(settings: Settings, events: Iterable[dg.DagsterEvent]) -> Outcome:
    """The outcome of a run that did not succeed, from all its events."""
    events = list(events)
    errors = [_root(error) for event in events if (error := error_of(event))]
    kinds = {error.cls_name for error in errors}
    if kinds & _INTERRUPTED:
        return Outcome(trouble="Interrupted", is_interrupted=True)
    others = [error.message for error in errors if error.cls_name not in _SAID_BY_CHECKS]
    # A run whose process died has no error, only what Dagster says of it.
    others += [event.message or "" for event in events if event.is_job_failure and not errors]
    return Outcome(
        failed_checks=_failed_checks(events),
        trouble=in_one_line(settings, others[0]) if others else None,
        is_beside_another=bool(kinds & _BESIDE_ANOTHER),
    )


def error_of(event: dg.DagsterEvent | None) -> SerializableErrorInfo | None:
    """The error that an event tells of, if it tells of one."""
    if event is None or not (event.is_step_failure or event.is_job_failure):
        return None
    # Of a run that was only found dead, the event has no data.
    return getattr(event.event_specific_data, "error", None)


def _failed_checks(events: Iterable[dg.DagsterEvent]) -> dict[str, str]:
    made = [
        event.asset_check_evaluation_data
        for event in events
        if event.event_type == dg.DagsterEventType.ASSET_CHECK_EVALUATION
    ]
    return {
        f"{check.asset_key.to_user_string()}: {check.check_name}": check.description or ""
        for check in made
        if not check.passed and check.severity == dg.AssetCheckSeverity.ERROR
    }


def _root(error: SerializableErrorInfo) -> SerializableErrorInfo:
    return _root(error.cause) if error.cause else error
