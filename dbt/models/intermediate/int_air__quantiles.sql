{{ config(materialized='incremental', incremental_strategy='replace_periods') }}
{%- set quantiles = registry_values('quantile', 'air') or [0.5] %}

-- Percentiles of both durations at every grain, from the missions of that grain: so few that they need not be laid out
-- for it, as calls are.
with missions as (
    select
        local_date,
        base_id,
        vehicle as segment,
        {{ milliseconds('activation_s') }} as activation_ms,
        {{ milliseconds('response_s') }} as response_ms
    from {{ ref('fct_air_ambulance_mission') }}
    where {{ is_day_of_period_in_scope('local_date') }}
),

by_segment as (
    select local_date, base_id, segment, activation_ms, response_ms
    from missions
    union all
    select local_date, base_id, 'all', activation_ms, response_ms
    from missions
),

placed as (
    select
        by_segment.segment,
        periods.period_type,
        periods.period_start,
        periods.period_end,
        organisations.org_level,
        organisations.org_id,
        by_segment.activation_ms,
        by_segment.response_ms
    from by_segment
    inner join {{ ref('int_air_bases__organisations') }} as organisations
        on
            by_segment.local_date = organisations.local_date
            and by_segment.base_id = organisations.base_id
    inner join {{ ref('int_calendar__periods') }} as periods
        on by_segment.local_date = periods.local_date
    where {{ is_period_in_scope('periods') }}
)

{% for duration in ['activation_ms', 'response_ms'] %}
select
    segment,
    period_type,
    period_start,
    period_end,
    org_level,
    org_id,
    '{{ duration | replace("_ms", "_s") }}' as duration,
    count({{ duration }}) as events,
    {{ exact_quantiles(duration, quantiles) }} as quantiles_ms
from placed
group by segment, period_type, period_start, period_end, org_level, org_id
{{ 'union all' if not loop.last }}
{% endfor %}
