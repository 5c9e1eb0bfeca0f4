"""The release: the marts of a run whose checks have passed, published for readers."""

import importlib.metadata
import platform
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

import dagster as dg
import polars as pl

from dagster_project.contracts import load_contracts
from dagster_project.dbt_project import DbtProject
from dagster_project.dictionary import dictionary
from dagster_project.ingest import read_ledger
from dagster_project.inputs import fingerprint
from dagster_project.releases import FINDING, Check, Facts, prune, publish
from dagster_project.settings import Settings

_PACKAGES = ("nodstat", "dbt-core", "dbt-duckdb", "duckdb", "polars", "dagster")


def release_asset(marts: Iterable[dg.AssetKey]) -> dg.AssetsDefinition:
    """The asset that publishes these marts."""

    @dg.asset(
        name="release",
        deps=marts,
        description=(
            "A folder that never changes: the marts as one DuckDB file, manifest.json, which says what they come from, "
            "and docs/, which says what they mean. `current` points at the newest, and readers open nothing else."
        ),
        group_name="release",
        owners=["team:HDO Statistikk"],
        kinds={"duckdb"},
        pool="home",
    )
    def release(
        context: dg.AssetExecutionContext, home: dg.ResourceParam[Settings], dbt: dg.ResourceParam[DbtProject]
    ) -> dg.MaterializeResult[None]:
        checks = list(_checks(context.instance, context.run.run_id))
        pages = partial(dictionary, dbt=dbt.manifest(), feeds=list(load_contracts()))
        published = publish(home, _facts(home, checks), pages)
        pruned = prune(home, home.keep_releases)
        rows = published.manifest["row_counts"]
        return dg.MaterializeResult(
            metadata={
                "release_id": published.release_id,
                "path": dg.MetadataValue.path(published.path),
                "checks": len(checks),
                "pruned": len(pruned),
                **{f"rows, {table}": count for table, count in rows.items()},
            }
        )

    return release


def _facts(home: Settings, checks: list[Check]) -> Facts:
    ledger = read_ledger(home.lake)
    accepted = ledger.filter(pl.col("state") == "accepted", pl.col("period_end").is_not_null())
    return Facts(
        is_synthetic=bool(ledger["is_synthetic"].any()),
        data_as_at=dict(accepted.group_by("feed").agg(pl.col("period_end").max()).sort("feed").iter_rows()),
        checks=checks,
        versions={**{package: _version(package) for package in _PACKAGES}, "python": platform.python_version()},
        deliveries=ledger.to_dicts(),
        inputs_fingerprint=fingerprint(home),
    )


def _checks(instance: dg.DagsterInstance, run_id: str) -> Iterator[Check]:
    """Every check that this run has made, by Dagster's own account."""
    for record in instance.get_records_for_run(run_id, of_type=dg.DagsterEventType.ASSET_CHECK_EVALUATION).records:
        event = record.event_log_entry.get_dagster_event()
        evaluation = event.asset_check_evaluation_data
        is_warning = evaluation.severity == dg.AssetCheckSeverity.WARN
        figures: dict[str, Any] = {name: value.value for name, value in evaluation.metadata.items()}
        told = figures.get(FINDING, {})
        yield Check(
            name=f"{evaluation.asset_key.to_user_string()}: {evaluation.check_name}",
            state="passed" if evaluation.passed else "warned" if is_warning else "failed",
            severity="warn" if is_warning else "error",
            detail=evaluation.description or "",
            title_nb=told["title"]["nb"] if told else "",
            detail_nb=told["detail"]["nb"] if told else "",
            figures=figures,
        )


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"
