select
    delivery_id,
    feed,
    correction_id,
    matched,
    changed,
    reason,
    decided_by,
    decided_date,
    rows_changed
from {{ lake_files('*/corrections/*/*.parquet') }}
