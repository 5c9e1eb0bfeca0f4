"""Prune a home: old releases, the lake's needless contents, Dagster's history, the runs' logs. No figure changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import dagster as dg

from dagster_project.contracts import load_contracts
from dagster_project.ingest import empty_quarantine, empty_superseded
from dagster_project.releases import prune, run_lock
from dagster_project.settings import Settings

_ENDED = [dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED]


@dataclass(frozen=True)
class Pruned:
    """How much went."""

    releases: int
    superseded: int
    """Superseded deliveries whose events went."""
    quarantined: int
    """Deliveries whose quarantined lines lost their text."""
    runs: int
    """Runs of Dagster's history."""
    logs: int
    """Log files."""


def prune_home(settings: Settings, instance: dg.DagsterInstance, now: datetime) -> Pruned:
    """Prune what the settings do not keep at `now`, which knows its zone.

    Raises RunLockedError while another process writes to the home.
    """
    utc = now.astimezone(UTC).replace(tzinfo=None)
    feeds = list(load_contracts())
    with run_lock(settings.home):
        return Pruned(
            releases=len(prune(settings, settings.keep_releases)),
            superseded=empty_superseded(settings.lake, feeds, utc - timedelta(days=settings.keep_superseded_days), utc),
            quarantined=empty_quarantine(settings.lake, feeds, utc - timedelta(days=settings.keep_quarantine_days)),
            runs=_prune_history(instance, now - timedelta(days=settings.keep_history_days)),
            logs=_prune_logs(settings, now - timedelta(days=settings.keep_history_days)),
        )


def _prune_history(instance: dg.DagsterInstance, before: datetime) -> int:
    """Delete runs, but not the last that made an asset or a month of it: these say what there is."""
    kept = _last_makers(instance)
    old = instance.get_run_records(dg.RunsFilter(statuses=_ENDED, updated_before=before))
    doomed = [record.dagster_run.run_id for record in old if record.dagster_run.run_id not in kept]
    for run_id in doomed:
        instance.delete_run(run_id)
    return len(doomed)


def _last_makers(instance: dg.DagsterInstance) -> set[str]:
    makers: set[str] = set()
    for key in instance.all_asset_keys():
        made = dg.DagsterEventType.ASSET_MATERIALIZATION
        months = instance.event_log_storage.get_latest_storage_id_by_partition(key, made)
        if months:
            latest = dg.AssetRecordsFilter(asset_key=key, storage_ids=list(months.values()))
            makers |= {record.run_id for record in instance.fetch_materializations(latest, limit=len(months)).records}
        if (event := instance.get_latest_materialization_event(key)) is not None:
            makers.add(event.run_id)
    return makers


def _prune_logs(settings: Settings, before: datetime) -> int:
    old = [path for path in (settings.home / "logs").glob("run-*.log") if path.stat().st_mtime < before.timestamp()]
    for path in old:
        path.unlink()
    return len(old)
