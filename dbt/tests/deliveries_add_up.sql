-- Every row that was read is accepted, in quarantine or a duplicate, and a refused delivery leaves none.
select *
from {{ ref('delivery') }}
where
    rows_read is distinct from accepted + quarantined + duplicate
    or (state = 'refused' and rows_read is distinct from 0)
    or (state = 'refused') is distinct from (reason is not null)
    or (state = 'superseded') is distinct from (superseded_by is not null)
