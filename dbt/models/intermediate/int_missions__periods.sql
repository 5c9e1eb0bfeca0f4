{{ config(materialized='incremental', incremental_strategy='replace_periods') }}

-- Distinct missions of every grain. They do not add up: one may have alarms on several days and from several AMKs, and
-- counts once in every period and organisation that holds any of them. The others, by far the most, do add up: counting
-- distinct ones among all took ten times as long.
with places as (
    select distinct
        mission_id,
        local_date,
        amk_room_id as room_id
    from {{ ref('fct_ambulance_alarm') }}
    where {{ is_day_of_period_in_scope('local_date') }}
),

missions as (
    select
        mission_id,
        count(*) as places,
        min(local_date) as local_date,
        min(room_id) as room_id
    from places
    group by mission_id
),

placed as (
    select
        cast(null as string) as spread_mission_id,
        local_date,
        room_id,
        count(*) as missions_in_one_place
    from missions
    where places = 1
    group by local_date, room_id
    union all
    select
        places.mission_id,
        places.local_date,
        places.room_id,
        0
    from places
    inner join missions
        on places.mission_id = missions.mission_id
    where missions.places > 1
)

select
    periods.period_type,
    periods.period_start,
    organisations.org_level,
    organisations.org_id,
    cast(sum(placed.missions_in_one_place) + count(distinct placed.spread_mission_id) as bigint) as missions
from placed
inner join {{ ref('int_control_rooms__organisations') }} as organisations
    on
        placed.local_date = organisations.local_date
        and placed.room_id = organisations.room_id
inner join {{ ref('int_calendar__periods') }} as periods
    on placed.local_date = periods.local_date
where {{ is_period_in_scope('periods') }}
group by
    periods.period_type,
    periods.period_start,
    organisations.org_level,
    organisations.org_id
