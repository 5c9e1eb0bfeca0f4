-- Shares from 0 to 1 and made of their parts, counts what they count, times never negative; a verdict where there is a
-- target, and only there.
with statistics as (
    select distinct kpi_id, statistic
    from {{ ref('dim_kpi') }}
),

judged as (
    select
        kpi_values.*,
        statistics.statistic
    from {{ periods_in_scope(ref('kpi_values')) }} as kpi_values
    left join statistics
        on kpi_values.kpi_id = statistics.kpi_id
)

select *
from judged
where
    not coalesce(
        value >= 0
        and n >= 0
        and period_start <= period_end
        and (target is null) = (target_met is null)
        and case statistic
            when 'count' then value = numerator and n = numerator and denominator is null
            when 'share'
                then value <= 1 and n > 0 and n = denominator and value = cast(numerator as double) / denominator
            else numerator is null and denominator is null and n > 0
        end,
        false
    )
