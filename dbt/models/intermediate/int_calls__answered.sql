{{ config(materialized='view') }}

-- One row per answered call that KPIs count.
select
    local_date,
    intended_room_id as room_id,
    case line when '116117_local' then '116117' else line end as segment,
    {{ milliseconds('wait_s') }} as wait_ms
from {{ ref('fct_call') }}
where direction = 'inbound' and outcome = 'answered' and not is_test
