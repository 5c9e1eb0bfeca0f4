"""The shape of what ingest writes: canonical events, quarantined rows and the ledger."""

from __future__ import annotations

import polars as pl

from dagster_project.contracts import Contract

_TYPES: dict[str, pl.DataType] = {
    "text": pl.String(),
    "code": pl.String(),
    "room": pl.String(),
    "flag": pl.Boolean(),
    "time": pl.Datetime("ms"),
    "date": pl.Date(),
    "count": pl.Int64(),
    "seconds": pl.Float64(),
}

QUARANTINE: dict[str, pl.DataType] = {
    "delivery_id": pl.String(),
    "feed": pl.String(),
    "line_number": pl.Int32(),
    "reason": pl.String(),
    "text": pl.String(),
}
"""A quarantined row; `text` is the original line, null where it may hold personal data."""

CORRECTION: dict[str, pl.DataType] = {
    "delivery_id": pl.String(),
    "feed": pl.String(),
    "correction_id": pl.String(),
    "matched": pl.String(),
    "changed": pl.String(),
    "reason": pl.String(),
    "decided_by": pl.String(),
    "decided_date": pl.Date(),
    "rows_changed": pl.Int64(),
}
"""A correction that changed rows of a delivery: what it matched and what it changed are told in words."""

LEDGER: dict[str, pl.DataType] = {
    "delivery_id": pl.String(),
    "feed": pl.String(),
    "file": pl.String(),
    "period": pl.String(),
    "period_start": pl.Date(),
    "period_end": pl.Date(),
    "version": pl.Int32(),
    "sha256": pl.String(),
    "rows_read": pl.Int64(),
    "accepted": pl.Int64(),
    "quarantined": pl.Int64(),
    "duplicate": pl.Int64(),
    "state": pl.String(),
    "reason": pl.String(),
    "detail": pl.String(),
    "superseded_by": pl.String(),
    "ingested_at": pl.Datetime("ms"),
    "is_synthetic": pl.Boolean(),
    "extra_columns": pl.String(),
    "fingerprint": pl.String(),
    "corrections": pl.String(),
    "emptied_at": pl.Datetime("ms"),
}
"""A row of the ledger; see `ledger.LedgerRow`."""


def event_schema(contract: Contract) -> pl.Schema:
    """Columns of the feed's accepted events: the contract's own, then how they came about.

    Times are UTC without a zone, to the millisecond; `local_date` and `local_hour` are Europe/Oslo.
    """
    columns = {column.name: _TYPES[column.kind] for column in contract.columns}
    if contract.times:
        columns |= {
            "clock_skew": pl.Boolean(),
            "time_ambiguous": pl.Boolean(),
            "local_date": pl.Date(),
            "local_hour": pl.Int8(),
        }
    return pl.Schema({**columns, "delivery_id": pl.String()})
