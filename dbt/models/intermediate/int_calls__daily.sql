{{ config(materialized='incremental', incremental_strategy='replace_days') }}

-- One row per local date, room and segment, `all` among them; zeros where a room in operation had no calls.
with inbound_or_not as (
    select
        local_date,
        intended_room_id as room_id,
        {{ segment_of_line('line') }} as segment,
        direction = 'inbound' as is_offered,
        direction = 'inbound' and outcome = 'answered' as is_answered,
        answering_room_id != intended_room_id as is_overflowed,
        was_transferred,
        {{ milliseconds('wait_s') }} as wait_ms,
        {{ milliseconds('talk_s') }} as talk_ms
    from {{ ref('fct_call') }}
    where not is_test and {{ is_in_scope('local_date') }}
),

counted as (
    select
        local_date,
        room_id,
        segment,
        count(*) as total,
        count(*) filter (where is_offered) as offered,
        count(*) filter (where is_answered) as answered,
        count(*) filter (where is_offered and not is_answered) as unanswered,
        count(*) filter (where is_answered and is_overflowed) as overflowed,
        count(*) filter (where is_answered and was_transferred) as transferred,
        coalesce(sum(wait_ms) filter (where is_answered), 0) as wait_ms,
        coalesce(sum(talk_ms) filter (where is_answered), 0) as talk_ms
        {{- count_within_thresholds('calls', 'is_answered and wait_ms') }}
    from inbound_or_not
    group by local_date, room_id, segment
),

in_operation as (
    select
        rooms.local_date,
        rooms.room_id,
        segments.segment
        {{- measure_zeros('calls') }}
    from {{ ref('int_control_rooms__daily') }} as rooms
    inner join {{ ref('segment_rooms') }} as segments
        on
            rooms.kind = segments.kind
            and segments.subject = 'calls'
    inner join {{ ref('int_feeds__days') }} as feeds
        on
            rooms.local_date = feeds.local_date
            and feeds.feed = 'calls_' || rooms.platform
            and feeds.is_delivered
    where {{ is_in_scope('rooms.local_date') }}
),

by_segment as (
    select local_date, room_id, segment {{- measure_columns('calls') }} from counted
    union all
    select local_date, room_id, segment {{- measure_columns('calls') }} from in_operation
)

{{ with_all_segments('by_segment', 'calls') }}
