select
    recipient_id,
    tried_at,
    version,
    bytes,
    cast(cardinality(files) as integer) as files
from {{ extract_audit() }}
where tried_at is not null
