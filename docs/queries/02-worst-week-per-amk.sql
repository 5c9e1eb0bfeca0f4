-- Which week of 2025 was each AMK's worst on 113, and how many of its weeks were below the target?
--
-- room           the AMK, by the name it had that week
-- worst_week     ISO week, as 2025-W07; of several equally bad ones the first
-- share          calls answered within 10 s that week, a fraction of those answered
-- n              answered calls that week
-- target
-- weeks_below    weeks below the target
-- weeks          weeks in all; a week that is not over, or lacks deliveries, is none of them

with weeks as (
    select
        *,
        row_number() over (partition by org_id order by value, period_start) as badness,
        count(*) filter (where not target_met) over (partition by org_id) as weeks_below,
        count(*) over (partition by org_id) as weeks
    from marts.kpi_values
    where
        kpi_id = 'calls_answered_within_10s_share'
        and segment = '113'
        and period_type = 'week'
        and isoyear(period_start) = 2025
        and org_level = 'room'
        and is_complete
)

select
    dim_control_room.name as room,
    strftime(weeks.period_start, '%G-W%V') as worst_week,
    weeks.value as share,
    weeks.n,
    weeks.target,
    weeks.weeks_below,
    weeks.weeks
from weeks
inner join marts.dim_control_room
    on
        weeks.org_id = dim_control_room.room_id
        and weeks.period_end >= dim_control_room.valid_from
        and weeks.period_end <= coalesce(dim_control_room.valid_to, date '9999-12-31')
where weeks.badness = 1
order by weeks.value, room;
