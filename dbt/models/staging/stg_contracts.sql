select
    feed,
    title,
    source_system,
    period as delivery_period,
    starts as starts_date,
    due_hour
from {{ lake_files('contracts.parquet') }}
