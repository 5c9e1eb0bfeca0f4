select
    line_no,
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
    nullif(detail, '') as detail,
    release_id,
    is_synthetic,
    destination,
    manifest_sha256,
    bytes,
    cast(files as integer) as files
from {{ ref('stg_extract_audit') }}
order by line_no
