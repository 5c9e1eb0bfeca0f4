select
    call_id,
    source_system,
    kept_call_id,
    line,
    intended_room_id,
    queued_at,
    local_date,
    is_test,
    delivery_id
from {{ ref('int_calls__double_logged') }}
order by local_date, intended_room_id, queued_at, call_id
