"""Corrections of deliveries: what a row must hold, what it becomes, why, and how many rows it changed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import date

import polars as pl

from dagster_project.contracts import Contract
from dagster_project.ingest.schema import CORRECTION

Texts = tuple[str | None, ...]


@dataclass(frozen=True)
class Correction:
    """One entry of `corrections/<feed>.yaml`.

    Columns have their canonical names, which stay when a source renames its own. Values are texts as the source
    writes them, None an empty one: what is corrected is read and judged as any other row.
    """

    correction_id: str
    first: date
    last: date
    """It concerns the deliveries whose period holds a day from `first` to `last`."""
    match: tuple[tuple[str, Texts], ...]
    """Columns, and the values of which each must have one."""
    changes: tuple[tuple[str, str | None], ...]
    """Columns, and the value each gets."""
    reason: str
    decided_by: str
    decided: date

    @property
    def matched(self) -> str:
        """What it matches, in one line."""
        return " and ".join(f"{name} = {' or '.join(map(_shown, texts))}" for name, texts in self.match)

    @property
    def changed(self) -> str:
        """What it changes, in one line."""
        return ", ".join(f"{name} = {_shown(text)}" for name, text in self.changes)

    def concerns(self, start: date, end: date) -> bool:
        """Whether a delivery of that period has to be read with it."""
        return start <= self.last and end >= self.first


def fingerprint_of(corrections: Sequence[Correction]) -> str | None:
    """The same for the same corrections in the same order; None for none.

    Every word of them counts, since the release tells every word.
    """
    if not corrections:
        return None
    return hashlib.sha256(repr([astuple(correction) for correction in corrections]).encode()).hexdigest()[:16]


def correct(
    raw: pl.LazyFrame, contract: Contract, corrections: Sequence[Correction]
) -> tuple[pl.LazyFrame, pl.LazyFrame]:
    """Raw rows (`formats.header.raw_schema`) as corrected, and one row with the number that each correction changed.

    Each correction sees what those before it left. A row that already is as it would become is not changed by it. The
    original line is kept as text, unless the feed has free text: what was corrected may be what nobody should read.
    """
    has_free_text = any(column.is_scanned for column in contract.sourced)
    for number, correction in enumerate(corrections):
        is_changed = pl.col(_mark(number))
        changes = dict(correction.changes)
        if has_free_text:
            changes["text"] = None
        raw = raw.with_columns(_is_changed(correction).alias(_mark(number))).with_columns(
            pl.when(is_changed).then(pl.lit(text, dtype=pl.String)).otherwise(name).alias(name)
            for name, text in changes.items()
        )
    marks = [_mark(number) for number in range(len(corrections))]
    return raw.drop(marks), raw.select(pl.col(marks).sum().cast(pl.Int64))


def effects(feed: str, delivery_id: str, corrections: Sequence[Correction], tally: pl.DataFrame) -> pl.DataFrame:
    """The corrections that changed rows of a delivery (`schema.CORRECTION`), from the second frame of `correct`."""
    rows = [
        (delivery_id, feed, c.correction_id, c.matched, c.changed, c.reason, c.decided_by, c.decided, count)
        for c, count in zip(corrections, tally.row(0), strict=True)
        if count
    ]
    return pl.DataFrame(rows, schema=CORRECTION, orient="row")


def _mark(number: int) -> str:
    return f"corrected.{number}"


def _is_changed(correction: Correction) -> pl.Expr:
    matches = [pl.col(name).is_in(list(texts), nulls_equal=True) for name, texts in correction.match]
    differs = [pl.col(name).ne_missing(pl.lit(text, dtype=pl.String)) for name, text in correction.changes]
    return ~pl.col("malformed") & pl.all_horizontal(matches) & pl.any_horizontal(differs)


def _shown(text: str | None) -> str:
    return "(empty)" if text is None else text
