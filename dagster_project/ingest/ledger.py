"""The ledger: one row per delivery ever seen, and which of them count."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from pathlib import Path

import polars as pl

from dagster_project.ingest.lake import write_parquet
from dagster_project.ingest.schema import LEDGER

ACCEPTED, SUPERSEDED, REFUSED = "accepted", "superseded", "refused"


@dataclass(frozen=True)
class LedgerRow:
    """What became of a delivery. `rows_read` = `accepted` + `quarantined` + `duplicate`; all 0 when refused."""

    delivery_id: str
    feed: str
    file: str
    period: str | None
    period_start: date | None
    period_end: date | None
    version: int
    sha256: str
    rows_read: int
    accepted: int
    quarantined: int
    duplicate: int
    state: str
    """`accepted`; `superseded` by a later version; or `refused`."""
    reason: str | None
    """Why it was refused: a code of feeds.md."""
    detail: str | None
    """The reason in a sentence: what, where, and what to do."""
    superseded_by: str | None
    ingested_at: datetime
    """UTC."""
    is_synthetic: bool
    extra_columns: str | None
    """Columns that the contract does not know and that were ignored."""
    fingerprint: str
    """Contract and settings it was read with: a refused delivery is tried again when they change."""
    corrections: str | None = None
    """Fingerprint of the corrections it was read with, None without: it is read again when they change."""
    emptied_at: datetime | None = None
    """UTC: when a superseded delivery lost its events (see `retention`). It cannot count again unless it is read."""


def folder(lake: Path, feed: str) -> Path:
    """Where the ledger of a feed lies, a file per month."""
    return lake / feed / "ledger"


def read_ledger(lake: Path, feed: str | None = None) -> pl.DataFrame:
    """The ledger of a feed, or of all: the columns of `schema.LEDGER`, by feed, period, version and time."""
    paths = sorted(lake.glob(f"{feed or '*'}/ledger/*.parquet"))
    if not paths:
        return pl.DataFrame(schema=LEDGER)
    return pl.read_parquet(paths, schema=LEDGER, missing_columns="insert").sort(
        "feed", "period", "version", "ingested_at", "delivery_id", nulls_last=True
    )


def still_refused(ledger: pl.DataFrame) -> pl.DataFrame:
    """The refused deliveries that nothing has made good; the ledger's columns, latest first.

    Made good is a delivery when one of the same period, and of its version or a higher one, was accepted since.
    """
    refused = ledger.filter(pl.col("state") == REFUSED)
    accepted = ledger.filter(pl.col("state") != REFUSED).select("feed", "period", "version", "ingested_at")
    made_good = refused.join(accepted, on=["feed", "period"], suffix="_accepted").filter(
        pl.col("version_accepted") >= pl.col("version"), pl.col("ingested_at_accepted") >= pl.col("ingested_at")
    )
    return refused.join(made_good, on="delivery_id", how="anti").sort("ingested_at", "file", descending=[True, False])


def record(lake: Path, feed: str, month: str, rows: Iterable[LedgerRow]) -> tuple[LedgerRow, ...]:
    """Add rows to a feed's ledger of a month, settle which versions count, and give the rows as they now stand.

    The file is replaced whole, so a run that is cut off leaves the ledger of before.
    """
    path = folder(lake, feed) / f"{month}.parquet"
    new = {row.delivery_id: row for row in rows}
    old = [row for row in _load(path) if row.delivery_id not in new]
    settled = _settled([*old, *new.values()])
    rewrite(lake, feed, month, settled)
    return tuple(row for row in settled if row.delivery_id in new)


def forget(lake: Path, feed: str, month: str, delivery_ids: Collection[str]) -> None:
    """Take deliveries out of a feed's ledger of a month, before their files are written again.

    A run that is cut off while it writes leaves them unseen, so the next run reads them again.
    """
    path = folder(lake, feed) / f"{month}.parquet"
    rows = _load(path)
    kept = [row for row in rows if row.delivery_id not in delivery_ids]
    if len(kept) < len(rows):
        rewrite(lake, feed, month, kept)


def ledgers(lake: Path, feed: str) -> Iterator[tuple[str, list[LedgerRow]]]:
    """The ledger of a feed, month by month."""
    for path in sorted(folder(lake, feed).glob("*.parquet")):
        if rows := _load(path):
            yield path.stem, rows


def rewrite(lake: Path, feed: str, month: str, rows: Iterable[LedgerRow]) -> None:
    """Replace a feed's ledger of a month, in one step."""
    path = folder(lake, feed) / f"{month}.parquet"
    write_parquet(pl.DataFrame(_records(list(rows)), schema=LEDGER, orient="row"), path)


def _load(path: Path) -> list[LedgerRow]:
    if not path.exists():
        return []
    rows = pl.read_parquet(path, schema=LEDGER, missing_columns="insert")  # of before a column came to be
    return [LedgerRow(**row) for row in rows.iter_rows(named=True)]


def _records(rows: list[LedgerRow]) -> list[tuple[object, ...]]:
    return [tuple(getattr(row, field.name) for field in fields(LedgerRow)) for row in rows]


def _settled(rows: list[LedgerRow]) -> list[LedgerRow]:
    """Per period the highest version counts, of equal ones the latest; the others are superseded by it."""
    counting: dict[str | None, LedgerRow] = {}
    for row in sorted(rows, key=lambda row: (row.version, row.ingested_at, row.file)):
        if row.state != REFUSED and row.emptied_at is None:
            counting[row.period] = row
    return [row if row.state == REFUSED else _against(row, counting.get(row.period)) for row in rows]


def _against(row: LedgerRow, counting: LedgerRow | None) -> LedgerRow:
    if counting is None:
        return row  # emptied, and what superseded it is gone
    if row.delivery_id == counting.delivery_id:
        return replace(row, state=ACCEPTED, superseded_by=None)
    return replace(row, state=SUPERSEDED, superseded_by=counting.delivery_id)
