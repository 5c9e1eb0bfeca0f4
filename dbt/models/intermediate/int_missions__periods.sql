{{ config(materialized='incremental', incremental_strategy='replace_periods') }}

-- Distinct missions of every grain. They do not add up: one may have alarms on several days and from several AMKs, and
-- counts once in every period and organisation that holds any of them. The others, by far the most, do add up.
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

in_one_place as (
    select
        local_date,
        room_id,
        count(*) as missions
    from missions
    where places = 1
    group by local_date, room_id
),

spread as (
    select places.*
    from places
    inner join missions
        on places.mission_id = missions.mission_id
    where missions.places > 1
),

counted as (
    select
        periods.period_type,
        periods.period_start,
        organisations.org_level,
        organisations.org_id,
        sum(in_one_place.missions) as missions
    from in_one_place
    inner join {{ ref('int_control_rooms__organisations') }} as organisations
        on
            in_one_place.local_date = organisations.local_date
            and in_one_place.room_id = organisations.room_id
    inner join {{ ref('int_calendar__periods') }} as periods
        on in_one_place.local_date = periods.local_date
    group by
        periods.period_type,
        periods.period_start,
        organisations.org_level,
        organisations.org_id
    union all
    select
        periods.period_type,
        periods.period_start,
        organisations.org_level,
        organisations.org_id,
        count(distinct spread.mission_id)
    from spread
    inner join {{ ref('int_control_rooms__organisations') }} as organisations
        on
            spread.local_date = organisations.local_date
            and spread.room_id = organisations.room_id
    inner join {{ ref('int_calendar__periods') }} as periods
        on spread.local_date = periods.local_date
    group by
        periods.period_type,
        periods.period_start,
        organisations.org_level,
        organisations.org_id
)

select
    period_type,
    period_start,
    org_level,
    org_id,
    cast(sum(missions) as bigint) as missions
from counted
where {{ is_period_in_scope() }}
group by period_type, period_start, org_level, org_id
