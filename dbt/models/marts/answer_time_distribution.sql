select
    cast(date_trunc('month', local_date) as date) as month,
    room_id,
    segment,
    cast(wait_ms as double) / 1000 as wait_s,
    count(*) as answered
from {{ ref('int_calls__waits') }}
group by month, room_id, segment, wait_ms
