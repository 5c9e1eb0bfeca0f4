with changes as (
    select room_id, valid_from
    from {{ ref('control_rooms') }}
    union
    select room_id, valid_from
    from {{ ref('room_platform') }}
    union
    select room_id, valid_from
    from {{ ref('room_video') }}
),

spans as (
    select
        room_id,
        valid_from,
        lead(valid_from) over (partition by room_id order by valid_from) - 1 as last_day
    from changes
),

platforms as (
    select
        spans.room_id,
        spans.valid_from,
        max_by(room_platform.platform, room_platform.valid_from) filter (where room_platform.mode = 'full') as platform,
        max_by(room_platform.mode, room_platform.valid_from) = 'limited' as is_limited_pilot
    from spans
    inner join {{ ref('room_platform') }} as room_platform
        on
            spans.room_id = room_platform.room_id
            and spans.valid_from >= room_platform.valid_from
    group by spans.room_id, spans.valid_from
),

video as (
    select
        spans.room_id,
        spans.valid_from,
        max_by(room_video.video_solution, room_video.valid_from) as video_solution,
        max_by(room_video.operator_seats, room_video.valid_from) as video_seats
    from spans
    inner join {{ ref('room_video') }} as room_video
        on
            spans.room_id = room_video.room_id
            and spans.valid_from >= room_video.valid_from
    group by spans.room_id, spans.valid_from
)

select
    rooms.room_id,
    rooms.name,
    rooms.kind,
    rooms.hf,
    rooms.rhf,
    rooms.county_code,
    platforms.platform,
    video.video_solution,
    spans.valid_from,
    least(spans.last_day, rooms.valid_to) as valid_to,
    rooms.hf_id,
    rooms.rhf_id,
    coalesce(platforms.is_limited_pilot, false) as is_limited_pilot,
    video.video_seats,
    rooms.name_source
from spans
inner join {{ ref('control_rooms') }} as rooms
    on
        spans.room_id = rooms.room_id
        and spans.valid_from >= rooms.valid_from
        and (rooms.valid_to is null or spans.valid_from <= rooms.valid_to)
left join platforms
    on
        spans.room_id = platforms.room_id
        and spans.valid_from = platforms.valid_from
left join video
    on
        spans.room_id = video.room_id
        and spans.valid_from = video.valid_from
order by rooms.room_id, spans.valid_from
