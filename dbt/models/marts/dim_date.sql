with days as (
    select cast(day as date) as local_date
    from {{ series_of_days('2010-01-01', '2035-12-31') }}
),

parts as (
    select
        local_date,
        cast({{ iso_year('local_date') }} as integer) as iso_year,
        cast(extract(week from local_date) as integer) as iso_week,
        cast({{ iso_weekday('local_date') }} as integer) as weekday,
        cast(extract(year from local_date) as integer) as year,
        cast(extract(month from local_date) as integer) as month
    from days
),

placed as (
    select
        *,
        cast(ceil(month / 4.0) as integer) as tertial,
        cast(date_trunc('week', local_date) as date) as week_start,
        cast(date_trunc('month', local_date) as date) as month_start,
        cast(date_trunc('year', local_date) as date) as year_start
    from parts
)

select
    placed.local_date,
    placed.iso_year,
    placed.iso_week,
    placed.year,
    placed.month,
    placed.tertial,
    placed.weekday,
    placed.week_start,
    placed.month_start,
    make_date(placed.year, placed.tertial * 4 - 3, 1) as tertial_start,
    placed.year_start,
    holidays.local_date is not null as is_public_holiday,
    holidays.name_nb as public_holiday
from placed
left join {{ ref('norwegian_holidays') }} as holidays
    on placed.local_date = holidays.local_date
order by placed.local_date
