"""Counts by several dimensions at once, such as missions by base, vehicle, outcome and month, with all their totals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce

import polars as pl

from dagster_project.extracts.disclosure.protected import Protected, statuses
from dagster_project.extracts.disclosure.protection import suppress
from dagster_project.extracts.disclosure.sums import build_table
from dagster_project.extracts.disclosure.versions import remember

TOTAL = "all"


def protect_counts(
    counts: pl.DataFrame,
    hierarchies: Mapping[str, Mapping[str, str]],
    *,
    threshold: int = 5,
    published: Sequence[pl.DataFrame] = (),
) -> Protected:
    """Every cell of the cross of all dimensions and their totals that has an event, small numbers hidden.

    counts       the dimensions (text) and `count`: a row per group of events; groups may repeat.
    hierarchies  per dimension, from a code to the code that it is part of: months to tertials, bases to regions. What
                 is part of nothing is part of TOTAL.
    published    earlier versions as they were sent: the dimensions and `count`, null where it was hidden.

    The result's frame has the dimensions, `count` (null where hidden) and `suppressed`. A combination that is not there
    is zero, and the reader knows.
    """
    dimensions = list(hierarchies)
    cells = _cells(counts, hierarchies)
    table = build_table(
        cells["count"].to_numpy(),
        pl.repeat(True, len(cells), eager=True),
        _sums(cells, hierarchies),
        remember(cells, [frame.select(*dimensions, "count") for frame in published], threshold),
        threshold,
    )
    hidden = suppress(table, threshold)
    status = statuses(table, hidden)[: len(cells)]
    frame = cells.with_columns(status, count=pl.when(status.is_null()).then("count"))
    return Protected(frame, table, hidden, threshold)


def _codes(hierarchy: Mapping[str, str], leaves: Sequence[str]) -> pl.DataFrame:
    """Every code that a leaf counts towards: `leaf`, `code`."""
    found = [(leaf, code) for leaf in leaves for code in _line(hierarchy, leaf)]
    return pl.DataFrame(found, schema={"leaf": pl.String, "code": pl.String}, orient="row")


def _line(hierarchy: Mapping[str, str], code: str) -> list[str]:
    """The code, what it is part of, and so on up to the total."""
    line = [code]
    while line[-1] != TOTAL:
        line.append(hierarchy.get(line[-1], TOTAL))
    return line


def _cells(counts: pl.DataFrame, hierarchies: Mapping[str, Mapping[str, str]]) -> pl.DataFrame:
    """The dimensions and `count`: a row per combination of codes, totals included, in the codes' order."""

    def roll_up(frame: pl.DataFrame, dimension: str) -> pl.DataFrame:
        codes = _codes(hierarchies[dimension], frame[dimension].unique().to_list())
        upwards = frame.join(codes, left_on=dimension, right_on="leaf").drop(dimension).rename({"code": dimension})
        return upwards.group_by(*hierarchies).agg(pl.col("count").sum())

    inner = counts.group_by(*hierarchies).agg(pl.col("count").sum().cast(pl.Int64)).filter(pl.col("count") > 0)
    return reduce(roll_up, hierarchies, inner).select(*hierarchies, "count").sort(*hierarchies)


def _sums(cells: pl.DataFrame, hierarchies: Mapping[str, Mapping[str, str]]) -> pl.DataFrame:
    """What adds up to what: a family per dimension. `whole`, `family`, `part`."""
    numbered = cells.drop("count").with_row_index("cell").with_columns(pl.col("cell").cast(pl.Int64))
    families = []
    for dimension, hierarchy in hierarchies.items():
        parts = numbered.filter(pl.col(dimension) != TOTAL).with_columns(
            pl.col(dimension).replace_strict(hierarchy, default=TOTAL, return_dtype=pl.String)
        )
        families.append(
            numbered.join(parts, on=list(hierarchies), suffix="_part", maintain_order="left_right").select(
                whole="cell", family=pl.lit(dimension), part="cell_part"
            )
        )
    return pl.concat(families)
