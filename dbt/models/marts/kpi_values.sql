{{ config(materialized='incremental', incremental_strategy='replace_periods') }}

-- Every definition of the registry against every grain. Which measures, thresholds and percentiles there are comes
-- from the registry: this file knows only what a count, a share, a mean and a quantile are.
{%- set additive = ['calls', 'alarms', 'video', 'nodsms', 'rooms', 'air'] %}
{%- set percentiles = [
    ('calls', 'int_calls__day_quantiles'),
    ('calls', 'int_calls__week_quantiles'),
    ('calls', 'int_calls__month_quantiles'),
    ('calls', 'int_calls__tertial_quantiles'),
    ('calls', 'int_calls__year_quantiles'),
    ('alarms', 'int_alarms__quantiles'),
    ('video', 'int_video__quantiles'),
    ('air', 'int_air__quantiles'),
] %}

with measured as (
    {%- for subject in additive %}
    select
        definitions.kpi_id,
        definitions.segment,
        definitions.subject,
        definitions.statistic,
        definitions.target,
        definitions.direction,
        measures.period_type,
        measures.period_start,
        measures.period_end,
        measures.org_level,
        measures.org_id,
        {{ named_measure('numerator', subject) }} as numerator,
        {{ named_measure('denominator', subject) }} as denominator
    from {{ ref('int_kpis__definitions') }} as definitions
    inner join {{ ref('int_' ~ subject ~ '__periods') }} as measures
        on
            definitions.segment = measures.segment
            and {{ is_in_force('measures.period_start') }}
    where
        definitions.subject = '{{ subject }}'
        and definitions.statistic != 'quantile'
        and {{ is_period_in_scope('measures') }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

additive_values as (
    select
        kpi_id,
        segment,
        subject,
        target,
        direction,
        period_type,
        period_start,
        period_end,
        org_level,
        org_id,
        case when statistic != 'mean' then numerator end as numerator,
        case when statistic = 'share' then denominator end as denominator,
        case statistic
            when 'count' then cast(numerator as double)
            when 'share' then cast(numerator as double) / nullif(denominator, 0)
            when 'mean' then cast(numerator as double) / nullif(denominator, 0) / 1000
        end as value,
        case when statistic = 'count' then numerator else denominator end as n,
        statistic = 'count' as has_zeros
    from measured
),

quantile_values as (
    {%- for subject, quantiles in percentiles %}
    select
        definitions.kpi_id,
        definitions.segment,
        definitions.subject,
        definitions.target,
        definitions.direction,
        quantiles.period_type,
        quantiles.period_start,
        quantiles.period_end,
        quantiles.org_level,
        quantiles.org_id,
        cast(null as bigint) as numerator,
        cast(null as bigint) as denominator,
        {{ named_quantile(subject) }} / 1000 as value,
        quantiles.events as n,
        false as has_zeros
    from {{ ref('int_kpis__definitions') }} as definitions
    inner join {{ ref(quantiles) }} as quantiles
        on
            definitions.segment = quantiles.segment
            and definitions.numerator = quantiles.duration
            and {{ is_in_force('quantiles.period_start') }}
    where
        definitions.subject = '{{ subject }}'
        and definitions.statistic = 'quantile'
        and quantiles.events > 0
        and {{ is_period_in_scope('quantiles') }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

all_values as (
    select * from additive_values
    where has_zeros or n > 0
    union all
    select * from quantile_values
)

select
    all_values.kpi_id,
    all_values.segment,
    all_values.period_type,
    all_values.period_start,
    all_values.period_end,
    all_values.org_level,
    all_values.org_id,
    all_values.numerator,
    all_values.denominator,
    all_values.value,
    all_values.n,
    all_values.target,
    case all_values.direction
        when 'higher' then all_values.value >= all_values.target
        when 'lower' then all_values.value <= all_values.target
    end as target_met,
    -- Rooms have no feed: their periods are complete once they are over.
    coalesce(completeness.is_complete, all_values.period_end <= extent.today) as is_complete
from all_values
cross join {{ ref('int_data__extent') }} as extent
left join {{ ref('int_periods__completeness') }} as completeness
    on
        all_values.subject = completeness.subject
        and all_values.segment = completeness.segment
        and all_values.period_type = completeness.period_type
        and all_values.period_start = completeness.period_start
-- Readers ask for a kind of period and of organisation, and for a KPI: in this order they skip all else.
order by all_values.period_type, all_values.org_level, all_values.kpi_id, all_values.segment, all_values.org_id
