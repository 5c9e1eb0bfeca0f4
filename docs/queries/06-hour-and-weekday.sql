-- When do people call 116117: how many calls in each hour of each weekday of 2025, on average?
--
-- hour           0 to 23, Norwegian time
-- monday, tuesday, wednesday, thursday, friday, saturday, sunday
--                calls: all of that hour on that weekday, divided by the number of such days that have been delivered

with days as (
    select
        isodow(local_date) as weekday,
        count(distinct local_date) as days
    from marts.calls_by_hour
    where local_date between date '2025-01-01' and date '2025-12-31'
    group by isodow(local_date)
),

cells as (
    select
        calls_by_hour.local_hour as hour,
        days.weekday,
        sum(calls_by_hour.offered) / any_value(days.days) as calls
    from marts.calls_by_hour
    inner join days
        on isodow(calls_by_hour.local_date) = days.weekday
    where
        calls_by_hour.segment = '116117'
        and calls_by_hour.local_date between date '2025-01-01' and date '2025-12-31'
    group by calls_by_hour.local_hour, days.weekday
)

select
    hours.hour,
    coalesce(any_value(cells.calls) filter (where cells.weekday = 1), 0) as monday,
    coalesce(any_value(cells.calls) filter (where cells.weekday = 2), 0) as tuesday,
    coalesce(any_value(cells.calls) filter (where cells.weekday = 3), 0) as wednesday,
    coalesce(any_value(cells.calls) filter (where cells.weekday = 4), 0) as thursday,
    coalesce(any_value(cells.calls) filter (where cells.weekday = 5), 0) as friday,
    coalesce(any_value(cells.calls) filter (where cells.weekday = 6), 0) as saturday,
    coalesce(any_value(cells.calls) filter (where cells.weekday = 7), 0) as sunday
from range(24) as hours (hour)
left join cells
    on hours.hour = cells.hour
group by hours.hour
order by hours.hour;
