{{ config(materialized='incremental', incremental_strategy='replace_days') }}

select
    call_id,
    source_system,
    line,
    direction,
    intended_room_id,
    answering_room_id,
    queued_at,
    answered_at,
    ended_at,
    outcome,
    was_transferred,
    is_test,
    wait_s,
    talk_s,
    clock_skew,
    time_ambiguous,
    local_date,
    local_hour,
    delivery_id
from {{ ref('int_calls__unified') }}
