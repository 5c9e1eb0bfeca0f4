-- One row per day with data and room in operation. The keys are small numbers for what goes through many events.
select
    dates.local_date,
    rooms.room_id,
    rooms.kind,
    rooms.hf_id,
    rooms.rhf_id,
    rooms.platform,
    rooms.is_limited_pilot,
    rooms.video_solution,
    cast(dense_rank() over (order by rooms.room_id) as smallint) as room_key,
    cast(dense_rank() over (order by rooms.hf_id) as smallint) as hf_key,
    cast(dense_rank() over (order by rooms.rhf_id) as smallint) as rhf_key
from {{ ref('dim_control_room') }} as rooms
inner join {{ ref('dim_date') }} as dates
    on
        rooms.valid_from <= dates.local_date
        and (rooms.valid_to is null or rooms.valid_to >= dates.local_date)
inner join {{ ref('int_data__extent') }} as extent
    on dates.local_date between extent.first_date and extent.last_date
