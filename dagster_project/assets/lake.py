"""The lake: one asset per contract. What is in a delivery is the contract's business, how it is read is ingest's."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import dagster as dg
import polars as pl

from dagster_project.contracts import Contract
from dagster_project.ingest import UNDATED, ingest_months, read_ledger
from dagster_project.inputs import Inputs
from dagster_project.partitions import MONTHS, in_no_partition
from dagster_project.settings import Settings

_FORMATS = {"csv": "csv", "jsonl": "json", "xlsx": "excel"}


def lake_assets(contracts: Iterable[Contract]) -> list[dg.AssetsDefinition | dg.AssetSpec]:
    """For each contract the deliveries, which come from elsewhere, and the lake's part that is made of them."""
    return [make(contract) for contract in contracts for make in (_deliveries, _lake_asset)]


def lake_key(feed: str) -> dg.AssetKey:
    """The key of a feed's part of the lake."""
    return dg.AssetKey(["lake", feed])


def _deliveries(contract: Contract) -> dg.AssetSpec:
    return dg.AssetSpec(
        ["data_raw", contract.feed],
        description=f"{_title(contract)}: the files as they were delivered, one per {contract.period}. Never edited.",
        group_name="data_raw",
        owners=[f"team:{contract.owner}"],
        kinds={_FORMATS[contract.format]},
    )


def _lake_asset(contract: Contract) -> dg.AssetsDefinition:
    @dg.asset(
        key=lake_key(contract.feed),
        deps=[["data_raw", contract.feed]],
        description=(
            f"{_title(contract)}. One row per event of an accepted delivery, in canonical columns and UTC; beside it "
            "the quarantine, one row per rejected row with its reason, and the ledger, one row per delivery."
        ),
        group_name="lake",
        owners=[f"team:{contract.owner}"],
        kinds={"polars", "parquet"},
        metadata={"contract": dg.MetadataValue.path(f"dagster_project/contracts/{contract.feed}.odcs.yaml")},
        code_version=contract.fingerprint[:16],
        partitions_def=MONTHS,
        # Months cost Dagster more than they cost Polars: however many, they are one step.
        backfill_policy=dg.BackfillPolicy.single_run(),
        pool="home",
    )
    def feed(
        context: dg.AssetExecutionContext, home: dg.ResourceParam[Settings], inputs: dg.ResourceParam[Inputs]
    ) -> None:
        chosen = set(context.partition_keys)
        planned = inputs.plan(contract).months
        months = {month: planned[month] for month in planned if month in chosen or in_no_partition(month)}
        for month, result in ingest_months(contract, months, home):
            context.log.info(f"{contract.feed}: {len(result.rows)} deliveries {_of(month)}")
        ledger = read_ledger(home.lake, contract.feed)
        counts, reasons = _counts_by_month(ledger), _reasons_by_month(home.lake, contract.feed, ledger)
        for month in chosen:
            metadata = {**counts.get(month, _NO_DELIVERIES), **reasons.get(month, {})}
            context.add_asset_metadata(metadata, partition_key=month)

    return feed


def _title(contract: Contract) -> str:
    """As the beginning of a longer text."""
    return contract.title.rstrip(".")


def _of(month: str) -> str:
    return "without a period" if month == UNDATED else f"of {month}"


_NO_DELIVERIES = {"deliveries": 0, "refused": 0, "dagster/partition_row_count": 0, "quarantined": 0, "duplicate": 0}


def _counts_by_month(ledger: pl.DataFrame) -> Mapping[str, Mapping[str, int]]:
    """What of each month counts now, for Dagster's plots over partitions."""
    counting = pl.col("state") == "accepted"
    months = (
        ledger.filter(pl.col("period").is_not_null())
        .group_by(month=pl.col("period").str.head(7))
        .agg(
            counting.sum().alias("deliveries"),
            (pl.col("state") == "refused").sum().alias("refused"),
            pl.col("accepted").filter(counting).sum().alias("dagster/partition_row_count"),
            pl.col("quarantined").filter(counting).sum(),
            pl.col("duplicate").filter(counting).sum(),
        )
    )
    return {row.pop("month"): row for row in months.iter_rows(named=True)}


def _reasons_by_month(lake: Path, feed: str, ledger: pl.DataFrame) -> Mapping[str, Mapping[str, int]]:
    """How many rows of a month's counting deliveries are in quarantine for each reason, as `quarantined, <reason>`."""
    counting = ledger.filter(pl.col("state") == "accepted", pl.col("quarantined") > 0)
    counted = (
        pl.scan_parquet(lake / feed / "quarantine" / "month=*" / "*.parquet", hive_partitioning=False)
        .join(counting.lazy().select("delivery_id", month=pl.col("period").str.head(7)), on="delivery_id")
        .group_by("month", "reason")
        .len()
        .sort("month", "reason")
        .collect()
    )
    months: dict[str, dict[str, int]] = {}
    for month, reason, count in counted.iter_rows():
        months.setdefault(month, {})[f"quarantined, {reason}"] = count
    return months
