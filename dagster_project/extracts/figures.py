"""The figures of a package as a release has them, before anything is hidden. They never leave the house like this."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from dagster_project.extracts.periods import Period, PeriodType
from dagster_project.releases import Release
from dagster_project.releases.reader import open_locked

CONTEXT = (
    ("calls_answered_within_10s_share", "113"),
    ("calls_answered_within_2min_share", "116117"),
    ("alarms_sent", "all"),
    ("missions_alarmed", "all"),
)
"""National key figures that stand beside the air ambulance's own, and their segments."""
NATION = "NO"
LEVELS: tuple[PeriodType, ...] = ("month", "tertial", "year")
"""Each holds the one before."""

_LEAVES = {
    "week": "strftime(local_date, '%G-W%V')",
    "month": "strftime(local_date, '%Y-%m')",
    "tertial": "year(local_date) || '-T' || ((month(local_date) + 3) // 4)",
    "year": "strftime(local_date, '%Y')",
}
_CODES = {
    "week": "strftime(period_start, '%G-W%V')",
    "month": "strftime(period_start, '%Y-%m')",
    "tertial": "year(period_start) || '-T' || ((month(period_start) + 3) // 4)",
    "year": "strftime(period_start, '%Y')",
}


@dataclass(frozen=True)
class Figures:
    """The figures of one period and of those in it.

    kpis         columns of kpi_values, and `period`, its code.
    by_base      period, base_id, vehicle, outcome, count: missions of the shortest periods, without totals.
    by_category  period, vehicle, category, outcome, cause ('' when completed), count: likewise.
    registry     dim_kpi.
    bases        base_id, name.
    """

    period: Period
    kpis: pl.DataFrame
    by_base: pl.DataFrame
    by_category: pl.DataFrame
    registry: pl.DataFrame
    bases: pl.DataFrame

    @property
    def is_complete(self) -> bool:
        """Whether all that the air ambulance should have sent for the period is there."""
        own = self.kpis.filter(pl.col("period") == self.period.code, pl.col("kpi_id").str.starts_with("air_"))
        return not own.is_empty() and bool(own["is_complete"].all())

    @property
    def digest(self) -> str:
        """The same for the same figures. For use in the house only: small numbers could be guessed from it."""
        parts = (self.kpis, self.by_base, self.by_category)
        return hashlib.sha256("\n".join(part.write_csv() for part in parts).encode()).hexdigest()


def levels(period: Period, period_types: Sequence[PeriodType]) -> tuple[PeriodType, ...]:
    """The types of periods in a package of the period, the shortest first; its own is always one of them."""
    if period.type == "week":
        return ("week",)
    below = LEVELS[: LEVELS.index(period.type)]
    return (*(level for level in below if level in period_types), period.type)


def read_figures(release: Release, period: Period, period_types: Sequence[PeriodType]) -> Figures:
    """The figures of a period and of the periods of `period_types` in it. Raises duckdb.Error."""
    types = levels(period, period_types)
    span = [period.start, period.end]
    context = " or ".join(f"kpi_id = '{kpi}' and segment = '{segment}'" for kpi, segment in CONTEXT)
    code = " ".join(f"when '{type_}' then {text}" for type_, text in _CODES.items())
    missions = "from fct_air_ambulance_mission where local_date between ? and ? group by all order by all"
    with open_locked(release) as connection:

        def frame(query: str, parameters: Sequence[object] = ()) -> pl.DataFrame:
            found: pl.DataFrame = connection.sql(query, params=list(parameters)).pl()
            return found

        return Figures(
            period=period,
            kpis=frame(
                f"""
                select *, case period_type {code} end as period
                from kpi_values
                where
                    period_start >= ? and period_end <= ?
                    and list_contains(?, period_type)
                    and (
                        kpi_id in (select kpi_id from dim_kpi where subject = 'air') and org_level in ('nation', 'base')
                        or org_level = 'nation' and ({context})
                    )
                order by all
                """,
                [*span, list(types)],
            ),
            by_base=frame(
                f"select {_LEAVES[types[0]]} as period, base_id, vehicle, outcome, count(*) as count {missions}", span
            ),
            by_category=frame(
                f"""
                select {_LEAVES[types[0]]} as period, vehicle, category, outcome, coalesce(cause, '') as cause,
                    count(*) as count
                {missions}
                """,
                span,
            ),
            registry=frame("select * from dim_kpi order by all"),
            bases=frame(
                "select base_id, arg_max(name, valid_from) as name from dim_air_base group by base_id order by base_id"
            ),
        )
