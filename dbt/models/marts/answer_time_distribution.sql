{{ config(materialized='incremental', incremental_strategy='replace_months') }}

with segments as (
    {{ segment_keys('calls') }}
),

rooms as (
    select distinct room_id, room_key
    from {{ ref('int_control_rooms__daily') }}
),

counted as (
    select
        month_start,
        room_key,
        segment_key,
        wait_ms,
        count(*) as answered
    from {{ ref('int_calls__keyed') }}
    where {{ is_in_scope('month_start', 'month') }}
    group by month_start, room_key, segment_key, wait_ms
)

select
    counted.month_start as month,
    rooms.room_id,
    segments.segment,
    cast(counted.wait_ms as double) / 1000 as wait_s,
    counted.answered
from counted
inner join rooms
    on counted.room_key = rooms.room_key
inner join segments
    on counted.segment_key = segments.segment_key
