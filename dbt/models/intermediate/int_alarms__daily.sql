-- One row per local date, room and segment, `all` among them; zeros where an AMK sent no alarm.
with spread as (
    select distinct mission_id
    from {{ ref('int_missions__spread') }}
),

alarms as (
    select
        alarms.local_date,
        alarms.amk_room_id as room_id,
        alarms.urgency as segment,
        {{ milliseconds('alarms.acknowledge_s') }} as acknowledge_ms,
        row_number() over (partition by alarms.mission_id order by alarms.alarm_id) = 1
        and spread.mission_id is null as is_first_of_mission
    from {{ ref('fct_ambulance_alarm') }} as alarms
    left join spread
        on alarms.mission_id = spread.mission_id
),

counted as (
    select
        local_date,
        room_id,
        segment,
        count(*) as sent,
        count(acknowledge_ms) as acknowledged,
        count(*) filter (where is_first_of_mission) as missions_in_one_place,
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
),

by_segment as materialized (
    select local_date, room_id, segment {{- measure_columns('alarms') }} from counted
    union all
    select local_date, room_id, segment {{- measure_columns('alarms') }} from in_operation
)

{{ with_all_segments('by_segment', 'alarms') }}
