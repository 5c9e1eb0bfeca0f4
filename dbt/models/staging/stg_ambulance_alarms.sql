select
    alarm_id,
    amk_room_id,
    mission_id,
    unit,
    urgency,
    sent_at,
    acknowledged_at,
    channel,
    acknowledge_s,
    clock_skew,
    time_ambiguous,
    local_date,
    local_hour,
    delivery_id
from {{ accepted_events('ambulance_alarms') }}
