-- Median, 90th, 95th and 99th percentile do not go down, and all are there when one is.
select
    segment,
    period_type,
    period_start,
    org_level,
    org_id,
    max(value) filter (where kpi_id = 'answer_time_median_s') as median,
    max(value) filter (where kpi_id = 'answer_time_p90_s') as p90,
    max(value) filter (where kpi_id = 'answer_time_p95_s') as p95,
    max(value) filter (where kpi_id = 'answer_time_p99_s') as p99,
    max(n) filter (where kpi_id = 'answer_time_median_s') as timed,
    max(n) filter (where kpi_id = 'answer_time_mean_s') as averaged
from {{ periods_in_scope(ref('kpi_values')) }}
where
    kpi_id in (
        'answer_time_median_s', 'answer_time_p90_s', 'answer_time_p95_s', 'answer_time_p99_s', 'answer_time_mean_s'
    )
group by segment, period_type, period_start, org_level, org_id
having not coalesce(median <= p90 and p90 <= p95 and p95 <= p99 and timed = averaged, false)
