-- A room that only tries LifeX out (mode `limited`) has not moved, and has no cut-over.
with full_use as (
    select
        room_id,
        platform,
        valid_from,
        lag(platform) over (partition by room_id order by valid_from) as platform_before
    from {{ ref('room_platform') }}
    where mode = 'full'
)

select room_id, valid_from as cutover_date
from full_use
where platform = 'lifex' and platform_before = 'iccs'
