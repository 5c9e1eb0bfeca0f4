"""Rows of kpi_values, protected: over segments, periods, org levels, complements and earlier versions."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from dagster_project.extracts.disclosure.measures import KEY, measures, nestings, told_counts
from dagster_project.extracts.disclosure.model import DisclosureError
from dagster_project.extracts.disclosure.protected import PRIMARY, Protected, statuses
from dagster_project.extracts.disclosure.protection import suppress
from dagster_project.extracts.disclosure.sums import build_table
from dagster_project.extracts.disclosure.versions import remember

HIDDEN_COLUMNS = ("numerator", "denominator", "value", "n", "target_met")
PUBLIC_SUBJECTS = ("rooms",)
"""Counts of institutions, not of events with people in them: shown as they are."""
PERIODS = (("day", "week"), ("day", "month", "tertial", "year"))
"""Each is a sum of the one before, where all of those are there."""
ALL = "all"


def protect_kpis(
    rows: pl.DataFrame,
    registry: pl.DataFrame,
    organisations: pl.DataFrame,
    *,
    threshold: int = 5,
    published: Sequence[pl.DataFrame] = (),
) -> Protected:
    """The rows, with HIDDEN_COLUMNS null where a number would tell of fewer than `threshold` events.

    rows           columns of kpi_values: all that the recipient gets, in every file and on every page.
    registry       dim_kpi: kpi_id, subject, statistic, numerator, denominator, quantile, threshold_s, valid_from.
    organisations  `org_id` and `parent_id`, a row per organisation but the topmost: room to HF, HF to RHF, base to NO …
    published      what was sent or shown before, in the columns of kpi_values, null where it was hidden.

    A row is hidden if any count that it tells is. A median or percentile is hidden too if fewer than `threshold` events
    lie on one side of it, its complement: a median of 9 rests on 4 that were quicker, so with threshold 5 it takes 10.
    Raises DisclosureError for weeks beside months without days: what those have in common is then unknown here, but not
    to a reader with a calendar.
    """
    subject = rows.join(measures(registry), on="kpi_id", how="left", maintain_order="left")["subject"]
    private = rows.filter(~subject.is_in(PUBLIC_SUBJECTS).fill_null(False))
    told = told_counts(private, registry)
    cells = told.group_by(KEY, maintain_order=True).agg(pl.col("count").first(), pl.col("count").n_unique().alias("k"))
    if (cells["k"] > 1).any():
        name, segment, _, start, *_ = cells.filter(pl.col("k") > 1).row(0)
        raise DisclosureError(f"Rows disagree on {name}, segment {segment}, from {start}: take them from one release.")
    cells = cells.drop("k")
    earlier = [told_counts(frame.join(registry, on="kpi_id", how="semi"), registry).drop("row") for frame in published]
    table = build_table(
        cells["count"].to_numpy(),
        pl.repeat(True, len(cells), eager=True),
        _sums(cells.drop("count"), registry, organisations),
        remember(cells, earlier, threshold),
        threshold,
    )
    hidden = suppress(table, threshold)
    of_cells = cells.select(KEY).with_columns(statuses(table, hidden)[: len(cells)])
    of_rows = (
        told.join(of_cells, on=KEY, nulls_equal=True)
        .group_by("row")
        .agg(pl.col("suppressed").min())  # primary before secondary, either before null
    )
    numbered = private.with_row_index("row").join(of_rows, on="row", how="left", maintain_order="left")
    numbered = numbered.join(measures(registry), on="kpi_id", how="left", maintain_order="left").with_columns(
        suppressed=pl.when(_rests_on_few(threshold)).then(pl.lit(PRIMARY)).otherwise("suppressed")
    )
    status = rows.join(
        numbered.select("kpi_id", *KEY[1:], "suppressed"), on=["kpi_id", *KEY[1:]], how="left", maintain_order="left"
    )["suppressed"]
    frame = rows.with_columns(status).with_columns(
        pl.when(pl.col("suppressed").is_null()).then(pl.col(name)).alias(name)
        for name in HIDDEN_COLUMNS
        if name in rows.columns
    )
    return Protected(frame, table, hidden, threshold)


def _rests_on_few(threshold: int) -> pl.Expr:
    """Rows that are sensitive as rows: too few events in numerator, complement or base, or beyond the percentile."""
    numerator, rest = pl.col("numerator"), pl.col("denominator") - pl.col("numerator")
    few = [count.is_between(1, threshold - 1) for count in (numerator, rest, pl.col("n"))]
    tail = (pl.min_horizontal("quantile", 1 - pl.col("quantile")) * pl.col("n") + 1e-9).floor() < threshold
    return pl.any_horizontal(*few, tail).fill_null(False)


def _sums(cells: pl.DataFrame, registry: pl.DataFrame, organisations: pl.DataFrame) -> pl.DataFrame:
    """What adds up to what: `whole`, `family`, `part`."""
    cells = cells.with_row_index("cell").with_columns(pl.col("cell").cast(pl.Int64))
    return pl.concat(
        [
            _segments(cells),
            _nested(cells, registry),
            _nearest(cells, _organisations(organisations), ("org_id",), leave="org_level"),
            *(_nearest(cells, found, PERIOD, leave=None) for found in _periods(cells)),
        ]
    )


PERIOD = ("period_type", "period_start", "period_end")


def _segments(cells: pl.DataFrame) -> pl.DataFrame:
    """A measure's segments add up to all of it."""
    rest = [name for name in KEY if name != "segment"]
    wholes, parts = cells.filter(pl.col("segment") == ALL), cells.filter(pl.col("segment") != ALL)
    return wholes.join(parts, on=rest, suffix="_part", nulls_equal=True).select(
        whole="cell", family=pl.lit("segment"), part="cell_part"
    )


