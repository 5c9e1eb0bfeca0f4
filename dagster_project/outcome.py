"""How a run went, by the events that Dagster has of it, in the terms of those who are told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import dagster as dg
from dagster_shared.error import SerializableErrorInfo

from dagster_project.releases import FINDING
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
    failed_checks_nb: dict[str, str] = field(default_factory=dict)
    """The same as managers read it: in Norwegian, by title, where the check has such words."""
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
    failed = [
        evaluation
        for event in events
        if event.event_type == dg.DagsterEventType.ASSET_CHECK_EVALUATION
        and not (evaluation := event.asset_check_evaluation_data).passed
        and evaluation.severity == dg.AssetCheckSeverity.ERROR
    ]
    return Outcome(
        failed_checks={_name(check): check.description or "" for check in failed},
        failed_checks_nb=dict(map(_in_norwegian, failed)),
        trouble=in_one_line(settings, others[0]) if others else None,
        is_beside_another=bool(kinds & _BESIDE_ANOTHER),
    )


def error_of(event: dg.DagsterEvent | None) -> SerializableErrorInfo | None:
    """The error that an event tells of, if it tells of one."""
    if event is None or not (event.is_step_failure or event.is_job_failure):
        return None
    # Of a run that was only found dead, the event has no data.
    return getattr(event.event_specific_data, "error", None)


def _name(check: dg.AssetCheckEvaluation) -> str:
    return f"{check.asset_key.to_user_string()}: {check.check_name}"


def _in_norwegian(check: dg.AssetCheckEvaluation) -> tuple[str, str]:
    finding = check.metadata.get(FINDING)
    if finding is None:
        return _name(check), check.description or ""
    words: Any = finding.value
    return words["title"]["nb"], words["detail"]["nb"]


def _root(error: SerializableErrorInfo) -> SerializableErrorInfo:
    return _root(error.cause) if error.cause else error
