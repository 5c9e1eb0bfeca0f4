"""A package's figures, protected as one: its tables tell of the same missions, so what one hides no other may show."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import polars as pl

from dagster_project.extracts.disclosure import Loss, Margin, Protected, loss, naive, protect_counts, protect_kpis
from dagster_project.extracts.figures import AIR, NATION, QUANTILES, Figures
from dagster_project.extracts.periods import parse_period, period_of

TOTAL = "all"
CELL = ("period", "base_id", "vehicle", "category", "outcome")
"""What a count is of, and its name in every table. An outcome has its cause behind a stroke: `aborted/weather`."""
OUTCOMES = ("completed", "aborted", "declined")
FREQUENT = ("no_longer_indicated", "weather", "competing_mission")
RARE = "rare"
"""All other causes: in a week or a month they are told as one."""
AIRCRAFT = ("helicopter", "plane", "rescue_helicopter")
CAR = "rapid_response_car"
LONG = ("tertial", "year")
"""Periods in which a base has enough missions to tell of their outcomes and categories."""
Tables = Mapping[str, pl.DataFrame]
"""Exported tables by the names of the contract."""


@dataclass(frozen=True)
class ProtectedFigures:
    """The figures without what must not be told, and how the attack on them went.

    tables  per table of missions: CELL and `missions`, null where hidden.
    kpis    rows of kpi_values, `is_suppressed` where hidden; `n` is null for times.
    times   period, base_id, vehicle, time, statistic, value, null where hidden.
    lost, by_hand  what protection hides of all counts, and what the naive method would. They never leave the house.
    """

    tables: Tables
    kpis: pl.DataFrame
    times: pl.DataFrame
    lost: Loss
    by_hand: Loss
    narrow: int
    """Hidden numbers that an attacker could narrow down further than the threshold allows; 0 is withstood."""


def protect(figures: Figures, threshold: int, published: Sequence[Tables]) -> ProtectedFigures:
    """Hide what must be hidden, given all that the recipient has been sent before, and attack the result as a whole.

    Raises DisclosureError, RuntimeError for what cannot be protected at all.
    """
    above = _above(figures)
    outcomes = _outcomes(figures)
    long = [code for code in above if parse_period(code).type in LONG]
    margins = _margins([code for code in above if code not in long], long, outcomes)
    missions = protect_counts(
        figures.missions.select(*CELL[:-1], "count", outcome=_with_cause()),
        {**{name: {} for name in CELL}, "period": above, "outcome": outcomes},
        margins=[*(margin for of_table in margins.values() for margin in of_table), *_binding(margins, long)],
        shares={"outcome": OUTCOMES},
        threshold=threshold,
        published=[told(tables) for tables in published],
    )
    context = _context(figures, threshold, published)
    cells = missions.exported.rename({"count": "missions"})
    times = _times(figures, cells, threshold)
    parts = (missions, context)
    return ProtectedFigures(
        tables={name: _of_table(cells, of_table) for name, of_table in margins.items()},
        kpis=pl.concat([_air(figures, cells, times), _shown(context.exported, figures)]),
        times=times.drop("n"),
        lost=sum((loss(part.table, part.hidden) for part in parts), Loss()),
        by_hand=sum((loss(part.table, naive(part.table)) for part in parts), Loss()),
        narrow=sum(len(part.attack().narrow) for part in parts),
    )


def _margins(short: Collection[str], long: Collection[str], outcomes: Collection[str]) -> dict[str, tuple[Margin, ...]]:
    """What each table shows of short and of long periods: no more than is large enough to be shown as a rule.

    Months hide little then, and so do the tertials and years that they add up to.
    """
    in_short, in_long = {"period": short}, {"period": long}
    whole = {"outcome": (*OUTCOMES, TOTAL)}
    frequent = {"outcome": [code for code in (*outcomes, *OUTCOMES, TOTAL) if code.split("/")[-1] in _IN_SHORT]}
    every = {"outcome": [code for code in (*outcomes, *OUTCOMES, TOTAL) if not code.endswith(RARE)]}
    return {
        "oppdrag_per_base": (Margin(("period", "base_id", "vehicle")),),
        "utfall_og_arsak": (
            Margin(("period", "vehicle", "outcome"), whole),
            Margin(("period", "outcome"), {**in_short, **frequent}),
            Margin(("period", "vehicle", "outcome"), {**in_long, **every}),
            Margin(("period", "base_id", "outcome"), {**in_long, **whole}),
        ),
        "kategori": (
            Margin(("period", "vehicle", "category"), {**in_short, "vehicle": AIRCRAFT}),
            Margin(("period", "vehicle", "category"), in_long),
            Margin(("period", "base_id", "category"), in_long),
        ),
    }


_IN_SHORT = (*FREQUENT, RARE, *OUTCOMES, TOTAL)


def _binding(margins: Mapping[str, Sequence[Margin]], long: Collection[str]) -> list[Margin]:
    """What nobody is shown, but binds what is: the planes' outcomes are those of the bases with planes, and the rare
    causes of months are single ones in longer periods.
    """
    of_bases = [m for table in ("utfall_og_arsak", "kategori") for m in margins[table] if "base_id" in m.dimensions]
    rare = {"period": long, "outcome": [f"{outcome}/{RARE}" for outcome in OUTCOMES]}
    return [
        *(Margin((*margin.dimensions, "vehicle"), margin.only, is_shown=False) for margin in of_bases),
        Margin(("period", "vehicle", "outcome"), rare, is_shown=False),
    ]


def _of_table(cells: pl.DataFrame, margins: Sequence[Margin]) -> pl.DataFrame:
    return pl.concat(margin.of(cells, CELL) for margin in margins).unique(maintain_order=True)


def told(tables: Tables) -> pl.DataFrame:
    """What an earlier package told of missions: CELL and `count`, null where it was hidden."""
    found = []
    for name in _margins((), (), ()):
        frame = tables[name]
        if "cause" in frame.columns:
            no_cause = pl.col("cause") == TOTAL
            frame = frame.with_columns(outcome=pl.when(no_cause).then("outcome").otherwise(_with_cause()))
        others = [pl.lit(TOTAL).alias(column) for column in CELL if column not in frame.columns]
        found.append(frame.with_columns(others).select(*CELL, count="missions"))
    return pl.concat(found)


def _with_cause() -> pl.Expr:
    return pl.concat_str("outcome", "cause", separator="/").str.strip_suffix("/")


def _outcomes(figures: Figures) -> dict[str, str]:
    """Every outcome with a cause, and what it is part of."""
    found: dict[str, str] = {}
    for outcome, cause in figures.missions.select("outcome", "cause").filter(pl.col("cause") != "").unique().rows():
        rare = f"{outcome}/{RARE}"
        found |= {f"{outcome}/{cause}": outcome if cause in FREQUENT else rare, rare: outcome}
    return found


def _above(figures: Figures) -> dict[str, str]:
    """Every period, and the next longer one that it is part of; the package's own is part of itself."""
    codes = figures.missions["period"].unique().sort().to_list()
    found: dict[str, str] = {}
    for _, longer in pairwise(figures.types):
        below = {code: period_of(parse_period(code).start, longer).code for code in codes}
        found |= below
        codes = sorted(set(below.values()))
    return {**found, figures.period.code: figures.period.code}


