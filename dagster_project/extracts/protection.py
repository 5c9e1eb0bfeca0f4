"""A package's figures, protected as one: its tables tell of the same missions, so what one hides no other may show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from dagster_project.extracts.disclosure import (
    Protected,
    attack,
    protect_counts,
    protect_kpis,
)
from dagster_project.extracts.disclosure.measures import KEY, told_counts
from dagster_project.extracts.figures import NATION, Figures
from dagster_project.extracts.headlines import headlines
from dagster_project.extracts.linked import SAME, joined
from dagster_project.extracts.periods import parse_period

TOTAL = "all"
Kinds = tuple[tuple[str, ...], ...]
Tables = Mapping[str, pl.DataFrame]
"""Exported tables by the names of the contract."""

_OUTCOMES = ("completed", "aborted", "declined")
_MEASURES = {"air.alerted": TOTAL, **{f"air.{outcome}": outcome for outcome in _OUTCOMES}}
"""Counts of KPIs that the tables of missions tell too, and the outcome that they are of."""


@dataclass(frozen=True)
class ProtectedFigures:
    """The three tables without what must not be told (kpis, by_base, by_category), and how the attack on them went.

    `by_base` and `by_category` have all totals, under `all`; `hidden` of `cells` are hidden, over all three.
    """

    kpis: pl.DataFrame
    by_base: pl.DataFrame
    by_category: pl.DataFrame
    cells: int
    hidden: int
    narrow: int
    """Hidden numbers that an attacker could narrow down further than the threshold allows; 0 is withstood."""


def protect(figures: Figures, threshold: int, published: Sequence[Tables]) -> ProtectedFigures:
    """Hide what must be hidden, given all that the recipient has been sent before, and attack the result as a whole.

    Raises DisclosureError, RuntimeError for what cannot be protected at all.
    """
    withheld: list[pl.DataFrame] = []
    for round_, claims in enumerate([*_CLAIMS, *[_CLAIMS[-1]] * _ROUNDS]):
        found, covering = _protect(figures, threshold, published, claims, withheld)
        if not found.narrow:
            break
        if round_ >= len(_CLAIMS) - 1:
            withheld.append(covering)
    return found


_ROUNDS = 4  # in which totals of bases are hidden too, where too little lies below those of categories
_CLAIMS: tuple[tuple[Kinds, Kinds], ...] = (
    ((("vehicle",), ("outcome",)), (("category",), ("outcome",))),
    ((("vehicle",), ("outcome",)), (("category",),)),
    ((("vehicle",), ("outcome",)), ()),
    ((), ()),
)
"""Totals to be shown first, of bases and of categories: as many as leave enough to hide, which the attack decides."""


def _protect(
    figures: Figures,
    threshold: int,
    published: Sequence[Tables],
    claims: tuple[Kinds, Kinds],
    withheld: Sequence[pl.DataFrame],
) -> tuple[ProtectedFigures, pl.DataFrame]:
    """Also the totals of bases that would have to be hidden, for what is still narrow: `SAME` and `missions`, null."""
    by_base = _by_base(figures, threshold, published, claims[0], withheld)
    shown = _margins(figures, by_base)
    by_category = _by_category(figures, threshold, published, shown, claims[1])
    kpis = _kpis(figures, threshold, published, shown)
    parts = [
        (by_base, _of_bases(figures, by_base)),
        (by_category, _of_categories(figures, by_category)),
        (kpis, _of_kpis(figures)),
    ]
    table, hidden = joined(parts)
    narrow = attack(table, hidden, threshold).narrow
    found = ProtectedFigures(
        kpis.exported,
        _named(figures, by_base),
        _named(figures, by_category),
        cells=sum(int(part.table.exported.sum()) for part, _ in parts),
        hidden=sum(int(part.hidden.sum()) for part, _ in parts),
        narrow=len(narrow),
    )
    inside = (int(cell) - len(by_base.table.values) for cell in narrow)
    rows = found.by_category[[cell for cell in inside if 0 <= cell < len(found.by_category)]]
    return found, rows.select(
        "period",
        "vehicle",
        base_id=pl.lit(TOTAL),
        outcome=pl.col("outcome").str.split("/").list.first(),
        missions=pl.lit(None, dtype=pl.Int64),
    ).unique()


def _periods(figures: Figures, leaves: pl.DataFrame) -> dict[str, Mapping[str, str]]:
    """The dimension `period`, where there are several: months to tertials, tertials to the year, which is the total."""
    codes = leaves["period"].unique().to_list()
    if codes == [figures.period.code]:
        return {}
    above = {f"{period['period']}" for period in figures.kpis.select("period").unique().iter_rows(named=True)}
    found = {}
    for code in [*codes, *(above - {figures.period.code} - set(codes))]:
        inside = [
            other
            for other in above - {code, figures.period.code}
            if parse_period(other).holds(parse_period(code)) and parse_period(other).type != parse_period(code).type
        ]
        found[code] = min(inside, key=lambda other: parse_period(other).end - parse_period(other).start, default=TOTAL)
    return {"period": found}


def _earlier(figures: Figures, frame: pl.DataFrame, dimensions: Sequence[str]) -> pl.DataFrame:
    """An earlier table in the terms of protect_counts."""
    code = figures.period.code
    if "period" in dimensions:
        frame = frame.with_columns(pl.col("period").replace({code: TOTAL}))
    else:
        frame = frame.filter(pl.col("period") == code)
    return frame.select(*dimensions, count="missions")


def _by_base(
    figures: Figures,
    threshold: int,
    published: Sequence[Tables],
    claims: Kinds,
    withheld: Sequence[pl.DataFrame],
) -> Protected:
    hierarchies: dict[str, Mapping[str, str]] = {"base_id": {}, "vehicle": {}, "outcome": {}}
    hierarchies |= _periods(figures, figures.by_base)
    before = [*(tables["oppdrag_per_base"] for tables in published), *withheld]
    earlier = [_earlier(figures, frame, list(hierarchies)) for frame in before]
    counts = figures.by_base.select(*hierarchies, "count")
    if claims:
        earlier.append(headlines(counts, list(hierarchies), claims, threshold, earlier))
    return protect_counts(counts, hierarchies, threshold=threshold, published=earlier)


def _by_category(
    figures: Figures, threshold: int, published: Sequence[Tables], shown: pl.DataFrame, claims: Kinds
) -> Protected:
    """Outcome and cause are one dimension, `aborted/weather` below `aborted`: what was completed has no cause."""
    outcome = pl.concat_str("outcome", "cause", separator="/").str.strip_suffix("/")
    counts = figures.by_category.with_columns(outcome=outcome)
    causes = {code: code.split("/")[0] for code in counts["outcome"].unique().to_list() if "/" in code}
    hierarchies: dict[str, Mapping[str, str]] = {"vehicle": {}, "category": {}, "outcome": causes}
    hierarchies |= _periods(figures, figures.by_category)
    before = [
        tables["oppdrag_per_kategori"].with_columns(
            outcome=pl.when(pl.col("cause") == TOTAL).then("outcome").otherwise(outcome)
        )
        for tables in published
    ]
    now = shown.filter(pl.col("base_id") == TOTAL).with_columns(category=pl.lit(TOTAL))
    earlier = [_earlier(figures, frame, list(hierarchies)) for frame in (*before, now)]
    counts = counts.select(*hierarchies, "count")
    if claims:
        earlier.append(headlines(counts, list(hierarchies), claims, threshold, earlier))
    return protect_counts(counts, hierarchies, threshold=threshold, published=earlier)


def _kpis(figures: Figures, threshold: int, published: Sequence[Tables], shown: pl.DataFrame) -> Protected:
    rows = figures.kpis.drop("period")
    organisations = figures.bases.select(org_id="base_id", parent_id=pl.lit(NATION))
    earlier = [tables["nokkeltall"].select(rows.columns) for tables in published]
    return protect_kpis(
        rows,
        figures.registry,
        organisations,
        threshold=threshold,
        published=[*earlier, _told_by_tables(figures, shown)],
    )


def _told_by_tables(figures: Figures, shown: pl.DataFrame) -> pl.DataFrame:
    """What the tables of missions tell of the KPIs that count them: the KPIs' rows, null where those hide it."""
    same = shown.with_columns(pl.col("base_id").replace({TOTAL: NATION})).select(*SAME, "missions", there=True)
    rows = figures.kpis.with_columns(base_id="org_id", vehicle="segment")
    found = []
    for kpi, outcome in {"air_missions": TOTAL, **{f"air_missions_{o}_share": o for o in _OUTCOMES}}.items():
        of_kpi = rows.filter(pl.col("kpi_id") == kpi).with_columns(outcome=pl.lit(outcome))
        joined_rows = of_kpi.join(same, on=SAME, how="left", maintain_order="left")
        # Where there is no row, there was no mission, and the recipient knows.
        told = pl.when(pl.col("there")).then("missions").otherwise(0)
        found.append(joined_rows.with_columns(numerator=told).select(figures.kpis.columns))
    counts = pl.concat(found)
    whole = counts.filter(pl.col("kpi_id") == "air_missions").select(
        "period", "segment", "org_level", "org_id", alerted="numerator"
    )
    return (
        counts.join(whole, on=["period", "segment", "org_level", "org_id"], how="left", maintain_order="left")
        .with_columns(denominator=pl.when(pl.col("denominator").is_not_null()).then("alerted"))
        .select(figures.kpis.drop("period").columns)
    )


