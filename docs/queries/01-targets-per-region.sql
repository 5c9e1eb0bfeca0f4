-- How large a share of the calls did each region answer in time, month by month in 2025, and was the target met?
--
-- segment        113 or 116117
-- region         regional health authority
-- month          as 2025-03
-- share          answered in time, a fraction: within 10 s of the answered calls to 113, within 2 minutes of all calls
--                to 116117
-- n              calls that it is a share of
-- target, target_met
-- is_complete    false while the month runs, or lacks a delivery

with regions as (
    select distinct rhf_id, rhf
    from marts.dim_control_room
)

select
    kpi_values.segment,
    regions.rhf as region,
    strftime(kpi_values.period_start, '%Y-%m') as month,
    kpi_values.value as share,
    kpi_values.n,
    kpi_values.target,
    kpi_values.target_met,
    kpi_values.is_complete
from marts.kpi_values
inner join regions
    on kpi_values.org_id = regions.rhf_id
where
    (kpi_values.kpi_id, kpi_values.segment) in (
        ('calls_answered_within_10s_share', '113'),
        ('calls_answered_within_2min_share', '116117')
    )
    and kpi_values.period_type = 'month'
    and kpi_values.period_start between date '2025-01-01' and date '2025-12-31'
    and kpi_values.org_level = 'rhf'
order by kpi_values.segment, region, month;
