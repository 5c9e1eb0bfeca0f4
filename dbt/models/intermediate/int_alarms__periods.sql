with rolled_up as (
    {{ roll_up(ref('int_alarms__daily'), 'alarms') }}
),

spread as (
    select
        periods.period_type,
        periods.period_start,
        organisations.org_level,
        organisations.org_id,
        count(distinct missions.mission_id) as missions
    from {{ ref('int_missions__spread') }} as missions
    inner join {{ ref('int_control_rooms__organisations') }} as organisations
        on
            missions.local_date = organisations.local_date
            and missions.room_id = organisations.room_id
    inner join {{ ref('int_calendar__periods') }} as periods
        on missions.local_date = periods.local_date
    group by
        periods.period_type,
        periods.period_start,
        organisations.org_level,
        organisations.org_id
)

select
    rolled_up.*,
    -- A mission may have alarms of several urgencies, so only `all` counts missions.
    case
        when rolled_up.segment = 'all' then rolled_up.missions_in_one_place + coalesce(spread.missions, 0)
    end as missions
from rolled_up
left join spread
    on
        rolled_up.period_type = spread.period_type
        and rolled_up.period_start = spread.period_start
        and rolled_up.org_level = spread.org_level
        and rolled_up.org_id = spread.org_id
