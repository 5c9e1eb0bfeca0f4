{{ config(materialized='incremental', incremental_strategy='replace_days') }}

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
from {{ ref('stg_ambulance_alarms') }}
