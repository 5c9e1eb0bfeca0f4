-- Over each year the days, months, tertials and the year itself have the same sum; over all time the weeks do too.
-- Missions are left out, since one may lie in two days, and rooms, which are a state and no flow; so is a KPI whose
-- definition changes, because a year and its months may then go by different ones.
with flows as (
    select kpi_id
    from {{ ref('dim_kpi') }}
    where statistic = 'count' and subject != 'rooms' and numerator != 'missions'
    group by kpi_id
    having count(*) = 1 and min(valid_from) <= date '2010-01-01' and max(valid_to) is null
),

counts as (
    select
        kpi_values.kpi_id,
        kpi_values.segment,
        kpi_values.period_type,
        kpi_values.org_level,
        kpi_values.org_id,
        kpi_values.value,
        extract(year from kpi_values.period_start) as year
    from {{ ref('kpi_values') }} as kpi_values
    inner join flows
        on kpi_values.kpi_id = flows.kpi_id
),

by_year as (
    select
        kpi_id,
        segment,
        org_level,
        org_id,
        year,
        sum(value) filter (where period_type = 'day') as day,
        sum(value) filter (where period_type = 'month') as month,
        sum(value) filter (where period_type = 'tertial') as tertial,
        sum(value) filter (where period_type = 'year') as year_itself
    from counts
    where period_type != 'week'
    group by kpi_id, segment, org_level, org_id, year
),

over_all_time as (
    select
        kpi_id,
        segment,
        org_level,
        org_id,
        sum(value) filter (where period_type = 'day') as day,
        sum(value) filter (where period_type = 'week') as week
    from counts
    group by kpi_id, segment, org_level, org_id
)

select kpi_id, segment, org_level, org_id, year
from by_year
where not coalesce(day = month and month = tertial and tertial = year_itself, false)
union all
select kpi_id, segment, org_level, org_id, null
from over_all_time
where not coalesce(day = week, false)
