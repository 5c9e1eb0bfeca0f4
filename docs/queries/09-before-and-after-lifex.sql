-- How were calls answered in the four weeks before and after each room moved to LifeX?
--
-- room           the room that moved
-- moved_on       its first day on LifeX, which is in neither part; a room is left out when the deliveries do not reach
--                four weeks to either side
-- part           before or after
-- offered        inbound calls on every line, test calls not among them
-- answered_share a fraction of the offered
-- median_s, p90_s   seconds to the answer

with moves as (
    select
        dim_control_room.room_id,
        arg_min(dim_control_room.name, dim_control_room.valid_from) as room,
        min(dim_control_room.valid_from) as moved_on
    from marts.dim_control_room
    where dim_control_room.platform = 'lifex'
    group by dim_control_room.room_id
),

covered as (
    select
        min(first_date) as first_date,
        min(last_date) as last_date
    from marts.data_status
    where feed in ('calls_iccs', 'calls_lifex')
),

whole as (
    select moves.*
    from moves
    inner join covered
        on
            moves.moved_on - 28 >= covered.first_date
            and moves.moved_on + 28 <= covered.last_date
),

calls as (
    select
        whole.room,
        whole.moved_on,
        case when fct_call.local_date < whole.moved_on then 'before' else 'after' end as part,
        fct_call.wait_s
    from marts.fct_call
    inner join whole
        on
            fct_call.intended_room_id = whole.room_id
            and fct_call.local_date between whole.moved_on - 28 and whole.moved_on + 28
            and fct_call.local_date <> whole.moved_on
    where fct_call.direction = 'inbound' and not fct_call.is_test
)

select
    room,
    moved_on,
    part,
    count(*) as offered,
    count(wait_s) / count(*) as answered_share,
    quantile_cont(wait_s, 0.5) as median_s,
    quantile_cont(wait_s, 0.9) as p90_s
from calls
group by room, moved_on, part
order by moved_on asc, room asc, part desc;
