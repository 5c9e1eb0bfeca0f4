select
    local_date,
    received,
    forwarded,
    filtered,
    test_messages,
    delivery_id
from {{ accepted_events('nodsms') }}
