"""The figures of a package as a release has them, before anything is hidden. They never leave the house like this."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from dagster_project.extracts.periods import Period, PeriodType
from dagster_project.releases import Release
from dagster_project.releases.reader import open_locked

AIR = (
    "air_missions",
    "air_missions_completed_share",
    "air_missions_aborted_share",
    "air_missions_declined_share",
    "air_activation_time_median_s",
    "air_response_time_median_s",
)
"""The air ambulance's own. A new one of the registry comes here once protection.py knows what it tells."""
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
QUANTILES = {"median": 0.5, "p90": 0.9}

_CODES = {
    "week": "strftime({day}, '%G-W%V')",
    "month": "strftime({day}, '%Y-%m')",
    "tertial": "year({day}) || '-T' || ((month({day}) + 3) // 4)",
    "year": "strftime({day}, '%Y')",
}
"""A period's code, of a day in it."""


@dataclass(frozen=True)
class Figures:
    """The figures of one period and of those in it.

    types      the types of these periods, the shortest first.
    kpis       national rows of kpi_values, and `period`, its code.
    missions   period, base_id, vehicle, category, outcome, cause ('' when completed), count: of the shortest periods,
               without totals.
    times      period, base_id, vehicle (each with a total, `all`), time (activation, response), statistic (median,
               p90), value in seconds, n: events behind it.
    registry   dim_kpi.
    bases      base_id, name.
    """

    period: Period
    types: tuple[PeriodType, ...]
    kpis: pl.DataFrame
    missions: pl.DataFrame
    times: pl.DataFrame
    registry: pl.DataFrame
    bases: pl.DataFrame

    @property
    def is_complete(self) -> bool:
        """Whether all that the air ambulance should have sent for the period is there."""
        own = self.kpis.filter(pl.col("period") == self.period.code, pl.col("kpi_id").is_in(AIR))
        return not own.is_empty() and bool(own["is_complete"].all())

    @property
    def digest(self) -> str:
        """The same for the same figures. For use in the house only: small numbers could be guessed from it."""
        parts = (self.kpis, self.missions, self.times)
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
    code = " ".join(f"when '{type_}' then {_code(type_, 'period_start')}" for type_ in types)
    with open_locked(release) as connection:

        def frame(query: str, parameters: Sequence[object] = ()) -> pl.DataFrame:
            found: pl.DataFrame = connection.sql(query, params=list(parameters)).pl()
            return found

        return Figures(
            period=period,
            types=types,
            kpis=frame(
                f"""
                select *, case period_type {code} end as period
                from kpi_values
                where
                    period_start >= ? and period_end <= ?
                    and list_contains(?, period_type)
                    and org_level = 'nation'
                    and (list_contains(?, kpi_id) or {context})
                order by all
                """,
                [*span, list(types), list(AIR)],
            ),
            missions=frame(
                f"""
                select
                    {_code(types[0], "local_date")} as period, base_id, vehicle, category, outcome,
                    coalesce(cause, '') as cause, count(*) as count
                from fct_air_ambulance_mission
                where local_date between ? and ?
                group by all
                order by all
                """,
                span,
            ),
            times=pl.concat(
                frame(_times(types, time, statistic), span)
                for time in ("activation", "response")
                for statistic in QUANTILES
            ),
            registry=frame("select * from dim_kpi order by all"),
            bases=frame(
                "select base_id, arg_max(name, valid_from) as name from dim_air_base group by base_id order by base_id"
            ),
        )


def _code(type_: PeriodType, day: str) -> str:
    return _CODES[type_].format(day=day)


def _times(types: Sequence[PeriodType], time: str, statistic: str) -> str:
    """One statistic of one duration at every grain: as the warehouse's medians, of whole milliseconds and exact."""
    codes = ", ".join(_code(type_, "local_date") for type_ in types)
    return f"""
        with missions as (
            select
                unnest([{codes}]) as period, base_id, vehicle,
                cast(round({time}_s * 1000) as integer) as duration_ms
            from fct_air_ambulance_mission
            where local_date between ? and ?
        )
        select
            period, coalesce(base_id, 'all') as base_id, coalesce(vehicle, 'all') as vehicle,
            '{time}' as time, '{statistic}' as statistic,
            quantile_cont(duration_ms, {QUANTILES[statistic]}) / 1000 as value, count(duration_ms) as n
        from missions
        group by grouping sets (
            (period, base_id, vehicle), (period, base_id), (period, vehicle), (period)
        )
        order by all
    """
