select
    cast(day as date) as local_date,
    cast({{ iso_year('day') }} as integer) as iso_year,
    cast(extract(week from day) as integer) as iso_week,
    cast({{ iso_weekday('day') }} as integer) as weekday,
    cast({{ days_from_to("date '2024-02-27'", 'cast(day as date)') }} as integer) as days
from {{ series_of_days('2024-02-27', '2027-01-04') }}
