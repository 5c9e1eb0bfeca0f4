select
    id,
    name,
    since,
    share
from {{ ref('odd_text') }}
