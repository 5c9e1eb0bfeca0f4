{{ config(materialized='view') }}

select
    local_date,
    centre_room_id as room_id,
    solution as segment,
    {{ milliseconds('connect_s') }} as connect_ms,
    {{ milliseconds('duration_s') }} as duration_ms
from {{ ref('fct_video_session') }}
where status = 'completed'
