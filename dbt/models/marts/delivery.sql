select
    delivery_id,
    feed,
    file,
    period,
    version,
    sha256,
    rows_read,
    accepted,
    quarantined,
    duplicate,
    state,
    reason,
    superseded_by,
    ingested_at
from {{ ref('stg_ledger') }}
order by feed, period, version, delivery_id
