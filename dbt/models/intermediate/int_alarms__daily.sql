{{ config(materialized='incremental', incremental_strategy='replace_days') }}

-- One row per local date, room and segment, `all` among them; zeros where an AMK sent no alarm.
with alarms as (
    select
        local_date,
        amk_room_id as room_id,
        urgency as segment,
        {{ milliseconds('acknowledge_s') }} as acknowledge_ms
    from {{ ref('fct_ambulance_alarm') }}
    where {{ is_in_scope('local_date') }}
),

counted as (
    select
        local_date,
        room_id,
        segment,
        count(*) as sent,
        count(acknowledge_ms) as acknowledged,
        coalesce(sum(acknowledge_ms), 0) as acknowledge_ms
        {{- count_within_thresholds('alarms', 'acknowledge_ms') }}
    from alarms
    group by local_date, room_id, segment
),

in_operation as (
    select
        rooms.local_date,
        rooms.room_id,
        segments.segment
        {{- measure_zeros('alarms') }}
    from {{ ref('int_control_rooms__daily') }} as rooms
    inner join {{ ref('segment_rooms') }} as segments
        on
            rooms.kind = segments.kind
            and segments.subject = 'alarms'
    inner join {{ ref('int_feeds__days') }} as feeds
        on
            rooms.local_date = feeds.local_date
            and feeds.feed = 'ambulance_alarms'
            and feeds.is_delivered
    where {{ is_in_scope('rooms.local_date') }}
),

by_segment as (
    select local_date, room_id, segment {{- measure_columns('alarms') }} from counted
    union all
    select local_date, room_id, segment {{- measure_columns('alarms') }} from in_operation
)

{{ with_all_segments('by_segment', 'alarms') }}
