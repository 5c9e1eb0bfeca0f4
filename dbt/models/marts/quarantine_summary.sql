select
    quarantine.feed,
    cast(date_trunc('month', ledger.period_start) as date) as month,
    quarantine.reason,
    count(*) as rows
from {{ ref('stg_quarantine') }} as quarantine
inner join {{ ref('stg_ledger') }} as ledger
    on quarantine.delivery_id = ledger.delivery_id
where ledger.state = 'accepted'
group by quarantine.feed, month, quarantine.reason
order by quarantine.feed, month, quarantine.reason
