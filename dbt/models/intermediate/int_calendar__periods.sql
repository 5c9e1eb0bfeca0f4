with days as (
    select dates.*
    from {{ ref('dim_date') }} as dates
    inner join {{ ref('int_data__extent') }} as extent
        on dates.local_date between extent.first_date and extent.last_date
)

select local_date, 'day' as period_type, local_date as period_start, local_date as period_end
from days
union all
select local_date, 'week', week_start, week_start + 6
from days
union all
select local_date, 'month', month_start, last_day(local_date)
from days
union all
select local_date, 'tertial', tertial_start, last_day(make_date(year, tertial * 4, 1))
from days
union all
select local_date, 'year', year_start, make_date(year, 12, 31)
from days
