{{ config(materialized='incremental', incremental_strategy='replace_periods') }}

-- The state at the period's end, or on the last day with data in a period that is not yet over: what the plan says
-- of later days is not a fact yet.
with last_days as (
    select
        periods.period_type,
        periods.period_start,
        periods.period_end,
        max(periods.local_date) as local_date
    from {{ ref('int_calendar__periods') }} as periods
    inner join {{ ref('int_data__extent') }} as extent
        on periods.local_date <= extent.today
    where {{ is_period_in_scope('periods') }}
    group by periods.period_type, periods.period_start, periods.period_end
),

rooms as (
    select
        rooms.local_date,
        organisations.org_level,
        organisations.org_id,
        rooms.kind,
        rooms.platform = 'lifex' as is_on_lifex,
        rooms.video_solution is not null as has_video
    from {{ ref('int_control_rooms__daily') }} as rooms
    inner join {{ ref('int_control_rooms__organisations') }} as organisations
        on
            rooms.local_date = organisations.local_date
            and rooms.room_id = organisations.room_id
),

by_segment as (
    select local_date, org_level, org_id, kind as segment, is_on_lifex, has_video
    from rooms
    union all
    select local_date, org_level, org_id, 'all' as segment, is_on_lifex, has_video
    from rooms
),

counted as (
    select
        local_date,
        org_level,
        org_id,
        segment,
        count(*) as rooms,
        count(*) filter (where is_on_lifex) as on_lifex,
        count(*) filter (where has_video) as with_video
    from by_segment
    group by local_date, org_level, org_id, segment
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
