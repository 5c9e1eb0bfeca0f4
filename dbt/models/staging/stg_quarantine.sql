select
    delivery_id,
    feed,
    line_number,
    reason
from {{ lake_files('*/quarantine/*/*.parquet') }}
