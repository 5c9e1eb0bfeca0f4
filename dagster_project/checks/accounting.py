"""Accounting: no row of a delivery is lost, and none is made up."""

from collections.abc import Iterable
from pathlib import Path

import dagster as dg
import duckdb
import polars as pl

from dagster_project.contracts import Contract
from dagster_project.ingest import read_ledger
from dagster_project.settings import Settings


def accounting_checks(contracts: Iterable[Contract]) -> list[dg.AssetChecksDefinition]:
    """One check per feed of the lake. A feed whose accounts do not add up is not built upon."""
    return [_check(contract) for contract in contracts]


def discrepancies(lake: Path, feed: str) -> pl.DataFrame:
    """The deliveries whose accounts do not add up: none, if all is well.

    Two things are held together for every delivery that was not refused. In the ledger, rows read = accepted +
    quarantined + duplicate; and the lake's files really hold as many accepted and quarantined rows as it says.
    Columns: delivery_id, rows_read, accepted, quarantined, duplicate, accepted_in_lake, quarantined_in_lake.
    """
    ledger = read_ledger(lake, feed).filter(pl.col("state") != "refused")
    return (
        ledger.select("delivery_id", "rows_read", "accepted", "quarantined", "duplicate")
        .join(_rows_in(lake / feed / "accepted", "accepted_in_lake"), on="delivery_id", how="left")
        .join(_rows_in(lake / feed / "quarantine", "quarantined_in_lake"), on="delivery_id", how="left")
        .with_columns(pl.col("accepted_in_lake", "quarantined_in_lake").fill_null(0))
        .filter(
            (pl.col("rows_read") != pl.col("accepted") + pl.col("quarantined") + pl.col("duplicate"))
            | (pl.col("accepted") != pl.col("accepted_in_lake"))
            | (pl.col("quarantined") != pl.col("quarantined_in_lake"))
        )
    )


def _rows_in(folder: Path, name: str) -> pl.DataFrame:
    """Rows per file, from the files' footers alone: a file is a delivery."""
    with duckdb.connect() as connection:
        rows = connection.execute(
            "SELECT parse_filename(file_name, true), num_rows FROM parquet_file_metadata(?)",
            [str(folder / "month=*" / "*.parquet")],
        ).fetchall()
    return pl.DataFrame(rows, schema={"delivery_id": pl.String, name: pl.Int64}, orient="row")


def _check(contract: Contract) -> dg.AssetChecksDefinition:
    @dg.asset_check(
        asset=["lake", contract.feed],
        name="accounting",
        description="Rows read = accepted + quarantined + duplicate, and so many rows lie in the lake.",
        blocking=True,
    )
    def accounting(home: dg.ResourceParam[Settings]) -> dg.AssetCheckResult:
        wrong = discrepancies(home.lake, contract.feed)
        listed = ", ".join(wrong["delivery_id"].head(5))
        return dg.AssetCheckResult(
            passed=wrong.is_empty(),
            severity=dg.AssetCheckSeverity.ERROR,
            description=f"{wrong.height} deliveries do not add up: {listed}" if listed else None,
            metadata={"deliveries that do not add up": wrong.height},
        )

    return accounting
