-- Every room of an event, and every base of a mission, is in operation on the day of the event.
with rooms_of_events as (
    select distinct local_date, intended_room_id as room_id
    from {{ in_scope(ref('fct_call')) }}
    union
    select distinct local_date, answering_room_id
    from {{ in_scope(ref('fct_call')) }}
    where answering_room_id is not null
    union
    select distinct local_date, amk_room_id
    from {{ in_scope(ref('fct_ambulance_alarm')) }}
    union
    select distinct local_date, centre_room_id
    from {{ in_scope(ref('fct_video_session')) }}
)

select rooms_of_events.local_date, rooms_of_events.room_id
from rooms_of_events
left join {{ ref('int_control_rooms__daily') }} as rooms
    on
        rooms_of_events.local_date = rooms.local_date
        and rooms_of_events.room_id = rooms.room_id
where rooms.room_id is null
union all
select missions.local_date, missions.base_id
from {{ in_scope(ref('fct_air_ambulance_mission')) }} as missions
left join {{ ref('int_air_bases__daily') }} as bases
    on
        missions.local_date = bases.local_date
        and missions.base_id = bases.base_id
where bases.base_id is null
