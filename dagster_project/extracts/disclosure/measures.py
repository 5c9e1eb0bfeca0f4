"""Rows of KPI values as the counts of events that each row tells."""

from __future__ import annotations

from itertools import pairwise

import polars as pl

from dagster_project.extracts.disclosure.model import DisclosureError

KEY = ("measure", "segment", "period_type", "period_start", "period_end", "org_level", "org_id")
"""What makes two rows' counts the same count."""


def told_counts(rows: pl.DataFrame, registry: pl.DataFrame) -> pl.DataFrame:
    """The counts that each row tells: KEY, `row`, `count` (null where the row is hidden), a row per row and count.

    A count tells itself; a share its numerator and its denominator, for rounded or not, one of them gives the other; a
    mean, median or percentile the number of events behind it. A measure is `subject.name`, with its threshold where it
    has one: `calls.answered_within@10`. Raises DisclosureError for a KPI that the registry does not have.
    """
    definitions = measures(registry)
    unknown = rows.join(definitions, on="kpi_id", how="anti")["kpi_id"].unique().sort()
    if len(unknown):
        raise DisclosureError(f"The registry has no {', '.join(unknown)}: give it the KPI, or leave the rows out.")
    defined = rows.with_row_index("row").join(definitions, on="kpi_id", maintain_order="left")
    is_share, is_count = pl.col("statistic") == "share", pl.col("statistic") == "count"
    told = [
        defined.filter(is_share | is_count).with_columns(measure="upper", count="numerator"),
        defined.filter(is_share).with_columns(measure="lower", count="denominator"),
        defined.filter(~is_share & ~is_count).with_columns(measure="lower", count="n"),
    ]
    return pl.concat([part.select(*KEY, "row", pl.col("count").cast(pl.Int64)) for part in told])


def measures(registry: pl.DataFrame) -> pl.DataFrame:
    """Per KPI: `kpi_id`, `subject`, `statistic`, `quantile`, and `upper` and `lower`, its two measures.

    `upper` is the numerator, `lower` the denominator or what a statistic is taken over.
    Of several definitions of one KPI the newest counts.
    """
    newest = registry.sort("valid_from").unique("kpi_id", keep="last", maintain_order=True)
    limit = pl.when(pl.col("threshold_s").is_not_null()).then(
        pl.format("@{}", pl.col("threshold_s").cast(pl.Float64).cast(pl.Int64))
    )
    return newest.select(
        "kpi_id",
        "subject",
        "statistic",
        pl.col("quantile").cast(pl.Float64),
        upper=pl.format("{}.{}{}", "subject", "numerator", limit.fill_null("")),
        lower=pl.format("{}.{}", "subject", pl.col("denominator").fill_null("")),
    )


def nestings(registry: pl.DataFrame) -> pl.DataFrame:
    """Which measures are a part of which: `whole_measure`, `family`, `part_measure`.

    Of every share, the numerator of the denominator; of two limits of one time, what is within the shorter of what is
    within the longer; and WHOLES. What a whole has besides its parts is a count too, and guarded: the complement.
    """
    shares = measures(registry).filter(pl.col("statistic") == "share").select("upper", "lower").unique()
    found = {(whole, f"{whole}>{part}", part) for part, whole in shares.rows()}
    limits = sorted((name.split("@")[0], int(name.split("@")[1])) for name in shares["upper"].unique() if "@" in name)
    for (name, shorter), (other, longer) in pairwise(limits):
        if name == other and shorter < longer:
            found.add((f"{name}@{longer}", "limits", f"{name}@{shorter}"))
    found |= {(whole, "parts", part) for whole, parts in WHOLES.items() for part in parts}
    if limits:
        found |= {("calls.answered", f"within@{limit}", f"{name}@{limit}") for name, limit in limits}
    return pl.DataFrame(sorted(found), schema=["whole_measure", "family", "part_measure"], orient="row")


WHOLES = {
    "calls.total": ("calls.offered",),
    "calls.offered": ("calls.answered", "calls.unanswered"),
    "nodsms.received": ("nodsms.forwarded", "nodsms.filtered"),
    "air.alerted": ("air.completed", "air.declined", "air.aborted"),
}
"""Measures that others are parts of by definition, where no share says so."""
