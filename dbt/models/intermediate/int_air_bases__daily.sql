-- One row per day with data and base in operation.
select
    dates.local_date,
    bases.base_id,
    bases.vehicle
from {{ ref('dim_air_base') }} as bases
inner join {{ ref('dim_date') }} as dates
    on
        bases.valid_from <= dates.local_date
        and (bases.valid_to is null or bases.valid_to >= dates.local_date)
inner join {{ ref('int_data__extent') }} as extent
    on dates.local_date between extent.first_date and extent.last_date