def _context(figures: Figures, threshold: int, published: Sequence[Tables]) -> Protected:
    """National figures of other subjects, which share no event with missions."""
    rows = figures.kpis.filter(~pl.col("kpi_id").is_in(AIR)).drop("period")
    earlier = [tables["nokkeltall"].filter(~pl.col("kpi_id").is_in(AIR)).select(rows.columns) for tables in published]
    nobody_below = figures.bases.select(org_id="base_id", parent_id=pl.lit(NATION)).clear()
    return protect_kpis(rows, figures.registry, nobody_below, threshold=threshold, published=earlier)


def _shown(rows: pl.DataFrame, figures: Figures) -> pl.DataFrame:
    codes = figures.kpis.select("period_type", "period_start", "period").unique()
    return rows.join(codes, on=["period_type", "period_start"], maintain_order="left").with_columns(
        is_suppressed=pl.col("n").is_null()
    )


def _times(figures: Figures, cells: pl.DataFrame, threshold: int) -> pl.DataFrame:
    """Times of every group with missions: shown where enough events lie on either side of the percentile.

    And where the group's missions are shown, with enough room between the two counts: a time that is shown tells that
    its events are at least so many, which must neither narrow a hidden number down nor tell that few are without one.
    """
    least = {name: math.ceil(threshold / min(share, 1 - share) - 1e-9) for name, share in QUANTILES.items()}
    groups = cells.filter(pl.col("category") == TOTAL, pl.col("outcome") == TOTAL)
    is_long = pl.col("period").is_in([c for c in groups["period"].unique() if parse_period(c).type in LONG])
    needed = pl.col("statistic").replace_strict(least, return_dtype=pl.Int64)
    is_shown = (pl.col("n") >= needed) & (pl.col("missions") >= needed + threshold).fill_null(False)
    return (
        groups.select(*CELL[:3], "missions")
        .join(figures.times, on=list(CELL[:3]), maintain_order="left")
        .filter(is_long | (pl.col("base_id") == TOTAL) | ((pl.col("statistic") != "p90") & (pl.col("vehicle") != CAR)))
        .with_columns(value=pl.when(is_shown).then("value"))
        .drop("missions")
    )


def _air(figures: Figures, cells: pl.DataFrame, times: pl.DataFrame) -> pl.DataFrame:
    """The air ambulance's national key figures: shown where the counts, or the time, that each tells are shown."""
    national = cells.filter(pl.col("base_id") == TOTAL, pl.col("category") == TOTAL)
    counts = national.select("period", "outcome", "missions", segment="vehicle", has_missions=True)
    alerted = counts.filter(pl.col("outcome") == TOTAL).select("period", "segment", alerted="missions")
    medians = times.filter(pl.col("base_id") == TOTAL, pl.col("statistic") == "median").select(
        "period", segment="vehicle", kpi_id=pl.format("air_{}_time_median_s", "time"), time="value"
    )
    rows = figures.kpis.filter(pl.col("kpi_id").is_in(AIR)).with_columns(
        outcome=pl.col("kpi_id").str.extract("^air_missions_(.*)_share$").fill_null(TOTAL)
    )
    for other in (counts, alerted, medians):
        on = [name for name in ("period", "segment", "outcome", "kpi_id") if name in other.columns]
        rows = rows.join(other, on=on, how="left", maintain_order="left")
    # Without a row there was no mission, and the recipient knows.
    is_hidden = pl.col("alerted").is_null() | (pl.col("missions").is_null() & pl.col("has_missions").is_not_null())
    is_time = pl.col("kpi_id").str.ends_with("_time_median_s")
    rows = rows.with_columns(is_suppressed=pl.when(is_time).then(pl.col("time").is_null()).otherwise(is_hidden))
    is_shown = {
        **dict.fromkeys(("numerator", "denominator", "value", "target_met"), ~pl.col("is_suppressed")),
        "n": ~pl.col("is_suppressed") & ~is_time,
    }
    columns = [name for name in figures.kpis.columns if name != "period"]
    return rows.with_columns(pl.when(shown).then(name).alias(name) for name, shown in is_shown.items()).select(
        *columns, "period", "is_suppressed"
    )
