-- The state at the period's end, or on the last day with data in a period that is not yet over: what the plan says
-- of later days is not a fact yet.
with last_days as (
    select
        period_type,
        period_start,
        period_end,
        max(local_date) as local_date
    from {{ ref('int_calendar__periods') }}
    where local_date <= (select today from {{ ref('int_data__extent') }})
    group by period_type, period_start, period_end
),

counted as (
    select
        rooms.local_date,
        organisations.org_level,
        organisations.org_id,
        case when grouping(rooms.kind) = 1 then 'all' else rooms.kind end as segment,
        count(*) as rooms,
        count(*) filter (where rooms.platform = 'lifex') as on_lifex,
        count(rooms.video_solution) as with_video
    from {{ ref('int_control_rooms__daily') }} as rooms
    inner join {{ ref('int_control_rooms__organisations') }} as organisations
        on
            rooms.local_date = organisations.local_date
            and rooms.room_id = organisations.room_id
    group by grouping sets (
        (rooms.local_date, organisations.org_level, organisations.org_id, rooms.kind),
        (rooms.local_date, organisations.org_level, organisations.org_id)
    )
)

select
    counted.segment,
    last_days.period_type,
    last_days.period_start,
    last_days.period_end,
    counted.org_level,
    counted.org_id,
    counted.rooms,
    counted.on_lifex,
    counted.with_video
from counted
inner join last_days
    on counted.local_date = last_days.local_date
