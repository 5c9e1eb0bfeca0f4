-- The reasons for quarantine add up to what the deliveries say was put there.
with by_reason as (
    select feed, month, sum(rows) as quarantined
    from {{ ref('quarantine_summary') }}
    group by feed, month
),

by_delivery as (
    select
        feed,
        cast(date_trunc('month', period_start) as date) as month,
        sum(quarantined) as quarantined
    from {{ ref('stg_ledger') }}
    where state = 'accepted'
    group by feed, cast(date_trunc('month', period_start) as date)
    having sum(quarantined) > 0
)

select
    by_delivery.feed,
    by_delivery.month,
    by_delivery.quarantined,
    by_reason.quarantined as with_a_reason
from by_delivery
full outer join by_reason
    on
        by_delivery.feed = by_reason.feed
        and by_delivery.month = by_reason.month
where by_delivery.quarantined is distinct from by_reason.quarantined
