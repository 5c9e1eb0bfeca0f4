"""A release of air ambulance missions, made by hand: five bases, and counts per base, outcome and month."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import duckdb

from dagster_project.releases import Release
from dagster_project.settings import PROJECT_ROOT

BASES = {
    "HEL-BERGEN": "helicopter",
    "HEL-TROMSO": "helicopter",
    "HEL-AL": "helicopter",
    "FLY-ALTA": "plane",
    "SAR-BODO": "rescue_helicopter",
}
COUNTS = {
    ("completed", None): (40, 30, 35, 60, 20),
    ("aborted", "weather"): (6, 9, 7, 8, 6),
    ("aborted", "technical"): (2, 7, 6, 9, 7),
    ("declined", "weather"): (8, 9, 9, 12, 3),
}
"""A month's, in the order of BASES. Bodø, whose rescue helicopter is the only one, declined three."""


def make_release(
    home: Path,
    release_id: str = "20260105T050000Z",
    *,
    months: Mapping[str, Mapping[tuple[str, str | None], tuple[int, ...]]] | None = None,
    complete: bool = True,
) -> Release:
    """Write a release and make it the current one. `months` are COUNTS by month; default November 2025 alone."""
    folder = home / "releases" / release_id
    folder.mkdir(parents=True)
    with duckdb.connect(str(folder / "warehouse.duckdb")) as connection:
        _fill(connection, months or {"2025-11": COUNTS}, complete)
    manifest = {
        "release_id": release_id,
        "built_at": "2026-01-05T05:00:00+00:00",
        "is_synthetic": True,
        "data_as_at": {"air_ambulance_missions": "2025-12-31"},
        "row_counts": {},
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    link = home / "current"
    link.unlink(missing_ok=True)
    link.symlink_to(folder)
    return Release(folder.resolve())


def _fill(connection: duckdb.DuckDBPyConnection, months: Mapping[str, Mapping], complete: bool) -> None:  # type: ignore[type-arg]
    connection.execute("create schema marts; use marts")
    seed = PROJECT_ROOT / "dbt" / "seeds" / "kpi_registry.csv"
    connection.execute(
        f"create table dim_kpi as select * from read_csv('{seed}', types = {{'quantile': 'DOUBLE', "
        "'threshold_s': 'DOUBLE', 'target': 'DOUBLE', 'valid_from': 'DATE', 'valid_to': 'DATE'})"
    )
    connection.execute("create table dim_air_base (base_id varchar, name varchar, valid_from date)")
    rows = [(base, base.split("-")[1].title(), "2021-01-01") for base in BASES]
    connection.executemany("insert into dim_air_base values (?, ?, ?)", rows)
    connection.execute(
        "create table fct_air_ambulance_mission (local_date date, base_id varchar, vehicle varchar, category varchar, "
        "outcome varchar, cause varchar, activation_s double, response_s double)"
    )
    for month, counts in months.items():
        for (outcome, cause), per_base in counts.items():
            for (base, vehicle), count in zip(BASES.items(), per_base, strict=True):
                connection.execute(
                    "insert into fct_air_ambulance_mission select ?::date, ?, ?, "
                    "case when i % 4 = 0 then 'secondary' else 'primary' end, ?, ?, 300 + i, "
                    "if(? = 'completed', 1400 + i, null) from range(?) as numbers(i)",
                    [f"{month}-15", base, vehicle, outcome, cause, outcome, count],
                )
    connection.execute(
        f"""
        create table kpi_values as
        with missions as (
            select
                *,
                unnest(['month', 'tertial', 'year']) as period_type,
                unnest([
                    date_trunc('month', local_date),
                    make_date(year(local_date), ((month(local_date) - 1) // 4) * 4 + 1, 1),
                    date_trunc('year', local_date)
                ])::date as period_start
            from fct_air_ambulance_mission
        ),
        counted as (
            select
                period_type, period_start, coalesce(vehicle, 'all') as segment,
                if(base_id is null, 'nation', 'base') as org_level, coalesce(base_id, 'NO') as org_id,
                count(*) as alerted, count(*) filter (outcome = 'completed') as completed,
                count(*) filter (outcome = 'aborted') as aborted, count(*) filter (outcome = 'declined') as declined
            from missions
            group by period_type, period_start, grouping sets ((), (vehicle), (base_id), (vehicle, base_id))
        ),
        valued as (
            select * exclude (aborted, completed, declined), 'air_missions' as kpi_id, alerted as numerator,
                null::bigint as denominator, alerted::double as value from counted
            union all by name
            select * exclude (aborted, completed, declined), 'air_missions_completed_share' as kpi_id,
                completed as numerator, alerted as denominator, completed / alerted as value from counted
            union all by name
            select * exclude (aborted, completed, declined), 'air_missions_aborted_share' as kpi_id,
                aborted as numerator, alerted as denominator, aborted / alerted as value from counted
            union all by name
            select * exclude (aborted, completed, declined), 'air_missions_declined_share' as kpi_id,
                declined as numerator, alerted as denominator, declined / alerted as value from counted
            union all by name
            select * exclude (aborted, completed, declined), 'air_activation_time_median_s' as kpi_id,
                null as numerator, null as denominator, 1e-7 as value from counted
            union all by name
            select 'month' as period_type, date_trunc('month', local_date)::date as period_start, '113' as segment,
                'nation' as org_level, 'NO' as org_id, 1000 as alerted, 'calls_answered_within_10s_share' as kpi_id,
                891 as numerator, 1000 as denominator, 0.891 as value
            from fct_air_ambulance_mission group by all
        )
        select
            kpi_id, segment, period_type, period_start,
            (period_start + case period_type when 'month' then interval 1 month when 'tertial' then interval 4 month
                else interval 1 year end)::date - 1 as period_end,
            org_level, org_id, numerator::bigint as numerator, denominator::bigint as denominator, value,
            alerted::bigint as n, if(segment = '113', 0.9, null) as target,
            if(segment = '113', false, null) as target_met,
            {complete} as is_complete
        from valued
        """
    )
