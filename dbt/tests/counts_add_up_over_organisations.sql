-- The nation is the sum of its health authorities, of its trusts and of its rooms. Missions are left out: one that
-- two AMKs alarm counts in both. NødSMS has only the nation.
with counts as (
    select distinct kpi_id
    from {{ ref('dim_kpi') }}
    where statistic = 'count' and subject != 'nodsms' and numerator != 'missions'
),

sums as (
    select
        kpi_values.kpi_id,
        kpi_values.segment,
        kpi_values.period_type,
        kpi_values.period_start,
        sum(kpi_values.value) filter (where kpi_values.org_level = 'nation') as nation,
        sum(kpi_values.value) filter (where kpi_values.org_level = 'rhf') as rhf,
        sum(kpi_values.value) filter (where kpi_values.org_level = 'hf') as hf,
        sum(kpi_values.value) filter (where kpi_values.org_level = 'room') as room
    from {{ periods_in_scope(ref('kpi_values')) }} as kpi_values
    inner join counts
        on kpi_values.kpi_id = counts.kpi_id
    group by kpi_values.kpi_id, kpi_values.segment, kpi_values.period_type, kpi_values.period_start
)

select *
from sums
where not coalesce(nation = rhf and rhf = hf and hf = room, false)
