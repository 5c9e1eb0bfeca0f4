select
    call_id,
    queued_at,
    wait_s,
    local_date,
    local_hour,
    is_test
from {{ accepted_events('calls_iccs') }}
