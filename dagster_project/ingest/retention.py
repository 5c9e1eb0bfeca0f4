"""Empty what the lake holds and nobody needs: events of superseded deliveries, and the text of quarantined lines.

Emptied, not removed: each file keeps its rows, so that the accounts still add up and a reason is still counted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import polars as pl

from dagster_project.ingest.lake import accepted_file, quarantine_file, write_parquet
from dagster_project.ingest.ledger import SUPERSEDED, LedgerRow, ledgers, rewrite

_ROW = {"delivery_id"}
_REASON = {"delivery_id", "feed", "line_number", "reason"}


def empty_superseded(lake: Path, feeds: Iterable[str], before: datetime, now: datetime) -> int:
    """Empty the deliveries that were superseded before `before` (UTC); returns how many. They never count again."""
    emptied = 0
    for feed in feeds:
        for month, rows in ledgers(lake, feed):
            ingested = {row.delivery_id: row.ingested_at for row in rows}
            old = {row.delivery_id for row in rows if _superseded_at(row, ingested) < before}
            # The ledger first: a delivery that may count must never be found empty.
            if any(row.delivery_id in old and row.emptied_at is None for row in rows):
                stamped = [replace(row, emptied_at=row.emptied_at or now) for row in rows if row.delivery_id in old]
                rewrite(lake, feed, month, [*(row for row in rows if row.delivery_id not in old), *stamped])
            for delivery_id in sorted(old):
                was_full = _empty(accepted_file(lake, feed, month, delivery_id), _ROW)
                _empty(quarantine_file(lake, feed, month, delivery_id), _REASON)
                emptied += was_full
    return emptied


def empty_quarantine(lake: Path, feeds: Iterable[str], before: datetime) -> int:
    """Take the text out of lines that were quarantined before `before` (UTC); returns of how many deliveries.

    Which line it was and why stays. A delivery that is read again has its text again.
    """
    old = [
        (feed, month, row.delivery_id)
        for feed in feeds
        for month, rows in ledgers(lake, feed)
        for row in rows
        if row.quarantined and row.ingested_at < before
    ]
    return sum(_empty(quarantine_file(lake, *place), _REASON) for place in old)


def _superseded_at(row: LedgerRow, ingested: dict[str, datetime]) -> datetime:
    """When the delivery came that superseded this one; never, if none has."""
    if row.state != SUPERSEDED or row.superseded_by is None:
        return datetime.max
    return ingested.get(row.superseded_by, datetime.max)


def _empty(path: Path, but: Collection[str]) -> bool:
    """Replace every value but those of some columns by null; whether there was any."""
    if not path.exists():
        return False
    columns = [name for name in pl.read_parquet_schema(path) if name not in but]
    frame = pl.read_parquet(path)
    if all(frame[name].null_count() == frame.height for name in columns):
        return False
    nulls = [pl.lit(None, dtype=frame.schema[name]).alias(name) for name in columns]
    write_parquet(frame.with_columns(nulls), path)
    return True
