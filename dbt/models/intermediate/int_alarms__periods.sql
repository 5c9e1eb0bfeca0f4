{{ config(materialized='incremental', incremental_strategy='replace_periods') }}

with rolled_up as (
    {{ roll_up(ref('int_alarms__daily'), 'alarms') }}
)

select
    rolled_up.*,
    -- A mission may have alarms of several urgencies, so only `all` counts missions.
    case when rolled_up.segment = 'all' then coalesce(missions.missions, 0) end as missions
from rolled_up
left join {{ ref('int_missions__periods') }} as missions
    on
        rolled_up.period_type = missions.period_type
        and rolled_up.period_start = missions.period_start
        and rolled_up.org_level = missions.org_level
        and rolled_up.org_id = missions.org_id
