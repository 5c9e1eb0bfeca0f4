"""The national totals that a director reads first: to be shown, and what is small hidden by numbers further down."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from dagster_project.extracts.disclosure.contingency import TOTAL


def headlines(
    counts: pl.DataFrame,
    dimensions: Sequence[str],
    kinds: Sequence[tuple[str, ...]],
    threshold: int,
    earlier: Sequence[pl.DataFrame],
) -> pl.DataFrame:
    """Totals by each of `kinds` that may be shown beside each other: the dimensions and `count`.

    The protector takes each for a number that is out already, which it neither hides nor counts on to hide others; the
    attack says whether the rest suffices. Left to the protector: what is small, with the smallest others until those
    left out of one sum cover each other; and what an `earlier` table has hidden.
    """
    found = [
        _spread(_safe(_totals(counts, kind).with_columns(whole=_above(kind)), threshold), dimensions) for kind in kinds
    ]
    found.append(_spread(_totals(counts, ()).filter(pl.col("count") >= threshold), dimensions))
    shown = pl.concat(found).unique(maintain_order=True)
    for frame in earlier:
        shown = shown.join(frame.filter(pl.col("count").is_null()), on=list(dimensions), how="anti")
    return shown


def _totals(counts: pl.DataFrame, kind: Sequence[str]) -> pl.DataFrame:
    if not kind:
        return counts.select(pl.col("count").sum())
    return counts.group_by(kind, maintain_order=True).agg(pl.col("count").sum())


def _above(kind: Sequence[str]) -> pl.Expr:
    """The sum that each is a part of: causes are parts of their outcome."""
    if kind != ("outcome",):
        return pl.lit("")
    return (
        pl.when(pl.col("outcome").str.contains("/"))
        .then(pl.col("outcome").str.split("/").list.first())
        .otherwise(pl.lit(""))
    )


def _safe(totals: pl.DataFrame, threshold: int) -> pl.DataFrame:
    """Those that may be shown: n hidden counts of one sum S lie between 1 and S − n + 1, which must be wide enough."""
    ranked = totals.sort("count").with_columns(
        n=pl.int_range(1, pl.len() + 1).over("whole"), sum=pl.col("count").cum_sum().over("whole")
    )
    is_small = pl.col("count") < threshold
    covers = (pl.col("n") >= 2) & (pl.col("sum") - pl.col("n") >= threshold)
    # What is left out is the smallest: at least all that are small, and on until they cover each other.
    first_covering = pl.col("n").filter(covers & ~(is_small.shift(-1).fill_null(False))).min().over("whole")
    left_out = (
        pl.when(is_small.any().over("whole"))
        .then(pl.col("n") <= first_covering.fill_null(pl.len()))
        .otherwise(pl.lit(False))
    )
    return ranked.filter(~left_out & ~is_small).drop("n", "sum", "whole")


def _spread(totals: pl.DataFrame, dimensions: Sequence[str]) -> pl.DataFrame:
    missing = [pl.lit(TOTAL).alias(name) for name in dimensions if name not in totals.columns]
    return totals.with_columns(missing).select(*dimensions, "count")
