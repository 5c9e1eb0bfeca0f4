"""Counts by several dimensions at once, such as missions by base, vehicle, outcome and month, with their totals."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce

import polars as pl

from dagster_project.extracts.disclosure.protected import Protected, statuses
from dagster_project.extracts.disclosure.protection import suppress
from dagster_project.extracts.disclosure.sums import build_table
from dagster_project.extracts.disclosure.versions import remember

TOTAL = "all"
Hierarchies = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Margin:
    """The cross of some dimensions and their totals, over all of the others.

    only      of a dimension, the codes that it has; else every one, and TOTAL.
    is_shown  False for one that nobody is shown, but that binds those that are shown: its cells are guarded too.
    """

    dimensions: tuple[str, ...]
    only: Mapping[str, Collection[str]] = field(default_factory=dict)
    is_shown: bool = True

    def of(self, cells: pl.DataFrame, dimensions: Collection[str]) -> pl.DataFrame:
        """The cells that are this margin's."""
        others = [pl.col(name) == TOTAL for name in dimensions if name not in self.dimensions]
        inside = [pl.col(name).is_in(list(codes)) for name, codes in self.only.items()]
        return cells.filter(*others, *inside)


def protect_counts(
    counts: pl.DataFrame,
    hierarchies: Hierarchies,
    *,
    margins: Sequence[Margin] | None = None,
    shares: Mapping[str, Collection[str]] | None = None,
    threshold: int = 5,
    published: Sequence[pl.DataFrame] = (),
) -> Protected:
    """Every cell of the margins that has an event, small numbers hidden, all of them protected as one.

    counts       the dimensions (text) and `count`: a row per group of events; groups may repeat.
    hierarchies  per dimension, from a code to the code that it is part of: months to tertials, bases to regions. What
                 is part of nothing is part of TOTAL, or of itself if it has nothing above it.
    margins      what is shown; else the cross of all dimensions.
    shares       per dimension, the codes that are told as shares of its TOTAL: what else there is, is guarded too.
    published    earlier versions as they were sent: the dimensions and `count`, null where it was hidden.

    A cell is known by its codes alone, so the same count is one cell in however many margins it stands. The result's
    frame has the dimensions, `count` (null where hidden) and `suppressed`. A combination that is not there is zero, and
    the reader knows.
    """
    dimensions = list(hierarchies)
    cells = _cells(counts, hierarchies, margins or [Margin(tuple(dimensions))])
    table = build_table(
        cells["count"].to_numpy(),
        cells["exported"],
        pl.concat([_sums(cells, hierarchies), _complements(cells, dimensions, shares or {})]),
        remember(cells.drop("exported"), [frame.select(*dimensions, "count") for frame in published], threshold),
        threshold,
    )
    hidden = suppress(table, threshold)
    status = statuses(table, hidden)[: len(cells)]
    frame = cells.with_columns(status, count=pl.when(status.is_null()).then("count"))
    return Protected(frame.filter("exported").drop("exported"), table, hidden, threshold)


def _codes(hierarchy: Mapping[str, str], leaves: Sequence[str]) -> pl.DataFrame:
    """Every code that a leaf counts towards: `leaf`, `code`."""
    found = [(leaf, code) for leaf in leaves for code in _line(hierarchy, leaf)]
    return pl.DataFrame(found, schema={"leaf": pl.String, "code": pl.String}, orient="row")


def _line(hierarchy: Mapping[str, str], code: str) -> list[str]:
    """The code, what it is part of, and so on up to the top."""
    line = [code]
    while line[-1] != TOTAL and hierarchy.get(line[-1]) != line[-1]:
        line.append(hierarchy.get(line[-1], TOTAL))
    return line


def _cells(counts: pl.DataFrame, hierarchies: Hierarchies, margins: Sequence[Margin]) -> pl.DataFrame:
    """The dimensions, `count` and `exported`: a row per combination of codes of any margin, in the codes' order."""
    dimensions = list(hierarchies)
    shown = [(margin, _rolled_up(counts, hierarchies, margin)) for margin in margins if margin.is_shown]
    found = [frame.with_columns(exported=True) for _, frame in shown]
    for margin in margins:
        if not margin.is_shown:
            found.append(_possible(_rolled_up(counts, hierarchies, margin), margin, shown).with_columns(exported=False))
    return pl.concat(found).unique(dimensions, keep="first", maintain_order=True).sort(dimensions)