def _named(figures: Figures, protected: Protected) -> pl.DataFrame:
    """Rows with `missions` and the period's code, also where the period is no dimension."""
    frame = protected.exported.rename({"count": "missions"})
    if "period" in frame.columns:
        return frame.with_columns(pl.col("period").replace({TOTAL: figures.period.code}))
    return frame.with_columns(period=pl.lit(figures.period.code))


def _margins(figures: Figures, by_base: Protected) -> pl.DataFrame:
    return _named(figures, by_base).select(*SAME, "missions")


def _of_bases(figures: Figures, protected: Protected) -> pl.DataFrame:
    return _named(figures, protected).with_row_index("cell").select(*SAME, pl.col("cell").cast(pl.Int64))


def _of_categories(figures: Figures, protected: Protected) -> pl.DataFrame:
    cells = _named(figures, protected).with_row_index("cell").with_columns(base_id=pl.lit(TOTAL))
    common = cells.filter(pl.col("category") == TOTAL, ~pl.col("outcome").str.contains("/"))
    return common.select(*SAME, pl.col("cell").cast(pl.Int64))


def _of_kpis(figures: Figures) -> pl.DataFrame:
    """In the order in which protect_kpis makes its cells; joined() notices if it were another."""
    told = told_counts(figures.kpis.drop("period"), figures.registry)
    cells = told.group_by(KEY, maintain_order=True).agg(pl.col("count").first()).with_row_index("cell")
    codes = figures.kpis.select("period", "period_type", "period_start").unique()
    return (
        cells.filter(pl.col("measure").is_in(list(_MEASURES)))
        .join(codes, on=["period_type", "period_start"], maintain_order="left")
        .select(
            "period",
            base_id=pl.col("org_id").replace({NATION: TOTAL}),
            vehicle="segment",
            outcome=pl.col("measure").replace_strict(_MEASURES),
            cell=pl.col("cell").cast(pl.Int64),
        )
    )
