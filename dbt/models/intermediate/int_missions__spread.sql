-- Missions whose alarms went out on several days or from several AMKs. They count once in every period and
-- organisation that holds any of their alarms, so they do not add up from days and rooms. All others do: see
-- int_alarms__daily.
with places as (
    select distinct
        mission_id,
        local_date,
        amk_room_id as room_id
    from {{ ref('fct_ambulance_alarm') }}
),

spread as (
    select mission_id
    from places
    group by mission_id
    having count(*) > 1
)

select
    places.mission_id,
    places.local_date,
    places.room_id
from places
inner join spread
    on places.mission_id = spread.mission_id
