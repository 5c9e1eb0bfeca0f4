-- One row per day with data and room in operation. The keys are small numbers for what goes through many events; they
-- are those of all rooms there ever were, so that another day of data leaves them as they are.
with rooms as (
    select
        *,
        cast(dense_rank() over (order by room_id) as smallint) as room_key,
        cast(dense_rank() over (order by hf_id) as smallint) as hf_key,
        cast(dense_rank() over (order by rhf_id) as smallint) as rhf_key
    from {{ ref('dim_control_room') }}
)

select
    dates.local_date,
    rooms.room_id,
    rooms.kind,
    rooms.hf_id,
    rooms.rhf_id,
    rooms.platform,
    rooms.is_limited_pilot,
    rooms.video_solution,
    rooms.room_key,
    rooms.hf_key,
    rooms.rhf_key
from rooms
inner join {{ ref('dim_date') }} as dates
    on
        rooms.valid_from <= dates.local_date
        and (rooms.valid_to is null or rooms.valid_to >= dates.local_date)
inner join {{ ref('int_data__extent') }} as extent
    on dates.local_date between extent.first_date and extent.last_date
