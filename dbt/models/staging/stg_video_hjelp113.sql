select
    session_id,
    solution,
    centre_room_id,
    call_id,
    link_sent_at,
    started_at,
    ended_at,
    status,
    device_os,
    connect_s,
    duration_s,
    clock_skew,
    time_ambiguous,
    local_date,
    local_hour,
    delivery_id
from {{ accepted_events('video_hjelp113') }}
