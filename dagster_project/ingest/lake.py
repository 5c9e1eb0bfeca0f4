"""The lake: where accepted events and quarantined rows lie, one file per delivery."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from pathlib import Path

import polars as pl

from dagster_project.contracts import Contract
from dagster_project.ingest.schema import CORRECTION, LEDGER, QUARANTINE, event_schema

NO_MONTH = "0000-00"
"""Holds a file without rows, so that a reader of a folder always finds the columns."""

_CONTRACTS: dict[str, pl.DataType] = {
    "feed": pl.String(),
    "title": pl.String(),
    "source_system": pl.String(),
    "owner": pl.String(),
    "period": pl.String(),
    "starts": pl.Date(),
    "due_hour": pl.Int32(),
}


def write_parquet(frame: pl.DataFrame, path: Path) -> None:
    """Write a file whole or not at all: under another name first, then renamed. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{threading.get_native_id()}.tmp")
    try:
        frame.write_parquet(draft, compression="zstd", compression_level=1)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def accepted_file(lake: Path, feed: str, month: str, delivery_id: str) -> Path:
    """Where a delivery's accepted events lie."""
    return lake / feed / "accepted" / f"month={month}" / f"{delivery_id}.parquet"


def quarantine_file(lake: Path, feed: str, month: str, delivery_id: str) -> Path:
    """Where a delivery's quarantined rows lie; there is no file when it has none."""
    return lake / feed / "quarantine" / f"month={month}" / f"{delivery_id}.parquet"


def corrected_file(lake: Path, feed: str, month: str, delivery_id: str) -> Path:
    """Where the corrections that changed rows of a delivery lie; there is no file when none did."""
    return lake / feed / "corrections" / f"month={month}" / f"{delivery_id}.parquet"


def prepare(lake: Path, contracts: Iterable[Contract]) -> None:
    """Lay what every reader of the lake counts on: the contracts as a table, and a file without rows per folder.

    `contracts.parquet`: feed, title, source_system, owner, period, starts (first period expected, or null) and
    due_hour (local hour of the day after a period ends).
    """
    contracts = tuple(contracts)
    for contract in contracts:
        for path, schema in (
            (accepted_file(lake, contract.feed, NO_MONTH, "schema"), event_schema(contract)),
            (quarantine_file(lake, contract.feed, NO_MONTH, "schema"), pl.Schema(QUARANTINE)),
            (corrected_file(lake, contract.feed, NO_MONTH, "schema"), pl.Schema(CORRECTION)),
            (lake / contract.feed / "ledger" / "schema.parquet", pl.Schema(LEDGER)),
        ):
            if not path.exists() or pl.read_parquet_schema(path) != schema:
                write_parquet(pl.DataFrame(schema=schema), path)
    table = pl.DataFrame(
        [(c.feed, c.title, c.source_system, c.owner, c.period, c.starts, c.due_hour) for c in contracts],
        schema=_CONTRACTS,
        orient="row",
    )
    write_parquet(table, lake / "contracts.parquet")
