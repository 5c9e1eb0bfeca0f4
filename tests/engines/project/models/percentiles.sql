with waits as (
    select 'four' as room, 10 as wait_ms union all
    select 'four', 40 union all
    select 'four', 20 union all
    select 'four', 30 union all
    select 'four', null union all
    select 'one', 7 union all
    select 'none', null
),

ranked as (
    select room, {{ exact_quantiles('wait_ms', [0.5, 0.9]) }} as quantiles
    from waits
    group by room
)

select
    room,
    {{ array_element('quantiles', 1) }} as median,
    {{ array_element('quantiles', 2) }} as p90
from ranked