def _nested(cells: pl.DataFrame, registry: pl.DataFrame) -> pl.DataFrame:
    """Measures that are parts of others."""
    rest = [name for name in KEY if name != "measure"]
    wholes = cells.join(nestings(registry), left_on="measure", right_on="whole_measure")
    return wholes.join(
        cells, left_on=["part_measure", *rest], right_on=["measure", *rest], suffix="_part", nulls_equal=True
    ).select(whole="cell", family="family", part="cell_part")


def _organisations(organisations: pl.DataFrame) -> pl.DataFrame:
    """Every organisation above every other: `org_id`, `above_org_id`, `distance`."""
    step = organisations.select("org_id", above_org_id="parent_id").drop_nulls().unique()
    found, reached, distance = [], step, 1
    while len(reached):
        found.append(reached.with_columns(distance=pl.lit(distance)))
        reached = reached.join(step, left_on="above_org_id", right_on="org_id", suffix="_next").select(
            "org_id", above_org_id="above_org_id_next"
        )
        distance += 1
    return pl.concat(found) if found else step.with_columns(distance=pl.lit(0))


def _periods(cells: pl.DataFrame) -> list[pl.DataFrame]:
    """Per chain of period types, every period that holds another: PERIOD, `above_…` of each, `distance`."""
    periods = cells.select(PERIOD).unique()
    types = set(periods["period_type"])
    if "week" in types and types & {"month", "tertial", "year"} and "day" not in types:
        raise DisclosureError(
            "Weeks beside months cannot be protected without the days: give them as well, or one only."
        )
    above = periods.rename({name: f"above_{name}" for name in PERIOD})
    held = periods.join(above, how="cross").filter(
        pl.col("period_start") >= pl.col("above_period_start"), pl.col("period_end") <= pl.col("above_period_end")
    )
    found = []
    for chain in PERIODS:
        steps = [
            (lower, upper, chain.index(upper) - chain.index(lower))
            for lower in chain
            for upper in chain[chain.index(lower) + 1 :]
        ]
        order = pl.DataFrame(steps, schema=["period_type", "above_period_type", "distance"], orient="row")
        found.append(held.join(order, on=["period_type", "above_period_type"]))
    return found


def _nearest(cells: pl.DataFrame, above: pl.DataFrame, by: Sequence[str], leave: str | None) -> pl.DataFrame:
    """Each cell as a part of the nearest cell above it that is there, by organisation or by period."""
    rest = [name for name in KEY if name not in {*by, leave}]
    wholes = cells.rename({name: f"above_{name}" for name in by})
    return (
        cells.join(above, on=list(by))
        .join(wholes, on=[*rest, *(f"above_{name}" for name in by)], suffix="_whole", nulls_equal=True)
        .filter(pl.col("distance") == pl.col("distance").min().over("cell"))
        .select(whole="cell_whole", family=pl.lit(by[0]), part="cell")
    )
