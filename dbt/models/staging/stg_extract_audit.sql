select
    cast(row_number() over (order by tried_at, recipient_id, period) as bigint) as line_no,
    tried_at,
    recipient_id,
    recipient,
    agreement,
    data_set,
    schema_version,
    period_type,
    period,
    version,
    state,
    detail,
    release_id,
    is_synthetic,
    destination,
    manifest_sha256,
    bytes,
    cardinality(files) as files
from {{ extract_audit() }}
where tried_at is not null
