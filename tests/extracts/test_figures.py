"""The figures of a package are the warehouse's."""

from __future__ import annotations

import polars as pl

from dagster_project.extracts.figures import read_figures
from dagster_project.extracts.periods import parse_period
from dagster_project.releases import Release, open_locked


def test_times_are_the_medians_of_kpi_values(scenario_release: Release) -> None:
    times = read_figures(scenario_release, parse_period("2025"), ("month", "tertial", "year")).times
    with open_locked(scenario_release) as connection:
        published = connection.sql("""
            select
                case period_type when 'year' then '2025' else '2025-05' end as period,
                replace(org_id, 'NO', 'all') as base_id, segment as vehicle,
                if(kpi_id like 'air_activation%', 'activation', 'response') as time, value as expected, n as events
            from kpi_values
            where kpi_id in ('air_activation_time_median_s', 'air_response_time_median_s')
                and (period_type = 'year' or period_type = 'month' and period_start = '2025-05-01')
        """).pl()
    medians = times.filter(pl.col("statistic") == "median", pl.col("period").is_in(["2025", "2025-05"]))
    both = published.join(medians, on=["period", "base_id", "vehicle", "time"], how="left")
    assert len(both) > 8
    assert both.filter(pl.col("value").ne_missing(pl.col("expected")) | pl.col("n").ne_missing("events")).is_empty()
