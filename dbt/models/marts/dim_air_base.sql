select
    base_id,
    name,
    vehicle,
    vehicles,
    valid_from,
    valid_to,
    source
from {{ ref('air_bases') }}
order by base_id, valid_from
