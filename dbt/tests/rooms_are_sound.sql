-- Rows of one room follow each other without overlap, and their codes are known.
with in_order as (
    select
        *,
        lead(valid_from) over (partition by room_id order by valid_from) as next_valid_from
    from {{ ref('dim_control_room') }}
)

select *
from in_order
where
    not coalesce(
        kind in ('amk', 'lvs', 'akuttmottak')
        and platform in ('iccs', 'lifex')
        and coalesce(video_solution, 'hjelp113') in ('hjelp113', 'bliksund')
        and (video_solution is null) = (video_seats is null)
        and (valid_to is null or valid_to >= valid_from)
        and (next_valid_from is null or valid_to < next_valid_from),
        false
    )
