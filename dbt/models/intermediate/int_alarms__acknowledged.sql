{{ config(materialized='view') }}

select
    local_date,
    amk_room_id as room_id,
    urgency as segment,
    {{ milliseconds('acknowledge_s') }} as acknowledge_ms
from {{ ref('fct_ambulance_alarm') }}
where acknowledge_s is not null
