-- Each year is the sum of its days, of its months and of its tertials, and each week the sum of its days. Missions are
-- left out, since one may lie in two days, and rooms, which are a state and no flow; so is a KPI whose definition
-- changes, because a year and its months may then go by different ones.
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
        cast(date_trunc('year', kpi_values.period_start) as date) as year_start,
        cast(date_trunc('week', kpi_values.period_start) as date) as week_start
    from {{ ref('kpi_values') }} as kpi_values
    inner join flows
        on kpi_values.kpi_id = flows.kpi_id
    where {{ is_day_of_period_in_scope('kpi_values.period_start') }}
),

by_year as (
    select
        kpi_id,
        segment,
        org_level,
        org_id,
        year_start,
        sum(value) filter (where period_type = 'day') as day,
        sum(value) filter (where period_type = 'month') as month,
        sum(value) filter (where period_type = 'tertial') as tertial,
        sum(value) filter (where period_type = 'year') as year_itself
    from counts
    where period_type != 'week'
    group by kpi_id, segment, org_level, org_id, year_start
),

by_week as (
    select
        kpi_id,
        segment,
        org_level,
        org_id,
        week_start,
        sum(value) filter (where period_type = 'day') as day,
        sum(value) filter (where period_type = 'week') as week
    from counts
    where period_type in ('day', 'week')
    group by kpi_id, segment, org_level, org_id, week_start
)

select kpi_id, segment, org_level, org_id, year_start as period_start
from by_year
where {{ is_in_scope('year_start', 'year') }} and not coalesce(day = month and month = tertial and tertial = year_itself, false)
union all
select kpi_id, segment, org_level, org_id, week_start
from by_week
where {{ is_in_scope('week_start', 'week') }} and not coalesce(day = week, false)
