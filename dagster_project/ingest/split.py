"""Part conformed rows into accepted events, quarantine and duplicates, and count each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from dagster_project.contracts import Contract
from dagster_project.ingest.conform import RAW, REASON
from dagster_project.ingest.personal import holds_birth_number, holds_identifier
from dagster_project.ingest.schema import QUARANTINE, event_schema

DUPLICATE = "duplicate"


@dataclass(frozen=True)
class Counts:
    """Rows of one delivery. `read` = `accepted` + `quarantined` + `duplicate`."""

    read: int
    accepted: int
    duplicate: int
    reasons: Mapping[str, int]
    """Quarantined rows by reason code."""

    @property
    def quarantined(self) -> int:
        """Rows in quarantine."""
        return sum(self.reasons.values())


@dataclass(frozen=True)
class Split:
    """The rows of some deliveries, parted. Each keeps the order of its file."""

    accepted: pl.DataFrame
    """Columns of `event_schema`."""
    quarantine: pl.DataFrame
    """Columns of `QUARANTINE`."""
    counts: Mapping[str, Counts]
    """By delivery_id."""


def split(rows: pl.DataFrame, contract: Contract) -> Split:
    """Part the rows that `conform` gives."""
    rows = _with_repeats(rows, contract)
    is_accepted = pl.col(REASON).is_null()
    quarantine = rows.filter(~is_accepted & (pl.col(REASON) != DUPLICATE)).with_columns(
        feed=pl.lit(contract.feed),
        text=pl.when(~_may_be_personal(contract)).then("text"),
    )
    return Split(
        accepted=rows.filter(is_accepted).select(event_schema(contract).names()),
        quarantine=quarantine.select(pl.col(name).cast(dtype) for name, dtype in QUARANTINE.items()),
        counts=_counts(rows),
    )


def _with_repeats(rows: pl.DataFrame, contract: Contract) -> pl.DataFrame:
    """Give rows whose id stood earlier in their delivery the reason `duplicate` or `conflicting_duplicate`.

    Contents are the contract's columns as delivered: a column that the contract ignores makes no difference.
    """
    key = ["delivery_id", contract.key.name]
    if rows.select(pl.col(contract.key.name).n_unique()).item() == len(rows):
        return rows  # no id twice in all of them: the usual case, told at a fifth of the cost
    is_repeated = rows.select(
        pl.struct(key).is_duplicated() & pl.col(key[1]).is_not_null() & ~pl.col("malformed")
    ).to_series()
    if not is_repeated.any():
        return rows
    contents = pl.struct(RAW + column.name for column in contract.sourced)
    line = pl.col("line_number")
    repeats = (
        rows.with_row_index("row")
        .filter(is_repeated)
        .sort("delivery_id", "line_number")
        .select(
            "row",
            pl.when(~contents.is_first_distinct().over(key))
            .then(pl.lit(DUPLICATE))
            .when(pl.col(REASON).is_null() & (line != line.min().over(key)))
            .then(pl.lit("conflicting_duplicate"))
            .otherwise(REASON)
            .alias(REASON),
        )
    )
    return rows.with_columns(rows[REASON].scatter(repeats["row"], repeats[REASON]))


def _may_be_personal(contract: Contract) -> pl.Expr:
    """Whether a quarantined line's text is kept out of quarantine.

    If the feed has free text at all, a line that cannot be parted into columns may hold anything anywhere, and one
    whose columns stand in another order may hold free text where a code, a room or a time should be. An id is no such
    place: it may well look like a telephone number.
    """
    may_be = (pl.col(REASON) == "personal_identifier") | holds_birth_number(pl.col("text"))
    if any(column.is_scanned for column in contract.sourced):
        misplaced = [holds_identifier(pl.col(RAW + c.name)) for c in contract.sourced if c.kind != "text"]
        may_be = may_be | (pl.col("malformed") & holds_identifier(pl.col("text"))) | pl.any_horizontal(misplaced)
    return may_be.fill_null(False)


def _counts(rows: pl.DataFrame) -> dict[str, Counts]:
    tallies: dict[str, dict[str | None, int]] = {}
    for delivery_id, reason, number in rows.group_by("delivery_id", REASON).len().iter_rows():
        tallies.setdefault(delivery_id, {})[reason] = number
    return {
        delivery_id: Counts(
            read=sum(tally.values()),
            accepted=tally.get(None, 0),
            duplicate=tally.get(DUPLICATE, 0),
            reasons={r: n for r, n in sorted(tally.items(), key=str) if r is not None and r != DUPLICATE},
        )
        for delivery_id, tally in tallies.items()
    }
