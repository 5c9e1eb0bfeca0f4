-- The nation is the sum of its health authorities, of its trusts and of its rooms. Missions are left out: one that
-- two AMKs alarm counts in both. NødSMS has only the nation.
select
    kpi_id,
    segment,
    period_type,
    period_start,
    sum(value) filter (where org_level = 'nation') as nation,
    sum(value) filter (where org_level = 'rhf') as rhf,
    sum(value) filter (where org_level = 'hf') as hf,
    sum(value) filter (where org_level = 'room') as room
from {{ ref('kpi_values') }}
where
    kpi_id in (
        select kpi_id
        from {{ ref('dim_kpi') }}
        where statistic = 'count' and subject != 'nodsms' and numerator != 'missions'
    )
group by kpi_id, segment, period_type, period_start
having not coalesce(nation = rhf and rhf = hf and hf = room, false)
