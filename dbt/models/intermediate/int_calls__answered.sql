{{ config(materialized='view') }}

-- One row per answered call that KPIs count.
select
    local_date,
    intended_room_id as room_id,
    {{ segment_of_line('line') }} as segment,
    {{ milliseconds('wait_s') }} as wait_ms
from {{ ref('fct_call') }}
where direction = 'inbound' and outcome = 'answered' and not is_test