def _rolled_up(counts: pl.DataFrame, hierarchies: Hierarchies, margin: Margin) -> pl.DataFrame:
    def roll_up(frame: pl.DataFrame, dimension: str) -> pl.DataFrame:
        codes = _codes(hierarchies[dimension], frame[dimension].unique().to_list())
        upwards = frame.join(codes, left_on=dimension, right_on="leaf").drop(dimension).rename({"code": dimension})
        return upwards.group_by(*hierarchies).agg(pl.col("count").sum())

    others = [pl.lit(TOTAL).alias(name) for name in hierarchies if name not in margin.dimensions]
    inner = counts.filter(pl.col("count") > 0).with_columns(others).group_by(*hierarchies)
    sums = reduce(roll_up, margin.dimensions, inner.agg(pl.col("count").sum().cast(pl.Int64)))
    return margin.of(sums.select(*hierarchies, "count"), hierarchies)


def _possible(sums: pl.DataFrame, margin: Margin, shown: Sequence[tuple[Margin, pl.DataFrame]]) -> pl.DataFrame:
    """The cells of a margin that is not shown, as far as what is shown allows there to be any: zeros are among them."""
    dimensions = [name for name in sums.columns if name != "count"]
    everything = [sums.select(pl.col(name).unique().sort()) for name in dimensions]
    cells = reduce(lambda one, other: one.join(other, how="cross"), everything)
    for other, frame in shown:
        if set(other.dimensions) <= set(margin.dimensions):
            above = cells.with_columns(
                *(pl.col(name).alias(f"_{name}") for name in dimensions),
                *(pl.lit(TOTAL).alias(name) for name in dimensions if name not in other.dimensions),
            )
            none = other.of(above, dimensions).join(frame, on=dimensions, how="anti")
            cells = cells.join(none.select(pl.col(f"_{name}").alias(name) for name in dimensions), dimensions, "anti")
    return cells.join(sums, on=dimensions, how="left").with_columns(pl.col("count").fill_null(0))


def _sums(cells: pl.DataFrame, hierarchies: Hierarchies) -> pl.DataFrame:
    """What adds up to what: a family per dimension. `whole`, `family`, `part`."""
    numbered = _numbered(cells)
    families = []
    for dimension, hierarchy in hierarchies.items():
        tops = [TOTAL, *(code for code, above in hierarchy.items() if code == above)]
        parts = numbered.filter(~pl.col(dimension).is_in(tops)).with_columns(
            pl.col(dimension).replace_strict(hierarchy, default=TOTAL, return_dtype=pl.String)
        )
        families.append(_joined(numbered, parts, list(hierarchies), dimension))
    return pl.concat(families)


def _complements(cells: pl.DataFrame, dimensions: Sequence[str], shares: Mapping[str, Collection[str]]) -> pl.DataFrame:
    """Each code of `shares` as the only part of the total that is named: what is left is its complement."""
    numbered = _numbered(cells).filter("exported")
    families = [numbered.clear().select(whole="cell", family=pl.lit(""), part="cell")]
    for dimension, codes in shares.items():
        for code in codes:
            parts = numbered.filter(pl.col(dimension) == code).with_columns(pl.lit(TOTAL).alias(dimension))
            families.append(_joined(numbered, parts, dimensions, f"{dimension} but {code}"))
    return pl.concat(families)


def _numbered(cells: pl.DataFrame) -> pl.DataFrame:
    return cells.drop("count").with_row_index("cell").with_columns(pl.col("cell").cast(pl.Int64))


def _joined(wholes: pl.DataFrame, parts: pl.DataFrame, dimensions: Sequence[str], family: str) -> pl.DataFrame:
    """Parts, whose codes have become those of their wholes, with these."""
    return wholes.join(parts, on=dimensions, suffix="_part", maintain_order="left_right").select(
        whole="cell", family=pl.lit(family), part="cell_part"
    )
