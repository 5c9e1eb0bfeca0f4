-- The nation is the sum of its health authorities, of its trusts and of its rooms; of air ambulance missions, the sum
-- of its bases. Alarmed missions are left out: one that two AMKs alarm counts in both. NødSMS has only the nation.
with counts as (
    select distinct kpi_id, subject
    from {{ ref('dim_kpi') }}
    where statistic = 'count' and subject != 'nodsms' and numerator != 'missions'
),

sums as (
    select
        counts.subject,
        kpi_values.kpi_id,
        kpi_values.segment,
        kpi_values.period_type,
        kpi_values.period_start,
        sum(kpi_values.value) filter (where kpi_values.org_level = 'nation') as nation,
        sum(kpi_values.value) filter (where kpi_values.org_level = 'rhf') as rhf,
        sum(kpi_values.value) filter (where kpi_values.org_level = 'hf') as hf,
        sum(kpi_values.value) filter (where kpi_values.org_level = 'room') as room,
        sum(kpi_values.value) filter (where kpi_values.org_level = 'base') as base
    from {{ periods_in_scope(ref('kpi_values')) }} as kpi_values
    inner join counts
        on kpi_values.kpi_id = counts.kpi_id
    group by counts.subject, kpi_values.kpi_id, kpi_values.segment, kpi_values.period_type, kpi_values.period_start
)

select *
from sums
where not coalesce(case when subject = 'air' then nation = base else nation = rhf and rhf = hf and hf = room end, false)
