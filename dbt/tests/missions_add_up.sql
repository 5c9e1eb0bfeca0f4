-- A mission that was alerted is completed, declined or aborted; the segments add up to all; and the missions that KPIs
-- count are those of fct_air_ambulance_mission.
with counts as (
    select
        segment,
        period_type,
        period_start,
        org_level,
        org_id,
        max(value) filter (where kpi_id = 'air_missions') as alerted,
        max(denominator) filter (where kpi_id != 'air_missions') as parted,
        sum(numerator) filter (where kpi_id != 'air_missions') as parts
    from {{ periods_in_scope(ref('kpi_values')) }}
    where
        kpi_id in (
            'air_missions', 'air_missions_completed_share', 'air_missions_declined_share', 'air_missions_aborted_share'
        )
    group by segment, period_type, period_start, org_level, org_id
),

by_segment as (
    select
        period_type,
        period_start,
        org_id,
        sum(alerted) filter (where segment = 'all') as alerted_all,
        sum(alerted) filter (where segment != 'all') as alerted
    from counts
    group by period_type, period_start, org_level, org_id
),

facts as (
    select count(*) as alerted
    from {{ ref('fct_air_ambulance_mission') }}
    where {{ is_day_of_year_in_scope('local_date') }}
),

years as (
    select coalesce(sum(value), 0) as alerted
    from {{ ref('kpi_values') }}
    where
        kpi_id = 'air_missions'
        and period_type = 'year'
        and org_level = 'nation'
        and segment = 'all'
        and {{ is_in_scope('period_start', 'year') }}
)

select 'alerted = completed + declined + aborted' as broken, segment, period_type, period_start, org_id
from counts
where not coalesce(alerted = coalesce(parted, 0) and alerted = coalesce(parts, 0), false)
union all
select 'all = sum of segments', null, period_type, period_start, org_id
from by_segment
where not coalesce(alerted_all = alerted, false)
union all
select 'fct_air_ambulance_mission', null, null, null, null
from facts
cross join years
where not coalesce(facts.alerted = years.alerted, false)
