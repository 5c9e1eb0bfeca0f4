-- Which out-of-hours rooms answered 116117 within 2 minutes in 2025, and which can be said to miss the 80 % target?
--
-- room           the out-of-hours room, by the name it had at the year's end
-- share          calls answered within 2 minutes, a fraction of all calls, unanswered ones included
-- n              calls
-- low, high      95 % interval of the share (Wilson)
-- target
-- standing       `met` or `below` when the whole interval is, `open` when the target lies inside it, `few calls` below
--                100 calls; those stand last, whatever their share

with rooms as (
    select
        kpi_values.*,
        dim_control_room.name as room,
        1.959964 as z
    from marts.kpi_values
    inner join marts.dim_control_room
        on
            kpi_values.org_id = dim_control_room.room_id
            and kpi_values.period_end >= dim_control_room.valid_from
            and kpi_values.period_end <= coalesce(dim_control_room.valid_to, date '9999-12-31')
    where
        kpi_values.kpi_id = 'calls_answered_within_2min_share'
        and kpi_values.segment = '116117'
        and kpi_values.period_type = 'year'
        and kpi_values.period_start = date '2025-01-01'
        and kpi_values.org_level = 'room'
        and dim_control_room.kind = 'lvs'
),

intervals as (
    select
        *,
        (value + z * z / (2 * n)) / (1 + z * z / n) as middle,
        z * sqrt(value * (1 - value) / n + z * z / (4.0 * n * n)) / (1 + z * z / n) as half
    from rooms
)

select
    room,
    value as share,
    n,
    middle - half as low,
    middle + half as high,
    target,
    case
        when n < 100 then 'few calls'
        when middle - half >= target then 'met'
        when middle + half < target then 'below'
        else 'open'
    end as standing
from intervals
order by n < 100, share, room;
