{{ config(materialized='incremental', incremental_strategy='replace_days') }}

-- One row per local date, room and segment, `all` among them; zeros where a room with the solution sent no link.
with sessions as (
    select
        local_date,
        centre_room_id as room_id,
        solution as segment,
        {{ milliseconds('connect_s') }} as connect_ms,
        {{ milliseconds('duration_s') }} as duration_ms,
        status = 'completed' as is_completed
    from {{ ref('fct_video_session') }}
    where {{ is_in_scope('local_date') }}
),

counted as (
    select
        local_date,
        room_id,
        segment,
        count(*) as invitations,
        count(*) filter (where is_completed) as sessions,
        coalesce(sum(connect_ms), 0) as connect_ms,
        coalesce(sum(duration_ms), 0) as duration_ms
        {{- count_within_thresholds('video', 'connect_ms') }}
    from sessions
    group by local_date, room_id, segment
),

in_operation as (
    select
        rooms.local_date,
        rooms.room_id,
        rooms.video_solution as segment
        {{- measure_zeros('video') }}
    from {{ ref('int_control_rooms__daily') }} as rooms
    inner join {{ ref('int_feeds__days') }} as feeds
        on
            rooms.local_date = feeds.local_date
            and feeds.feed = 'video_' || rooms.video_solution
            and feeds.is_delivered
    where {{ is_in_scope('rooms.local_date') }}
),

by_segment as (
    select local_date, room_id, segment {{- measure_columns('video') }} from counted
    union all
    select local_date, room_id, segment {{- measure_columns('video') }} from in_operation
)

{{ with_all_segments('by_segment', 'video') }}
